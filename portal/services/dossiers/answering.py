"""What a provider does in a dossier that was shared with it: open letters, answer, hand in evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import ProviderScope
from portal.models.dossier import Dossier, DossierReply, Letter
from portal.models.submission import Attachment
from portal.services.deliveries import required_text
from portal.services.effects_wanted import Effect, want
from portal.services.protected import facets_of
from portal.services.recording import SHARED, Actor, NewEvent, record

KINDS = {
    "antwoord": "Een antwoord",
    "zienswijze": "Een zienswijze: wat wij ervan vinden",
    "bewijs": "Bewijs dat iets klaar is",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A dossier as its provider may know it."""

    id: UUID
    tenant_id: UUID
    number: str
    is_closed: bool


def shared_dossier(session: ScopedSession, scope: ProviderScope, dossier_id: UUID) -> Shared:
    """A dossier that was shared with this provider; raises NotThere."""
    row = session.execute(
        select(Dossier.id, Dossier.tenant_id, Dossier.number, Dossier.is_closed).where(
            Dossier.provider_id == scope.provider_id, Dossier.id == dossier_id
        )
    ).one_or_none()
    if row is None:
        raise NotThere
    return Shared(**row._mapping)


def open_letter(
    session: ScopedSession, scope: ProviderScope, letter_id: UUID, *, actor: Actor
) -> None:
    """Stamp who opened a letter first, and when; the municipality sees it."""
    opened = session.execute(
        update(Letter)
        .where(
            Letter.provider_id == scope.provider_id,
            Letter.id == letter_id,
            Letter.opened_at.is_(None),
        )
        .values(opened_at=session.legal_now, opened_by_name=actor.name)
        .returning(Letter.dossier_id, Letter.tenant_id, Letter.number)
    ).one_or_none()
    if opened is None:
        return
    record(
        session,
        [
            NewEvent(
                tenant_id=opened.tenant_id,
                provider_id=scope.provider_id,
                dossier_id=opened.dossier_id,
                type="brief_geopend",
                audience=SHARED,
                actor=actor,
                data={"brief": opened.number},
            )
        ],
    )


def reply(
    session: ScopedSession,
    scope: ProviderScope,
    dossier_id: UUID,
    *,
    key: UUID,
    kind: str,
    body: str,
    letter_id: UUID | None,
    milestone: str | None,
    files: Sequence[tuple[str, int]],
    actor: Actor,
) -> UUID:
    """Answer in a dossier; the same key again gives the same answer.

    Files hang on `key` the way those of a draft do; `files` are their hashes and sizes.
    """
    dossier = shared_dossier(session, scope, dossier_id)
    earlier = session.scalar(
        select(DossierReply.id).where(
            DossierReply.provider_id == scope.provider_id, DossierReply.key == key
        )
    )
    if earlier is not None:
        return earlier
    if dossier.is_closed:
        raise RuleBroken(
            "Dit dossier is gesloten. Neem contact op met de gemeente.", code="not_now"
        )
    if kind not in KINDS:
        raise RuleBroken("Kies wat u stuurt.", code="kind", path="soort")
    row = DossierReply(
        tenant_id=dossier.tenant_id,
        provider_id=scope.provider_id,
        dossier_id=dossier.id,
        key=key,
        kind=kind,
        body=required_text(body, "tekst"),
        letter_id=letter_id,
        milestone=milestone or None,
        submitted_by=actor.account_id,
        submitted_by_name=actor.name,
    )
    session.add(row)
    session.flush()
    attached = session.scalars(
        update(Attachment)
        .where(Attachment.provider_id == scope.provider_id, Attachment.draft_key == key)
        .values(draft_key=None, dossier_id=dossier.id, reply_id=row.id, tenant_id=dossier.tenant_id)
        .returning(Attachment)
    ).all()
    want(
        session,
        [
            Effect(
                effect="mail_dossier_gemeente",
                key=f"mail:antwoord:{row.id}",
                tenant_id=dossier.tenant_id,
                data={"dossier": str(dossier.id), "event": "antwoord"},
            )
        ],
    )
    record(
        session,
        [
            NewEvent(
                tenant_id=dossier.tenant_id,
                provider_id=scope.provider_id,
                dossier_id=dossier.id,
                type="antwoord_ontvangen",
                audience=SHARED,
                actor=actor,
                received=True,
                data={
                    "soort": kind,
                    "actie": milestone or None,
                    "bestanden": sorted([digest, size] for digest, size in files),
                },
                rows=[facet for file in attached for facet in facets_of(file)],
            )
        ],
    )
    return row.id
