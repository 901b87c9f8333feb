"""The one place where the clock of this machine is read.

Legal time never comes from here: it is `legal_now()` of the database, in the transaction
that accepts a submission. This clock says what a page shows as "today" and how long a
session lasts.
"""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The instant, aware, in UTC."""
    return datetime.now(UTC)
