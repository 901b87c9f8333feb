"""The desk."""

from portal.web.region.views import blueprint

__all__ = ["blueprint"]
