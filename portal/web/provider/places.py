"""Where a form and its pages are: of a new submission, a completion, or the plan of a dossier."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from portal.web.access import desk
from portal.web.provider.filling import CHECK


def here() -> str:
    """The slug of the provider at whose desk we are."""
    return desk().membership.place


def at(endpoint: str, **values: Any) -> str:
    """A page of this desk."""
    return url_for(f"provider.{endpoint}", aanbieder=here(), **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The addresses of one form.

    `reference` and `municipality` are those of a completion, `dossier` and `municipality` those
    of a dossier that asked for it.
    """

    kind: str
    key: UUID
    reference: str = ""
    municipality: str = ""
    dossier: str = ""

    def step(self, slug: str, **query: str) -> str:
        """A page of the form, the check page among them."""
        is_check = slug == CHECK
        if self.reference:
            own: dict[str, Any] = {"kenmerk": self.reference, "bij": self.municipality}
            endpoint = "complete_check" if is_check else "complete_step"
        elif self.dossier:
            own = {"bij": self.municipality, "nummer": self.dossier}
            endpoint = "plan_check" if is_check else "plan_step"
        else:
            own = {"soort": self.kind}
            endpoint = "form_check" if is_check else "form_step"
        return at(endpoint, key=self.key, **own, **({} if is_check else {"stap": slug}), **query)
