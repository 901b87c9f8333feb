"""Encrypts what must wait somewhere, with a key derived from the portal's secret."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


class Sealer:
    """Seals bytes for one purpose; what is sealed for another purpose does not open."""

    def __init__(self, secret: str, purpose: str) -> None:
        key = hashlib.sha256(f"{purpose}\0{secret}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, content: bytes) -> bytes:
        """Encrypted and signed."""
        return self._fernet.encrypt(content)

    def open(self, sealed: bytes) -> bytes | None:
        """The content, or None when it was not sealed with this key."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            return None
