"""A form that arrived on an ended session is kept for the same account, and for nobody else."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from portal.adapters.database import ScopedSession
from portal.adapters.sealing import Sealer
from portal.models.people import KeptForm

KEEP_FOR = timedelta(hours=12)
MAX_BYTES = 512 * 1024
MAX_FORMS = 20
# Tokens and secrets are never kept, not even encrypted.
NEVER_KEPT = frozenset({"csrf_token", "wachtwoord", "huidig", "herhaling"})
PURPOSE = "bewaard-formulier"


def keep_form(
    session: ScopedSession,
    sealer: Sealer,
    *,
    account_id: UUID,
    path: str,
    typed: Sequence[tuple[str, str]],
    now: datetime,
) -> UUID | None:
    """Keep what was typed, one form per page; None when there is nothing or too much to keep."""
    pairs = [list(pair) for pair in typed if pair[0] not in NEVER_KEPT]
    content = json.dumps(pairs).encode()
    if not pairs or len(content) > MAX_BYTES:
        return None
    rows = session.scalars(
        select(KeptForm)
        .where(KeptForm.account_id == account_id)
        .order_by(KeptForm.expires_at.desc())
        .with_for_update()
    ).all()
    row = next((kept for kept in rows if kept.path == path), None)
    if row is None:
        row = KeptForm(account_id=account_id, path=path)
        session.add(row)
    row.ciphertext, row.expires_at = sealer.seal(content), now + KEEP_FOR
    for old in [kept for kept in rows if kept is not row][MAX_FORMS - 1 :]:
        session.delete(old)
    session.flush()
    return row.id


def take_kept_form(
    session: ScopedSession,
    sealer: Sealer,
    *,
    kept_id: UUID,
    account_id: UUID,
    path: str,
    now: datetime,
) -> list[tuple[str, str]] | None:
    """Give a kept form back; it stays until it expires, so that a reload shows it again."""
    row = session.scalar(
        select(KeptForm).where(
            KeptForm.id == kept_id,
            KeptForm.account_id == account_id,
            KeptForm.path == path,
            KeptForm.expires_at > now,
        )
    )
    content = sealer.open(row.ciphertext) if row else None
    if content is None:
        return None
    return [(str(name), str(value)) for name, value in json.loads(content)]


def kept_path(
    session: ScopedSession, *, kept_id: UUID, account_id: UUID, now: datetime
) -> str | None:
    """To which page a kept form belongs."""
    path: str | None = session.scalar(
        select(KeptForm.path).where(
            KeptForm.id == kept_id, KeptForm.account_id == account_id, KeptForm.expires_at > now
        )
    )
    return path


def forget_kept_forms(session: ScopedSession, *, account_id: UUID, path: str) -> None:
    """The form has been sent: what was kept of it goes."""
    session.execute(
        delete(KeptForm).where(KeptForm.account_id == account_id, KeptForm.path == path)
    )
