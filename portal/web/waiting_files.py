"""Attachments of a form that may come back with mistakes: they wait, and the form knows them.

The form carries a sealed line per file, good for this form only; nothing stands in the
database before what they belong to is accepted.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from flask import request
from werkzeug.datastructures import MultiDict

from portal.adapters.sealing import Sealer
from portal.adapters.uploads import Accepted, take_in
from portal.adapters.waiting_room import WaitingRoom
from portal.domain.errors import Finding, RuleBroken
from portal.domain.submissions.fields import FilesField
from portal.web.chrome import Upload
from portal.web.state import state
from portal.web.templates import size_words

TOKEN, REMOVE = "wachtend-bestand", "bestand-weghalen"
PURPOSE = "wachtend-bestand"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, and the line with which the form comes back for it."""

    file: Accepted
    token: str

    @property
    def upload(self) -> Upload:
        return Upload(
            name=self.file.file_name,
            size=size_words(self.file.size_bytes),
            remove_value=self.file.storage_key,
        )


def waiting_in(form_key: UUID, typed: MultiDict[str, str]) -> list[Waiting]:
    """The files that a form comes back for."""
    return [found for token in typed.getlist(TOKEN) if (found := _open(token, form_key))]


def files_of(form_key: UUID, field: FilesField) -> tuple[list[Waiting], list[Finding]]:
    """What waited already and what came along now; and what was wrong with a file."""
    waiting = waiting_in(form_key, request.form)
    gone = request.form.get(REMOVE)
    waiting = [one for one in waiting if one.file.storage_key != gone]
    refused = []
    known = {(one.file.file_name, one.file.sha256) for one in waiting}
    for sent in request.files.getlist(field.name):
        if not sent.filename:
            continue
        if len(waiting) >= field.max_files:
            refused.append(
                Finding(
                    field.name,
                    f"U kunt hoogstens {field.max_files} bestanden meesturen. Haal er een weg.",
                )
            )
            break
        try:
            file = take_in(
                room().files,
                sent.stream,
                name=sent.filename,
                max_bytes=state().settings.max_upload_bytes,
            )
        except RuleBroken as error:
            refused.append(Finding(field.name, error.sentence))
            continue
        if (file.file_name, file.sha256) not in known:
            known.add((file.file_name, file.sha256))
            waiting.append(Waiting(file, _seal(file, form_key)))
    return waiting, refused


@contextmanager
def let_in(waiting: Sequence[Waiting]) -> Iterator[list[dict[str, str | int]]]:
    """The files as columns of attachments, moved to the storage; back again when it is refused.

    Commit after it, not inside: a commit whose answer got lost may have been done, and then the
    files are needed where they are. The same form sent again finds them there too.
    """
    moved = []
    try:
        for one in waiting:
            if room().let_in(one.file.storage_key):
                moved.append(one.file.storage_key)
        yield [one.file.as_values() for one in waiting]
    except BaseException:
        for key in moved:
            room().send_back(key)
        raise


def room() -> WaitingRoom:
    return WaitingRoom(state().tools.storage)


def _sealer() -> Sealer:
    return Sealer(state().settings.secret_key, PURPOSE)


def _seal(file: Accepted, form_key: UUID) -> str:
    content = {"form": str(form_key), "file": asdict(file)}
    return _sealer().seal(json.dumps(content).encode()).decode()


def _open(token: str, form_key: UUID) -> Waiting | None:
    content = _sealer().open(token.encode())
    if content is None:
        return None
    found: dict[str, Any] = json.loads(content)
    file = Accepted(**found["file"])
    if found["form"] != str(form_key) or not _is_here(file.storage_key):
        return None
    return Waiting(file, token)


def _is_here(key: str) -> bool:
    """It waits, or the form went well already and is sent a second time."""
    return room().holds(key) or state().tools.storage.path(key).exists()
