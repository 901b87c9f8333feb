"""Verification: the chains, and everything in the tables and on disk that they answer for.

Reads as the audit, in one snapshot, through cursors of the server: memory stays flat however
long a chain is. What proves anything is computed here, never by the database.
"""

from portal.services.verifying.findings import ChainResult, Flaw, Verification
from portal.services.verifying.remembering import remember
from portal.services.verifying.whole import verify_database

__all__ = ["ChainResult", "Flaw", "Verification", "remember", "verify_database"]
