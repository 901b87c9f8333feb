"""The desk of the region: its registers, its people, and looking into municipalities."""

from portal.domain.people import Side
from portal.domain.policies import Permission
from portal.web.pages import NAVIGATION, NavItem
from portal.web.region import (
    people,
    views,
    views_contracts,
    views_import,
    views_insight,
    views_new_municipality,
    views_organisations,
    views_products,
    views_rates,
)
from portal.web.region.blueprint import blueprint

__all__ = [
    "blueprint",
    "people",
    "views",
    "views_contracts",
    "views_import",
    "views_insight",
    "views_new_municipality",
    "views_organisations",
    "views_products",
    "views_rates",
]

NAVIGATION[Side.REGION] += [
    NavItem("Start", "region.start", Permission.REGION_OVERVIEW),
    NavItem("Inzage", "region.insight", Permission.REGION_INSIGHT),
    NavItem("Organisaties", "region.organisations", Permission.REGION_MANAGE),
    NavItem("Overeenkomsten", "region.contracts", Permission.REGION_MANAGE),
    NavItem("Productenboek", "region.products", Permission.REGION_MANAGE),
    NavItem("Wettelijke rente", "region.rates", Permission.REGION_MANAGE),
    NavItem("Mensen", "region.people_overview", Permission.REGION_MANAGE),
]
