"""What may be said about a failure where people read it, in a log or on a page: never content.

The words of an exception may quote what it was given: a library its input, a rule an answer.
So only words of which that is known to be impossible are passed on; of the rest the class and
the place tell enough.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path

from portal.adapters.mail import MailFailed
from portal.domain.errors import RuleBroken

_ROOT = Path(__file__).parents[2]
_OWN = tuple(str(_ROOT / package) for package in ("portal", "worker"))
# "Data exception": these messages repeat the value that did not fit.
_ABOUT_A_VALUE = "22"


def told(error: BaseException) -> str:
    """One line: "MailFailed: de mailserver weigert met code 554 (portal/adapters/mail.py:95)"."""
    place = _place(error)
    return _named(error) + (f" ({place})" if place else "")


def traced(error: BaseException) -> str:
    """The way to an error and to what caused it, the first cause first, without content.

    Lines of code stand in it, values do not.
    """
    parts = [
        "".join(traceback.format_tb(one.__traceback__)) + _named(one)
        for one in reversed(list(_causes(error)))
    ]
    return "\n\n".join(parts)


def _named(error: BaseException) -> str:
    words = _words(error)
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _words(error: BaseException) -> str:
    if isinstance(error, MailFailed):
        return str(error)
    if isinstance(error, RuleBroken):
        return " ".join(filter(None, (error.code, error.rule)))
    # The database's own message, as SQLAlchemy wraps it or bare; its details hold values.
    said = getattr(getattr(error, "orig", error), "diag", None)
    if said is not None:
        code = said.sqlstate or ""
        return f"SQLSTATE {code}" if code.startswith(_ABOUT_A_VALUE) else said.message_primary or ""
    return (error.strerror or "") if isinstance(error, OSError) else ""


def _place(error: BaseException) -> str:
    """The innermost line of our own that it came through."""
    found = ""
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename.startswith(_OWN):
            found = f"{Path(frame.f_code.co_filename).relative_to(_ROOT)}:{line}"
    return found


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and so on."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
