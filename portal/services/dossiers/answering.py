"""What a provider does in a dossier that was shared with it: open letters, answer, hand in evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken
from portal.domain.scopes import ProviderScope
from portal.models.dossier import Dossier, DossierReply, Letter
from portal.models.submission import Attachment
from portal.services.deliveries import required_text
from portal.services.effects_wanted import Effect, want
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
            Dossier.provider_id == scope.provider_id,
            Dossier.id == dossier_id,
            Dossier.shared_at.is_not(None),
        )
    ).one_or_none()
    if row is None:
        raise NotThere
    return Shared(**row._mapping)


def wait_for_turn(session: ScopedSession, dossier_id: UUID) -> None:
    """Of two plans for one dossier at the same moment the second finds the first one there."""
    turn = func.hashtextextended(f"plan:{dossier_id}", 0)
    session.execute(select(func.pg_advisory_xact_lock(turn)))


def open_letter(
    session: ScopedSession, scope: ProviderScope, letter_id: UUID, *, actor: Actor
) -> None:
    """Stamp who opened a letter first, and when; the municipality sees it."""
    letter = session.scalar(
        select(Letter)
        .where(Letter.provider_id == scope.provider_id, Letter.id == letter_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if letter is None:
        raise NotThere
    if letter.opened_at is not None:
        return
    letter.opened_at, letter.opened_by_name = session.legal_now, actor.name
    record(
        session,
        [
            NewEvent(
                tenant_id=letter.tenant_id,
                provider_id=scope.provider_id,
                dossier_id=letter.dossier_id,
                type="brief_geopend",
                audience=SHARED,
                actor=actor,
                data={"brief": letter.number},
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
    files: Sequence[Mapping[str, Any]],
    actor: Actor,
) -> UUID:
    """Answer in a dossier; the same key again gives the same answer, or is refused when it differs.

    `files` are the columns of stored files. Raises RuleBroken ("key_reused", "not_now").
    """
    dossier = shared_dossier(session, scope, dossier_id)
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
    # A second press of the button waits here for the first.
    session.execute(select(func.pg_advisory_xact_lock(key.int % 2**63)))
    earlier = session.scalar(
        select(DossierReply).where(
            DossierReply.provider_id == scope.provider_id, DossierReply.key == key
        )
    )
    if earlier is not None:
        return _same(session, earlier, row, files)
    if dossier.is_closed:
        raise RuleBroken(
            "Dit dossier is gesloten. Neem contact op met de gemeente.", code="not_now"
        )
    if kind not in KINDS:
        raise RuleBroken("Kies wat u stuurt.", code="kind", path="soort")
    session.add(row)
    session.flush()
    session.add_all(
        Attachment(
            provider_id=scope.provider_id,
            tenant_id=dossier.tenant_id,
            dossier_id=dossier.id,
            reply_id=row.id,
            uploaded_by=actor.account_id,
            **file,
        )
        for file in files
    )
    want(
        session,
        [
            Effect(
                effect="mail_dossier_gemeente",
                key=f"mail:antwoord:{row.id}",
                tenant_id=dossier.tenant_id,
                provider_id=scope.provider_id,
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
                    "antwoord": str(row.id),
                    "soort": kind,
                    "actie": milestone or None,
                    "bestanden": sorted([file["sha256"], file["size_bytes"]] for file in files),
                },
            )
        ],
    )
    return row.id


def _same(
    session: ScopedSession,
    earlier: DossierReply,
    row: DossierReply,
    files: Sequence[Mapping[str, Any]],
) -> UUID:
    """The answer that came under this key; raises when this one says something else."""
    hashes = session.scalars(
        select(Attachment.sha256).where(
            Attachment.provider_id == earlier.provider_id, Attachment.reply_id == earlier.id
        )
    )
    names = ("dossier_id", "kind", "body", "letter_id", "milestone")
    is_same = all(getattr(earlier, name) == getattr(row, name) for name in names)
    if not is_same or sorted(hashes) != sorted(file["sha256"] for file in files):
        raise RuleBroken(
            "Dit formulier is al verstuurd, met een andere inhoud. Open het dossier om te zien wat "
            "de gemeente ontving, of stuur een nieuw antwoord.",
            code="key_reused",
        )
    return earlier.id
