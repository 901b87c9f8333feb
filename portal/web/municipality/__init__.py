"""The desk."""

from portal.web.municipality import people
from portal.web.municipality.views import blueprint

__all__ = ["blueprint", "people"]
