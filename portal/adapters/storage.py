"""Files on disk, outside the web root, under random names.

A file is written whole to quarantine, synced, and only then gets its name; nothing is ever
overwritten. A storage key says nothing about the content or the owner.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

CHUNK_BYTES = 256 * 1024


class TooLarge(Exception):
    """The file is larger than the limit; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safely on disk."""

    key: str
    sha256: str
    size_bytes: int


class Storage:
    """A directory of files; safe for several processes at once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, source: IO[bytes], *, max_bytes: int) -> StoredFile:
        """Copy a stream in; raises TooLarge. On return the bytes survive a power cut."""
        key = secrets.token_hex(16)
        target = self.path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        quarantine = target.with_suffix(".deel")
        digest, size = hashlib.sha256(), 0
        try:
            with quarantine.open("xb") as file:
                while chunk := source.read(CHUNK_BYTES):
                    size += len(chunk)
                    if size > max_bytes:
                        raise TooLarge
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            quarantine.rename(target)
        except BaseException:
            quarantine.unlink(missing_ok=True)
            raise
        _sync_directory(target.parent)
        return StoredFile(key, digest.hexdigest(), size)

    def open(self, key: str) -> IO[bytes]:
        """Open for reading; raises FileNotFoundError."""
        return self.path(key).open("rb")

    def chunks(self, key: str) -> Iterator[bytes]:
        """The content in pieces."""
        with self.open(key) as file:
            while chunk := file.read(CHUNK_BYTES):
                yield chunk

    def remove(self, key: str) -> None:
        """Forget a file; harmless when it is gone."""
        self.path(key).unlink(missing_ok=True)

    def sweep(self, before: datetime) -> None:
        """Drop what was half copied in when its process died, before that moment."""
        for part in self.root.glob("*/*.deel"):
            if part.stat().st_mtime < before.timestamp():
                part.unlink(missing_ok=True)

    def path(self, key: str) -> Path:
        """Where a key lives; raises ValueError for anything that is not a key of ours."""
        if len(key) != 32 or not set(key) <= set("0123456789abcdef"):
            raise ValueError("geen sleutel van deze opslag")
        return self.root / key[:2] / key[2:]


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
