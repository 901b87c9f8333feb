"""The figures behind the menu, asked for once per page."""

from typing import cast

from flask import g

from portal.queries.provider_overview import Waiting, waiting_for_us
from portal.web.access import desk_session, provider_scope


def waiting_answers() -> int:
    """How many municipalities wait for an answer of ours."""
    return _waiting().answers


def waiting_drafts() -> int:
    """How many drafts wait to be finished."""
    return _waiting().drafts


def _waiting() -> Waiting:
    if "provider_waiting" not in g:
        g.provider_waiting = waiting_for_us(desk_session(), provider_scope())
    return cast(Waiting, g.provider_waiting)
