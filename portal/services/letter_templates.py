"""The Word document that a municipality's letters are laid out in: checked, kept, handed out."""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.adapters.database import ScopedSession
from portal.adapters.storage import Storage
from portal.adapters.word import check_template
from portal.adapters.word_sandbox import MAX_TEMPLATE_BYTES
from portal.domain.configuration.letters import LETTERS, WordTemplate
from portal.domain.errors import RuleBroken
from portal.domain.scopes import TenantScope
from portal.queries.configuration import section_in_force, stored_section
from portal.services.configuring import Changed, change_section
from portal.services.recording import Actor

KEY = "sjabloon"
LONGEST_NAME = 120


def put_letter_template(
    session: ScopedSession,
    scope: TenantScope,
    storage: Storage,
    content: bytes,
    *,
    file_name: str,
    seen: int,
    actor: Actor,
    note: str,
    now: datetime,
) -> Changed:
    """Let letters be laid out in this document from now on; an earlier one can be had again.

    Raises RuleBroken when it cannot be used, Stale when the letters changed meanwhile. Files of
    earlier versions stay: the history can bring them back.
    """
    if not file_name.lower().endswith(".docx"):
        raise RuleBroken(
            "Kies een Word-document waarvan de naam eindigt op .docx.", code="no_word", path=KEY
        )
    check_template(content)
    stored = storage.put(io.BytesIO(content), max_bytes=MAX_TEMPLATE_BYTES)
    template = {
        "bestand": _plain_name(file_name),
        "sleutel": stored.key,
        "sha256": stored.sha256,
        "grootte": stored.size_bytes,
    }
    try:
        return _change(session, scope, {KEY: template}, seen=seen, actor=actor, note=note, now=now)
    except Exception:
        storage.remove(stored.key)
        raise


def drop_letter_template(
    session: ScopedSession,
    scope: TenantScope,
    *,
    seen: int,
    actor: Actor,
    note: str,
    now: datetime,
) -> Changed:
    """Let letters look as the portal makes them again."""
    return _change(session, scope, {}, seen=seen, actor=actor, note=note, now=now)


def letter_template(session: ScopedSession, scope: TenantScope, storage: Storage) -> bytes | None:
    """The document to lay a letter out in, or None where the portal's own layout holds."""
    template = section_in_force(session, scope, LETTERS).template
    return None if template is None else content_of(template, storage)


def content_of(template: WordTemplate, storage: Storage) -> bytes | None:
    """The file of a template; None when it is not in this storage (a copy made elsewhere)."""
    try:
        return b"".join(storage.chunks(template.storage_key))
    except FileNotFoundError:
        return None


def _change(
    session: ScopedSession,
    scope: TenantScope,
    template: Mapping[str, Any],
    *,
    seen: int,
    actor: Actor,
    note: str,
    now: datetime,
) -> Changed:
    document = stored_section(session, scope, LETTERS.slug).document
    kept = {key: value for key, value in document.items() if key != KEY}
    return change_section(
        session, scope, LETTERS.slug, {**kept, **template}, seen=seen, actor=actor, note=note,
        now=now,
    )  # fmt: skip


def _plain_name(file_name: str) -> str:
    """The name without folders and odd signs, short enough to keep."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if sign.isprintable())
    return f"{kept.removesuffix('.docx')[: LONGEST_NAME - 5]}.docx"
