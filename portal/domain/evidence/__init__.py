"""What proves afterwards what happened: canonical bytes, commitments, chains, signed receipts.

Pure and free of cryptography beyond SHA-256: signatures are judged by a `verify` handed in.
"""

from portal.domain.evidence.canonical import (
    canonical_bytes,
    commitment,
    instant_text,
    length_prefixed,
    sha256_hex,
)
from portal.domain.evidence.chain import (
    GENESIS,
    ChainReport,
    Entry,
    Opened,
    Position,
    Problem,
    entry_hash,
    verify_chain,
)
from portal.domain.evidence.heads import SignedHead, head_message, head_problem
from portal.domain.evidence.receipts import (
    RECEIPT_FORMAT,
    ReceivedBy,
    make_receipt,
    receipt_message,
    verify_receipt,
)
from portal.domain.evidence.signatures import Verify, key_id

__all__ = [
    "GENESIS",
    "RECEIPT_FORMAT",
    "ChainReport",
    "Entry",
    "Opened",
    "Position",
    "Problem",
    "ReceivedBy",
    "SignedHead",
    "Verify",
    "canonical_bytes",
    "commitment",
    "entry_hash",
    "head_message",
    "head_problem",
    "instant_text",
    "key_id",
    "length_prefixed",
    "make_receipt",
    "receipt_message",
    "sha256_hex",
    "verify_chain",
    "verify_receipt",
]
