"""Argon2id, in the profile that OWASP advises (19 MiB, two passes, one lane)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_TEST_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Passwords:
    """Hashes and checks passwords; `cheap` is for tests only."""

    def __init__(self, *, cheap: bool = False) -> None:
        self._hasher = _TEST_HASHER if cheap else _HASHER
        # Checked against when the account does not exist, so that both take the same time.
        self._decoy = self._hasher.hash("niemand heeft dit wachtwoord")

    def hash(self, password: str) -> str:
        """The hash to keep."""
        return self._hasher.hash(password)

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Whether the password fits; as slow for an unknown account as for a known one."""
        try:
            self._hasher.verify(password_hash or self._decoy, password)
        except (VerificationError, InvalidHashError):
            return False
        return password_hash is not None
