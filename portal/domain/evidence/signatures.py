"""Judging signatures without knowing how they are made."""

from collections.abc import Callable
from hashlib import sha256

# (public key, message, signature) -> whether the signature is of that key over that message.
Verify = Callable[[bytes, bytes, bytes], bool]
KEY_ID_LENGTH = 16


def key_id(public_key: bytes) -> str:
    """Short name of a key: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public_key).hexdigest()[:KEY_ID_LENGTH]


def signature_problem(
    what: str,
    *,
    signed_by: str,
    message: bytes,
    signature: bytes,
    public_keys: tuple[bytes, ...],
    verify: Verify,
) -> str | None:
    """Why the signature under `what` proves nothing, or None when it does."""
    key = next((key for key in public_keys if key_id(key) == signed_by), None)
    if key is None:
        return f"{what} is ondertekend met een sleutel die hier niet bekend is ({signed_by})."
    if not verify(key, message, signature):
        return f"De handtekening onder {what[:1].lower() + what[1:]} klopt niet."
    return None
