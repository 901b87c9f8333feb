"""Mails to whoever was asked to sign or look along in a dossier."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.ladder.roles import ladder_roles
from portal.domain.policies import Permission, may
from portal.domain.scopes import TenantScope
from portal.models.dossier import Dossier, DossierAccess, DossierWork
from portal.models.region import Tenant
from portal.queries.staff import Staff, staff
from portal.services.dossiers.asked import waits_for_me
from portal.services.effects.mail_texts import DOSSIER_WORDS
from portal.services.effects.mails import send_each
from portal.services.outbox import Row
from portal.services.tools import Tools


def mail_asked_along(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """To everybody who was asked and may see the dossier; nobody is told what it is about."""
    for row in rows:
        scope = cast(TenantScope, row.scope)
        found = session.execute(
            select(Dossier.number, Dossier.confidentiality, Dossier.opened_by, DossierWork.asked_of,
                   DossierWork.started_by, Tenant.slug, Tenant.name)
            .join(DossierWork, DossierWork.dossier_id == Dossier.id)
            .join(Tenant, Tenant.id == Dossier.tenant_id)
            .where(Dossier.tenant_id == scope.tenant_id, DossierWork.id == UUID(row.data["work"]))
        ).one()  # fmt: skip
        named: set[UUID] | None = None
        if found.confidentiality != "gewoon":
            named = {found.opened_by, *session.scalars(
                select(DossierAccess.account_id).where(
                    DossierAccess.dossier_id == UUID(row.data["dossier"])
                )
            )}  # fmt: skip
        link = f"{tools.base_url}/g/{found.slug}/dossiers/{found.number}"
        values = {"gemeente": found.name, "kenmerk": found.number, "link": link}
        addresses = [
            person.email
            for person in staff(session, scope, local_date(session.legal_now))
            if person.account_id != found.started_by
            and _was_asked(person, found.asked_of)
            and (named is None or person.account_id in named)
        ]
        send_each(session, tools, row, addresses, DOSSIER_WORDS["meetekenen"], values)


def _was_asked(person: Staff, asked_of: Sequence[str]) -> bool:
    may_look = may(person.roles, Permission.LOOK_ALONG)
    own = waits_for_me(person.account_id, ladder_roles(person.roles), may_look=may_look)
    return not set(own).isdisjoint(asked_of)
