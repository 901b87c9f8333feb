"""Files on disk beside the rows that name them."""

import hashlib

from portal.adapters.storage import Storage


def file_problem(storage: Storage, *, key: str, sha256: str, size_bytes: int) -> str | None:
    """Why the stored file is not the one that was recorded; None when it is."""
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in storage.chunks(key):
            digest.update(chunk)
            size += len(chunk)
    except FileNotFoundError:
        return "Het bestand staat niet meer op schijf."
    except (OSError, ValueError) as error:
        return f"Het bestand is niet te lezen: {error}."
    if size != size_bytes or digest.hexdigest() != sha256:
        return "Het bestand op schijf is een ander dan is vastgelegd."
    return None
