"""Uploaded files of a form that has not been accepted yet; what waits too long goes."""

from datetime import datetime

from portal.adapters.storage import Storage


class WaitingRoom:
    """A second directory beside the storage. A file is in one of the two, never in both."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.files = Storage(storage.root.with_name("wachtkamer"))

    def holds(self, key: str) -> bool:
        """Whether the file still waits."""
        return self.files.path(key).exists()

    def let_in(self, key: str) -> bool:
        """Move a file to the storage; False when it was let in before."""
        source, target = self.files.path(key), self.storage.path(key)
        if target.exists():
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        return True

    def send_back(self, key: str) -> None:
        """Move a file out again, because the form was not accepted after all."""
        self.storage.path(key).rename(self.files.path(key))

    def sweep(self, before: datetime) -> int:
        """Drop what came before that moment; how many files."""
        old = [
            path
            for path in self.files.root.glob("*/*")
            if path.is_file() and path.stat().st_mtime < before.timestamp()
        ]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)
