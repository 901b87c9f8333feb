"""The desk of a provider: submit, follow, answer."""

from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.web.pages import NAVIGATION, NavItem
from portal.web.provider import (
    dossiers,
    people,
    views_acts,
    views_completion,
    views_drafts,
    views_following,
    views_form,
    views_overview,
    views_profile,
    views_receipt,
)
from portal.web.provider.blueprint import blueprint
from portal.web.provider.menu import waiting_answers, waiting_dossiers, waiting_drafts

__all__ = [
    "blueprint",
    "dossiers",
    "people",
    "views_acts",
    "views_completion",
    "views_drafts",
    "views_following",
    "views_form",
    "views_overview",
    "views_profile",
    "views_receipt",
]

NAVIGATION[Side.PROVIDER] += [
    NavItem("Overzicht", "provider.start", Permission.FOLLOW, waiting_answers),
    NavItem("Dossiers", "provider.dossiers", Permission.FOLLOW, waiting_dossiers),
    NavItem("Indienen", "provider.choose", Permission.SUBMIT),
    NavItem("Concepten", "provider.drafts", Permission.SUBMIT, waiting_drafts),
    NavItem("Gegevens", "provider.profile", Permission.FOLLOW),
    NavItem("Collega's", "provider.colleagues_overview", Permission.MANAGE_COLLEAGUES),
]
