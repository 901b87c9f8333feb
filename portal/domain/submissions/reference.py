"""The reference of a submission: short enough to read out, not to be guessed or counted."""

# No I, L, O, U: nothing that is misheard or misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 5


def make_reference(prefix: str, year: int, randomness: bytes) -> str:
    """ "CS-2026-7K3M-9QFX" out of a prefix, a year and 5 random bytes (40 bits)."""
    number = int.from_bytes(randomness, "big")
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in range(8))
    return f"{prefix}-{year}-{letters[:4]}-{letters[4:]}"
