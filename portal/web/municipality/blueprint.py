"""The desk of a municipality: everything under /g/<gemeente>, and the first lines of its menu."""

from flask import Blueprint

from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.web.pages import NAVIGATION, NavItem

blueprint = Blueprint("municipality", __name__, url_prefix="/g/<gemeente>")

NAVIGATION[Side.MUNICIPALITY] += [
    NavItem("Mijn werk", "municipality.start", Permission.SEE_WORK),
    NavItem("Cliëntenstops", "municipality.stops_page", Permission.SEE_WORK, place=30),
    NavItem("Overeenkomsten", "municipality.contracts_page", Permission.SEE_CONTRACTS, place=50),
]
