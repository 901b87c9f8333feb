"""The desk."""

from portal.web.provider.views import blueprint

__all__ = ["blueprint"]
