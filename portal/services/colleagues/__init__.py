"""Invites people, gives and ends roles, blocks and re-admits.

Works in the sign-in's own role of the database, because a person may belong to several
organisations; which organisation is meant comes from the scope, never from the form.
"""

from portal.services.colleagues.giving import Period, give_role, invite, invite_again
from portal.services.colleagues.managing import Manager
from portal.services.colleagues.taking import block, end_role, readmit

__all__ = [
    "Manager",
    "Period",
    "block",
    "end_role",
    "give_role",
    "invite",
    "invite_again",
    "readmit",
]
