"""Ed25519 signatures with the key that lives outside the database."""

import base64
import binascii
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from portal.domain.evidence import key_id

SEED_BYTES = 32


class Signer:
    """Signs with one key. `public_key` and `key_id` are published; the seed is never shown."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("Een sleutel om te ondertekenen is 32 bytes lang.")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw()
        self.key_id = key_id(self.public_key)

    @classmethod
    def from_base64(cls, text: str) -> "Signer":
        """A signer from the value of an environment variable."""
        try:
            return cls(base64.b64decode(text, validate=True))
        except binascii.Error as error:
            raise ValueError("De sleutel om te ondertekenen is geen base64.") from error

    def sign(self, message: bytes) -> bytes:
        """64 bytes, the same every time for the same message."""
        return self._key.sign(message)

    def public_key_base64(self) -> str:
        """The public key as one line, for a settings page or a file of known keys."""
        return base64.b64encode(self.public_key).decode()

    def public_key_pem(self) -> str:
        """The public key in the form that OpenSSL reads."""
        pem = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return pem.decode()


def new_signing_key() -> str:
    """A fresh seed in base64, for the environment variable SIGNING_KEY."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is of that key over that message; False for whatever cannot be one."""
    try:
        _public_key(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _public_key(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def public_key_from(text: str) -> bytes:
    """A public key out of PEM or base64; raises ValueError when it is neither."""
    text = text.strip()
    if text.startswith("-----BEGIN"):
        key = load_pem_public_key(text.encode())
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError("Dit is geen Ed25519-sleutel.")
        return key.public_bytes_raw()
    try:
        raw = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("De openbare sleutel is geen PEM en geen base64.") from error
    if len(raw) != SEED_BYTES:
        raise ValueError(f"Een openbare sleutel is {SEED_BYTES} bytes lang, niet {len(raw)}.")
    return raw
