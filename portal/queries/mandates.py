"""Reads the mandate register: who may sign what for the municipality (001-19, 004-119)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.ladder.signing import AT_ONCE
from portal.domain.ladder.vocabulary import MeasureKind, StepKind
from portal.domain.scopes import TenantScope
from portal.models.ladder import Mandate
from portal.models.people import Account, Membership, RegionGrant

SUBJECTS: Mapping[str, str] = {
    **{kind.value: kind.label for kind in StepKind if kind is not StepKind.ANALYSE},
    **{kind.value: kind.label for kind in MeasureKind},
    AT_ONCE: "per direct optreden, buiten de ladder om",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateLine:
    """One mandate; both days included."""

    id: UUID
    account_id: UUID
    account_name: str
    subject: str
    document: str
    from_on: date
    until_on: date | None
    recorded_by_name: str
    recorded_at: datetime

    @property
    def subject_words(self) -> str:
        return SUBJECTS.get(self.subject, self.subject)

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


def mandates(
    session: ScopedSession,
    scope: TenantScope,
    *,
    on: date | None = None,
    account_id: UUID | None = None,
    subjects: Collection[str] | None = None,
) -> list[MandateLine]:
    """The register, by person; of a day, of one person, or for what is to be done."""
    query = select(
        Mandate.id,
        Mandate.account_id,
        Mandate.account_name,
        Mandate.subject,
        Mandate.document,
        Mandate.from_on,
        Mandate.until_on,
        Mandate.recorded_by_name,
        Mandate.recorded_at,
    ).where(Mandate.tenant_id == scope.tenant_id)
    if on is not None:
        query = query.where(
            Mandate.from_on <= on, Mandate.until_on.is_(None) | (Mandate.until_on >= on)
        )
    if account_id is not None:
        query = query.where(Mandate.account_id == account_id)
    if subjects is not None:
        query = query.where(Mandate.subject.in_(subjects))
    rows = session.execute(query.order_by(Mandate.account_name, Mandate.from_on, Mandate.id))
    return [MandateLine(**row._mapping) for row in rows]


def signers(session: ScopedSession, scope: TenantScope, today: date) -> dict[UUID, str]:
    """Who can be given a mandate: people with a role here, and of the region with access here.

    In file 004 a team manager of the region signs for Brummen (004-119).
    """
    here = select(Membership.account_id).where(
        Membership.tenant_id == scope.tenant_id,
        Membership.blocked_at.is_(None),
        Membership.until_on.is_(None) | (Membership.until_on >= today),
    )
    granted = select(RegionGrant.account_id).where(
        RegionGrant.tenant_id == scope.tenant_id, RegionGrant.until_on >= today
    )
    rows = session.execute(
        select(Account.id, Account.name)
        .where(Account.id.in_(here) | Account.id.in_(granted))
        .order_by(Account.name)
    )
    return {row.id: row.name for row in rows}
