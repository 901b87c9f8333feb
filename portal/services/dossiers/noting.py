"""Words of the municipality's own in a dossier: notes, and that an answer was read."""

from uuid import UUID

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere
from portal.domain.scopes import TenantScope
from portal.models.dossier import DossierReply
from portal.models.handling import Note
from portal.services.deliveries import required_text
from portal.services.dossiers.holding import hold_row, jot
from portal.services.recording import Actor


def write_note(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, *, body: str, actor: Actor
) -> None:
    """An internal remark; it moves nothing, so two colleagues may write at once."""
    row = hold_row(session, scope, dossier_id)
    body = required_text(body, "notitie")
    session.add(
        Note(
            tenant_id=scope.tenant_id,
            dossier_id=dossier_id,
            body=body,
            author_id=actor.account_id,
            author_name=actor.name,
        )
    )
    jot(session, row, event="notitie", actor=actor, data={"notitie": body})


def read_reply(
    session: ScopedSession, scope: TenantScope, dossier_id: UUID, reply_id: UUID, *, actor: Actor
) -> bool:
    """Stamp who read an answer of the provider first; whether it was this person."""
    row = hold_row(session, scope, dossier_id)
    reply = session.scalar(
        select(DossierReply).where(
            DossierReply.tenant_id == scope.tenant_id,
            DossierReply.dossier_id == dossier_id,
            DossierReply.id == reply_id,
        )
    )
    if reply is None:
        raise NotThere
    if reply.seen_at is not None:
        return False
    reply.seen_at = session.legal_now
    jot(session, row, event="antwoord_gelezen", actor=actor, data={"antwoord": str(reply_id)})
    return True
