"""Signed chain heads: what stood at the end of a chain at some moment, by a key outside it."""

from dataclasses import dataclass

from portal.domain.evidence.canonical import length_prefixed
from portal.domain.evidence.signatures import Verify, signature_problem

HEAD_DOMAIN = "portal-head-v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """One signed position of a chain."""

    tenant: str
    seq: int
    entry_hash: str
    key_id: str
    signature: bytes


def head_message(*, tenant: str, seq: int, entry_hash: str) -> bytes:
    """What is signed; the first part keeps a head from passing for anything else."""
    return length_prefixed(HEAD_DOMAIN, tenant, str(seq), entry_hash)


def head_problem(head: SignedHead, *, public_keys: tuple[bytes, ...], verify: Verify) -> str | None:
    """Why a signed head proves nothing, or None when it does."""
    message = head_message(tenant=head.tenant, seq=head.seq, entry_hash=head.entry_hash)
    return signature_problem(
        f"De stand van de keten bij regel {head.seq}",
        signed_by=head.key_id,
        message=message,
        signature=head.signature,
        public_keys=public_keys,
        verify=verify,
    )
