"""The desk."""

from portal.web.platform.views import blueprint

__all__ = ["blueprint"]
