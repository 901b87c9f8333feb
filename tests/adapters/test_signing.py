"""Ed25519 signatures as the portal uses them."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from portal.adapters.signing import Signer, new_signing_key, verify

# RFC 8032, 7.1, test 2.
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_a_signature_is_the_one_of_the_standard() -> None:
    signer = Signer.from_base64(base64.b64encode(SEED).decode())
    assert signer.public_key == PUBLIC
    assert signer.sign(b"\x72") == SIGNATURE
    assert verify(PUBLIC, b"\x72", SIGNATURE)


@pytest.mark.parametrize(
    ("public_key", "message", "signature"),
    [
        (PUBLIC, b"\x73", SIGNATURE),
        (PUBLIC, b"\x72", SIGNATURE[::-1]),
        (PUBLIC, b"\x72", b""),
        (bytes(32), b"\x72", SIGNATURE),
        (b"te kort", b"\x72", SIGNATURE),
    ],
)
def test_whatever_does_not_fit_is_no_signature(
    public_key: bytes, message: bytes, signature: bytes
) -> None:
    assert not verify(public_key, message, signature)


def test_the_key_id_is_short_and_follows_from_the_public_key() -> None:
    assert Signer(SEED).key_id == "39f713d0a644253f"


def test_the_public_key_can_be_read_elsewhere() -> None:
    signer = Signer(SEED)
    read = load_pem_public_key(signer.public_key_pem().encode())
    assert isinstance(read, Ed25519PublicKey)
    assert read.public_bytes_raw() == PUBLIC == base64.b64decode(signer.public_key_base64())


def test_a_new_key_is_usable_and_never_the_same() -> None:
    first, second = new_signing_key(), new_signing_key()
    assert Signer.from_base64(first).key_id != Signer.from_base64(second).key_id


@pytest.mark.parametrize("text", ["", "geen base64!", base64.b64encode(b"te kort").decode()])
def test_a_bad_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Signer.from_base64(text)
