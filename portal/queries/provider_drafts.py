"""Reads the forms that somebody of a provider is still filling in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from portal.adapters.database import ScopedSession
from portal.domain.scopes import ProviderScope
from portal.models.dossier import Dossier
from portal.models.people import Account
from portal.models.region import Tenant
from portal.models.submission import Attachment, Delivery, DeliveryContent, Draft, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """What was typed so far; `form` per step {"typed", "version", "window"}."""

    kind: str
    form: Mapping[str, Mapping[str, Any]]
    completes_id: UUID | None
    dossier_id: UUID | None = None

    def typed(self, step: str) -> list[list[str]] | None:
        """The pairs of one step, None when it was never saved."""
        stored = self.form.get(step)
        return None if stored is None else list(stored["typed"])

    def version(self, step: str) -> int:
        """How often a step was saved."""
        stored = self.form.get(step)
        return 0 if stored is None else int(stored["version"])


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """An attachment of a draft."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a form that was submitted; `digest` is of what was confirmed."""

    reference: str
    kind: str
    digest: str
    is_completion: bool = False


@dataclass(frozen=True, slots=True)
class Municipality:
    """Slug and name."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A line of the list of drafts; `steps` are the pages that were saved.

    `completes`: reference and municipality of the delivery that it answers a question about;
    `for_dossier`: number and municipality of the dossier that asked for it.
    """

    key: UUID
    kind: str
    title: str
    steps: frozenset[str]
    created_at: datetime
    updated_at: datetime
    updated_by: str
    files: int
    completes: tuple[str, Municipality] | None
    for_dossier: tuple[str, Municipality] | None = None


# As text: they stand before every page of a form and every submission. The files come apart, so
# that whoever waited for the draft sees those that came in meanwhile.
_DRAFT = text(
    "SELECT kind, form, completes_id, dossier_id FROM draft WHERE provider_id = :provider AND key = :key"
)
_HELD_DRAFT = text(f"{_DRAFT.text} FOR UPDATE")
_FILES = text(
    "SELECT id, file_name AS name, media_type, size_bytes, sha256 FROM attachment"
    " WHERE provider_id = :provider AND draft_key = :key ORDER BY uploaded_at, id"
)


def draft_of(
    session: ScopedSession, scope: ProviderScope, key: UUID, *, hold: bool = False
) -> StoredDraft | None:
    """The draft under this key; with `hold` nobody else saves it before the commit."""
    row = session.execute(
        _HELD_DRAFT if hold else _DRAFT, {"provider": scope.provider_id, "key": key}
    ).one_or_none()
    return None if row is None else StoredDraft(**row._mapping)


def draft_files(session: ScopedSession, scope: ProviderScope, key: UUID) -> tuple[DraftFile, ...]:
    """The attachments of a draft, in the order in which they came."""
    rows = session.execute(_FILES, {"provider": scope.provider_id, "key": key})
    return tuple(DraftFile(**row._mapping) for row in rows)


def drafts_of(session: ScopedSession, scope: ProviderScope) -> tuple[DraftLine, ...]:
    """All drafts of the organisation, the last changed first."""
    files = (
        select(Attachment.draft_key, func.count().label("number"))
        .where(Attachment.provider_id == scope.provider_id, Attachment.draft_key.is_not(None))
        .group_by(Attachment.draft_key)
        .subquery()
    )
    rows = session.execute(
        select(
            Draft.key, Draft.kind, Draft.title, Draft.form, Draft.created_at, Draft.updated_at,
            Account.name.label("updated_by"), func.coalesce(files.c.number, 0).label("files"),
            Delivery.reference, Dossier.number, Tenant.slug, Tenant.name,
        )
        .outerjoin(Account, Account.id == Draft.updated_by)
        .outerjoin(files, files.c.draft_key == Draft.key)
        .outerjoin(Delivery, Delivery.id == Draft.completes_id)
        .outerjoin(Dossier, Dossier.id == Draft.dossier_id)
        .outerjoin(Tenant, Tenant.id == func.coalesce(Delivery.tenant_id, Dossier.tenant_id))
        .where(Draft.provider_id == scope.provider_id)
        .order_by(Draft.updated_at.desc(), Draft.key)
    )  # fmt: skip
    return tuple(
        DraftLine(
            key=row.key,
            kind=row.kind,
            title=row.title,
            steps=frozenset(row.form),
            created_at=row.created_at,
            updated_at=row.updated_at,
            updated_by=row.updated_by or "",
            files=row.files,
            completes=(row.reference, Municipality(row.slug, row.name)) if row.reference else None,
            for_dossier=(row.number, Municipality(row.slug, row.name)) if row.number else None,
        )
        for row in rows
    )


def already_sent(session: ScopedSession, scope: ProviderScope, key: UUID) -> Sent | None:
    """What was submitted under this key."""
    row = session.execute(
        select(Submission.reference, Submission.kind, Submission.body_sha256.label("digest")).where(
            Submission.provider_id == scope.provider_id, Submission.key == key
        )
    ).one_or_none()
    return None if row is None else Sent(**row._mapping)


def completion_sent(
    session: ScopedSession, scope: ProviderScope, key: UUID, delivery_id: UUID
) -> Sent | None:
    """What was submitted under this key as a further version of this delivery."""
    row = session.execute(
        select(Delivery.reference, Delivery.kind, DeliveryContent.body_sha256.label("digest"))
        .join(Delivery, Delivery.id == DeliveryContent.delivery_id)
        .where(
            DeliveryContent.provider_id == scope.provider_id,
            DeliveryContent.key == key,
            DeliveryContent.delivery_id == delivery_id,
        )
    ).one_or_none()
    return None if row is None else Sent(**row._mapping, is_completion=True)


def draft_completing(
    session: ScopedSession, scope: ProviderScope, delivery_id: UUID
) -> UUID | None:
    """The key of the draft that answers the question about this delivery, the last one touched."""
    key: UUID | None = session.scalar(
        select(Draft.key)
        .where(Draft.provider_id == scope.provider_id, Draft.completes_id == delivery_id)
        .order_by(Draft.updated_at.desc())
        .limit(1)
    )
    return key


def draft_for_dossier(
    session: ScopedSession, scope: ProviderScope, dossier_id: UUID
) -> UUID | None:
    """The key of the plan that somebody is writing for this dossier, the last one touched."""
    key: UUID | None = session.scalar(
        select(Draft.key)
        .where(Draft.provider_id == scope.provider_id, Draft.dossier_id == dossier_id)
        .order_by(Draft.updated_at.desc())
        .limit(1)
    )
    return key
