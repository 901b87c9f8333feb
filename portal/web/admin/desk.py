"""The functional admin's desk: its blueprint, its addresses, its trail."""

from typing import Any

from flask import Blueprint, url_for

from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.web.access import desk
from portal.web.chrome import Link
from portal.web.pages import NAVIGATION, NavItem

blueprint = Blueprint("admin", __name__, url_prefix="/g/<gemeente>/beheer")

NAVIGATION[Side.MUNICIPALITY].append(
    NavItem("Beheer", "admin.start", Permission.CONFIGURE, place=40)
)


def at(endpoint: str, **arguments: Any) -> str:
    """The address of a page of this desk, or of another one of the municipality ("municipality.x")."""
    name = endpoint if "." in endpoint else f"admin.{endpoint}"
    return url_for(name, gemeente=desk().membership.place, **arguments)


def trail(*below: Link) -> tuple[Link, ...]:
    """The way back: the desk's first page and what lies between."""
    return (Link("Beheer", at("start")), *below)
