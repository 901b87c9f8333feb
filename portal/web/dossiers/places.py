"""The addresses of the dossiers, and of everything in one of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from portal.web.access import desk
from portal.web.chrome import Link


def at(endpoint: str, **values: Any) -> str:
    """A page of this municipality's dossiers."""
    return url_for(f"dossiers.{endpoint}", gemeente=desk().membership.place, **values)


def to_list() -> Link:
    return Link("Dossiers", at("overview"))


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything about one dossier is."""

    number: str

    @property
    def page(self) -> str:
        return self.to("dossier_page")

    def to(self, endpoint: str, **values: Any) -> str:
        return at(endpoint, nummer=self.number, **values)

    def delivery(self, reference: str) -> str:
        """What the provider handed in, as the work list knows it."""
        place = desk().membership.place
        return url_for("municipality.delivery_page", gemeente=place, kenmerk=reference)

    def work(self, work_id: UUID, endpoint: str = "work_page", **values: Any) -> str:
        return self.to(endpoint, werk=work_id, **values)

    @property
    def crumbs(self) -> tuple[Link, ...]:
        return (to_list(), Link(self.number, self.page))
