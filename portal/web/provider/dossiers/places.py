"""Where the pages of one dossier are."""

from dataclasses import dataclass
from typing import Any

from portal.web.chrome import Link
from portal.web.provider.places import at


@dataclass(frozen=True, slots=True)
class Where:
    """A dossier by its municipality and its number: every municipality counts for itself."""

    municipality: str
    number: str

    def to(self, endpoint: str, **values: Any) -> str:
        """A page of this dossier."""
        return at(endpoint, bij=self.municipality, nummer=self.number, **values)

    @property
    def page(self) -> str:
        return self.to("dossier")

    @property
    def crumbs(self) -> tuple[Link, ...]:
        """The way back from a page under the dossier."""
        return (Link("Dossiers", at("dossiers")), Link(self.number, self.page))
