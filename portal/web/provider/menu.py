"""The figures behind the menu, asked for once per page."""

from typing import cast

from flask import g

from portal.queries.provider_dossier_rows import DossierLine
from portal.queries.provider_dossiers import open_dossiers
from portal.queries.provider_overview import Waiting, waiting_for_us
from portal.web.access import desk_session, provider_scope


def waiting_answers() -> int:
    """How many municipalities wait for an answer of ours."""
    return _waiting().answers


def waiting_drafts() -> int:
    """How many drafts wait to be finished."""
    return _waiting().drafts


def waiting_dossiers() -> int:
    """In how many dossiers something waits for us."""
    return len(dossiers_with_duties())


def dossiers_with_duties() -> tuple[DossierLine, ...]:
    """The dossiers in which something waits for us."""
    if "provider_dossiers" not in g:
        found = open_dossiers(desk_session(), provider_scope())
        g.provider_dossiers = tuple(line for line in found if line.duties)
    return cast(tuple[DossierLine, ...], g.provider_dossiers)


def _waiting() -> Waiting:
    if "provider_waiting" not in g:
        g.provider_waiting = waiting_for_us(desk_session(), provider_scope())
    return cast(Waiting, g.provider_waiting)
