"""Whom the portal writes to at a provider."""

from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.people import Role
from portal.domain.scopes import ProviderScope
from portal.models.people import Account, Membership
from portal.models.provider import Provider


def provider_addresses(
    session: ScopedSession, scope: ProviderScope, submitted_by: UUID | None
) -> list[str]:
    """The submitter when still a colleague, else the administrators, else the general address."""
    today = local_date(session.legal_now)
    here = session.execute(
        select(Account.id, Account.email, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.provider_id == scope.provider_id,
            Membership.blocked_at.is_(None),
            Account.blocked_at.is_(None),
            Membership.from_on <= today,
            Membership.until_on.is_(None) | (Membership.until_on >= today),
        )
    ).all()
    submitter = sorted({row.email for row in here if row.id == submitted_by})
    admins = sorted({row.email for row in here if row.role == Role.PROVIDER_ADMIN})
    general = session.scalar(select(Provider.email).where(Provider.id == scope.provider_id))
    return submitter or admins or ([general] if general else [])
