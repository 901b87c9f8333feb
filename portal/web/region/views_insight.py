"""Looking into the municipalities that let one in: per provider, read-only, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere
from portal.domain.people import RegionAccess
from portal.domain.policies import Permission
from portal.queries.region_insight import Figures, figures, seen_of
from portal.web.access import desk, requires
from portal.web.chrome import Column, Link
from portal.web.pages import show
from portal.web.region.blueprint import blueprint, over_all_granted
from portal.web.region.presenters import (
    DELIVERY_COLUMNS,
    STOP_COLUMNS,
    seen_inside_each,
)
from portal.web.state import today


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderLine:
    """A provider with its figures per municipality, in the order of the columns."""

    name: str
    href: str
    figures: tuple[str, ...]


@blueprint.get("/inzage")
@requires(Permission.REGION_INSIGHT)
def insight() -> WerkzeugResponse:
    """Per provider how it stands in each municipality that gives access today."""
    access = desk().person.region_access
    found: dict[str, dict[UUID, Figures]] = {}
    with over_all_granted() as (session, scope):
        for row in figures(session, scope, today()):
            found.setdefault(row.slug, {})[row.tenant_id] = row
    return show(
        "region/inzage.html",
        "Inzage per aanbieder",
        lead="Wat er loopt en stilstaat in de gemeenten die u toegang geven. U kijkt mee; u "
        "verandert hier niets.",
        rows=[_line(slug, per_place, access) for slug, per_place in found.items()],
        columns=(Column(label="Aanbieder"), *(Column(label=one.place_name) for one in access)),
        access=access,
    )


@blueprint.get("/inzage/<aanbieder>")
@requires(Permission.REGION_INSIGHT)
def insight_provider(aanbieder: str) -> WerkzeugResponse:
    """Deliveries and cliëntenstops of one provider, municipality by municipality."""
    with over_all_granted() as (session, scope):
        found = seen_of(session, scope, aanbieder, today())
    if found is None:
        raise NotThere
    return show(
        "region/inzage_aanbieder.html",
        found.name,
        crumbs=(Link("Inzage per aanbieder", url_for(".insight")),),
        seen=seen_inside_each(found, desk().person.region_access),
        delivery_columns=DELIVERY_COLUMNS,
        stop_columns=STOP_COLUMNS,
    )


def _line(
    slug: str, per_place: Mapping[UUID, Figures], access: tuple[RegionAccess, ...]
) -> ProviderLine:
    return ProviderLine(
        name=next(iter(per_place.values())).name,
        href=url_for(".insight_provider", aanbieder=slug),
        figures=tuple(_words(per_place.get(one.tenant_id)) for one in access),
    )


def _words(own: Figures | None) -> str:
    """ "2 lopend, 5 afgerond, 1 cliëntenstop": in words, so that nobody reads a colour."""
    if own is None:
        return "niets"
    parts = [f"{own.running} lopend", f"{own.closed} afgerond"]
    if own.stops:
        parts.append(f"{own.stops} product{'en' if own.stops != 1 else ''} met cliëntenstop")
    return ", ".join(parts)
