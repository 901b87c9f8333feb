"""Drafts: what was typed is kept on the server, from the first save on."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from portal.adapters.database import ScopedSession
from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.scopes import ProviderScope
from portal.models.submission import Attachment, Draft, Submission

TypedForm = list[list[str]]
MAX_DRAFTS = 200


def save_step(
    session: ScopedSession,
    scope: ProviderScope,
    *,
    key: UUID,
    kind: str,
    step: str,
    typed: TypedForm,
    title: str,
    version: int | None = None,
    completes_id: UUID | None = None,
) -> int:
    """Keep what was typed on one page; the draft row arises at the first save.

    Gives the draft's new version. With `version` given, raises Stale when another tab or
    device saved in between.
    """
    if version is not None:
        current = session.scalar(select(Draft.version).where(_mine(scope, key)).with_for_update())
        if current is not None and current != version:
            raise Stale(
                "Dit concept is ondertussen ergens anders gewijzigd, in een ander tabblad of door "
                "een collega. Bekijk beide versies en kies wat u wilt bewaren.",
                current=current,
            )
    if session.scalar(select(Submission.id).where(_sent(scope, key))) is not None:
        raise RuleBroken(
            "Dit formulier is al ingediend. Open de indiening om te zien wat de gemeente ontving.",
            code="already_submitted",
        )
    if (session.scalar(select(func.count()).select_from(Draft)) or 0) >= MAX_DRAFTS:
        known = session.scalar(select(Draft.id).where(_mine(scope, key)))
        if known is None:
            raise RuleBroken(
                f"Er staan al {MAX_DRAFTS} concepten klaar. Verwijder er eerst een paar.",
                code="too_many_drafts",
            )
    row = insert(Draft).values(
        provider_id=scope.provider_id,
        key=key,
        kind=kind,
        form={step: typed},
        title=title,
        completes_id=completes_id,
        created_by=scope.account_id,
        updated_by=scope.account_id,
        created_at=func.now(),
        updated_at=func.now(),
    )
    saved = session.execute(
        row.on_conflict_do_update(
            index_elements=[Draft.provider_id, Draft.key],
            set_={
                "form": Draft.form.op("||")(row.excluded.form),
                "title": func.coalesce(func.nullif(row.excluded.title, ""), Draft.title),
                "version": Draft.version + 1,
                "updated_by": row.excluded.updated_by,
                "updated_at": func.now(),
            },
            where=Draft.kind == kind,
        ).returning(Draft.version)
    ).scalar_one_or_none()
    if saved is None:
        raise NotThere
    return saved


def delete_draft(session: ScopedSession, scope: ProviderScope, *, key: UUID) -> list[str]:
    """Throw a draft away; gives the storage keys of its files, to be removed after the commit.

    Raises NotThere.
    """
    files = session.scalars(
        delete(Attachment)
        .where(Attachment.provider_id == scope.provider_id, Attachment.draft_key == key)
        .returning(Attachment.storage_key)
    ).all()
    gone = session.scalar(delete(Draft).where(_mine(scope, key)).returning(Draft.id))
    if gone is None:
        raise NotThere
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


def _sent(scope: ProviderScope, key: UUID) -> ColumnElement[bool]:
    return (Submission.provider_id == scope.provider_id) & (Submission.key == key)
