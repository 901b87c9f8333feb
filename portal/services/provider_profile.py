"""Keeps a provider's contact data current: changed by its own people, confirmed every year."""

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.configuration.providers import CONTACT_DATA, ContactData
from portal.domain.errors import NotThere, Stale
from portal.domain.scopes import ProviderScope
from portal.models.provider import Provider


def change_profile(
    session: ScopedSession, scope: ProviderScope, *, version: int, data: ContactData
) -> None:
    """Put other contact data in place; whoever changes it has looked at it (004-69).

    Raises Stale when a colleague was first.
    """
    provider = _hold(session, scope, version)
    written = CONTACT_DATA.write(data)
    provider.email, provider.phone = data.email, data.phone
    provider.visiting_address = written["bezoekadres"]
    provider.postal_address = written["postadres"]
    provider.contact = written["contactpersoon"]
    _confirm(session, provider)


def confirm_profile(session: ScopedSession, scope: ProviderScope, *, version: int) -> None:
    """Say that the contact data is still right (004-69); raises Stale."""
    _confirm(session, _hold(session, scope, version))


def _hold(session: ScopedSession, scope: ProviderScope, version: int) -> Provider:
    provider = session.scalar(
        select(Provider)
        .where(Provider.id == scope.provider_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if provider is None:
        raise NotThere
    if provider.version != version:
        raise Stale(
            "Een collega heeft deze gegevens ondertussen gewijzigd. Bekijk wat er nu staat en "
            "pas het zo nodig aan.",
            current=provider.version,
        )
    return provider


def _confirm(session: ScopedSession, provider: Provider) -> None:
    provider.confirmed_at = session.legal_now
    provider.version += 1
    session.flush()
