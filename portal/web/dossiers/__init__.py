"""The dossiers of a municipality: opened, walked along the ladder, closed."""

from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.web.dossiers import (
    views_after,
    views_letters,
    views_list,
    views_measures,
    views_move,
    views_notice,
    views_open,
    views_page,
    views_people,
    views_plan,
    views_taken,
    views_tasks,
    views_whole,
    work,
)
from portal.web.dossiers.blueprint import blueprint
from portal.web.pages import NAVIGATION, NavItem

__all__ = [
    "blueprint",
    "views_after",
    "views_letters",
    "views_list",
    "views_measures",
    "views_move",
    "views_notice",
    "views_open",
    "views_page",
    "views_people",
    "views_plan",
    "views_taken",
    "views_tasks",
    "views_whole",
    "work",
]

NAVIGATION[Side.MUNICIPALITY] += [
    NavItem("Dossiers", "dossiers.overview", Permission.SEE_DOSSIERS, place=20),
]
