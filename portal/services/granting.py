"""A municipality lets people of the region in, until a day, and out again."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import TenantScope
from portal.models.people import RegionGrant
from portal.queries.grants import grants_of
from portal.services.noting import note_change
from portal.services.recording import Actor

LONGEST = timedelta(days=2 * 366)


def give_grant(
    session: ScopedSession,
    scope: TenantScope,
    by: Actor,
    *,
    account_id: UUID,
    candidates: Collection[UUID],
    may_write: bool,
    from_on: date,
    until_on: date,
    today: date,
) -> None:
    """Let somebody of the region in. `candidates` are those who can be let in today."""
    if account_id not in candidates:
        raise RuleBroken("Kies iemand uit de lijst.", code="no_candidate", path="wie")
    if from_on < today:
        raise RuleBroken(
            "Toegang kan niet in het verleden beginnen. Kies vandaag of een latere dag.",
            code="in_the_past",
            path="vanaf",
        )
    if until_on < from_on:
        raise RuleBroken(
            f"Kies een laatste dag op of na {format_date(from_on)}.",
            code="period",
            path="tot_en_met",
        )
    if until_on > from_on + LONGEST:
        raise RuleBroken(
            "Geef toegang voor hoogstens twee jaar. Daarna kunt u haar verlengen.",
            code="period",
            path="tot_en_met",
        )
    for grant in grants_of(session, scope):
        if (
            grant.account_id == account_id
            and grant.from_on <= until_on
            and grant.until_on >= max(from_on, grant.from_on)
        ):
            raise RuleBroken(
                f"Deze persoon heeft al toegang van {format_date(grant.from_on)} tot en met "
                f"{format_date(grant.until_on)}. Beëindig die eerst.",
                code="has_grant",
                path="wie",
            )
    values = {"until_on": until_on, "may_write": may_write}
    # A grant that was withdrawn on its first day leaves a row behind with the same first day.
    session.execute(
        insert(RegionGrant)
        .values(
            tenant_id=scope.tenant_id,
            account_id=account_id,
            from_on=from_on,
            granted_by=by.account_id,
            **values,
        )
        .on_conflict_do_update(index_elements=["tenant_id", "account_id", "from_on"], set_=values)
    )
    note_change(
        session, by, f"regiotoegang:{account_id}", "toegang gegeven",
        after={
            "vanaf": from_on.isoformat(),
            "tot_en_met": until_on.isoformat(),
            "meewerken": may_write,
        },
        tenant_id=scope.tenant_id,
    )  # fmt: skip
    session.flush()


def end_grant(
    session: ScopedSession, scope: TenantScope, by: Actor, *, grant_id: UUID, today: date
) -> None:
    """End an access at once; it works on the next request of that person."""
    row = session.scalar(
        select(RegionGrant)
        .where(RegionGrant.id == grant_id, RegionGrant.tenant_id == scope.tenant_id)
        .with_for_update()
    )
    if row is None:
        raise NotThere
    if row.until_on < max(today, row.from_on):
        raise RuleBroken("Deze toegang is al voorbij.", code="not_now")
    before = row.until_on
    row.until_on = max(today, row.from_on) - timedelta(days=1)
    note_change(
        session, by, f"regiotoegang:{row.account_id}", "toegang beëindigd",
        before={"tot_en_met": before.isoformat()},
        after={"tot_en_met": row.until_on.isoformat()},
        tenant_id=scope.tenant_id,
    )  # fmt: skip
    session.flush()
