"""Drafts: what was typed is kept on the server, from the first save on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.scopes import AccountId, ProviderScope
from portal.models.submission import Attachment, DeliveryContent, Draft, Submission

TypedForm = list[list[str]]
MAX_DRAFTS = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page of a form was filled in on: the version it showed, and which window it was.

    A window that saves by itself does not run into its own saves. One such save that its own
    button has overtaken on the way holds what was typed before that: it does not count.
    """

    version: int
    window: str
    in_background: bool = False

    def follows(self, stored: Mapping[str, Any]) -> bool:
        """Whether this window knows what stands there."""
        if self.window != stored["window"]:
            return self.version == int(stored["version"])
        return not self.in_background or self.version >= int(stored.get("by_button", 0))

    def kept(self, stored: Mapping[str, Any], typed: TypedForm) -> dict[str, Any]:
        """What stands there from now on."""
        version = int(stored["version"]) + 1
        by_button = stored.get("by_button", 0) if self.in_background else version
        return {"typed": typed, "version": version, "window": self.window, "by_button": by_button}


def save_step(
    session: ScopedSession,
    scope: ProviderScope,
    *,
    key: UUID,
    kind: str,
    step: str,
    typed: TypedForm,
    title: str,
    seen: Seen,
    completes_id: UUID | None = None,
    dossier_id: UUID | None = None,
) -> int:
    """Keep what was typed on one page; the draft row arises at the first save.

    Gives the page's new version and holds the draft until the commit. Raises Stale, with what
    stands there now, when another window or device changed this page in between; RuleBroken
    ("already_submitted") once the form was submitted.
    """
    draft = _hold(session, scope, key)
    if draft is None:
        draft = _begin(
            session, scope, key=key, kind=kind, completes_id=completes_id, dossier_id=dossier_id
        )
    belongs = (draft.kind, draft.completes_id, draft.dossier_id)
    if belongs != (kind, completes_id, dossier_id):
        raise NotThere
    stored = draft.form.get(step) or {"typed": [], "version": 0, "window": ""}
    if not seen.follows(stored) and typed != stored["typed"]:
        raise Stale(
            "Deze pagina is ondertussen ergens anders gewijzigd: in een ander venster, of door een "
            "collega. Bekijk beide versies en kies welke u bewaart.",
            current=(stored["version"], stored["typed"]),
        )
    kept = seen.kept(stored, typed)
    draft.form = draft.form | {step: kept}
    draft.title = title or draft.title
    draft.version += 1
    draft.updated_by = account_of(scope)
    draft.updated_at = session.legal_now
    session.flush()
    _refuse_submitted(session, scope, key)
    return int(kept["version"])


def account_of(scope: ProviderScope) -> AccountId:
    """Who is at work; drafts are never made by the portal itself."""
    if scope.account_id is None:
        raise NotThere
    return scope.account_id


def _hold(session: ScopedSession, scope: ProviderScope, key: UUID) -> Draft | None:
    return session.scalar(
        select(Draft)
        .where(_mine(scope, key))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _begin(
    session: ScopedSession,
    scope: ProviderScope,
    *,
    key: UUID,
    kind: str,
    completes_id: UUID | None,
    dossier_id: UUID | None,
) -> Draft:
    """An empty draft, or the one that somebody else began in the same instant."""
    # First, so that a form that was sent and is sent again by an old page is told so.
    _refuse_submitted(session, scope, key)
    mine = select(func.count()).where(Draft.provider_id == scope.provider_id)
    if (session.scalar(mine) or 0) >= MAX_DRAFTS:
        raise RuleBroken(
            f"Er staan al {MAX_DRAFTS} concepten klaar. Verwijder er eerst een paar.",
            code="too_many_drafts",
        )
    now, account = session.legal_now, account_of(scope)
    session.execute(
        insert(Draft)
        .values(
            provider_id=scope.provider_id,
            key=key,
            kind=kind,
            form={},
            title="",
            completes_id=completes_id,
            dossier_id=dossier_id,
            created_by=account,
            updated_by=account,
            created_at=now,
            updated_at=now,
        )
        .on_conflict_do_nothing(index_elements=[Draft.provider_id, Draft.key])
    )
    draft = _hold(session, scope, key)
    if draft is None:
        raise NotThere
    return draft


def _refuse_submitted(session: ScopedSession, scope: ProviderScope, key: UUID) -> None:
    sent = session.scalar(
        select(Submission.id).where(
            Submission.provider_id == scope.provider_id, Submission.key == key
        )
    ) or session.scalar(
        select(DeliveryContent.id).where(
            DeliveryContent.provider_id == scope.provider_id, DeliveryContent.key == key
        )
    )
    if sent is not None:
        raise RuleBroken(
            "Dit formulier is al ingediend. Open de indiening om te zien wat de gemeente ontving.",
            code="already_submitted",
        )


def delete_draft(session: ScopedSession, scope: ProviderScope, *, key: UUID) -> list[str]:
    """Throw a draft away; gives the storage keys of its files, to be removed after the commit.

    Raises NotThere.
    """
    # The draft first: whoever is saving or submitting it holds it, and we see what came of that.
    gone = session.scalar(delete(Draft).where(_mine(scope, key)).returning(Draft.id))
    if gone is None:
        raise NotThere
    files = session.scalars(
        delete(Attachment)
        .where(Attachment.provider_id == scope.provider_id, Attachment.draft_key == key)
        .returning(Attachment.storage_key)
    )
    return list(files)


def attach(
    session: ScopedSession, scope: ProviderScope, *, key: UUID, values: dict[str, Any]
) -> UUID:
    """Hang a stored file on a draft."""
    row = Attachment(
        provider_id=scope.provider_id, draft_key=key, uploaded_by=scope.account_id, **values
    )
    session.add(row)
    session.flush()
    return row.id


def detach(session: ScopedSession, scope: ProviderScope, *, key: UUID, file_id: UUID) -> str:
    """Take a file off a draft; gives its storage key, to be removed after the commit."""
    storage_key: str | None = session.scalar(
        delete(Attachment)
        .where(
            Attachment.provider_id == scope.provider_id,
            Attachment.draft_key == key,
            Attachment.id == file_id,
        )
        .returning(Attachment.storage_key)
    )
    if storage_key is None:
        raise NotThere
    return storage_key


def _mine(scope: ProviderScope, key: UUID) -> ColumnElement[bool]:
    return (Draft.provider_id == scope.provider_id) & (Draft.key == key)
