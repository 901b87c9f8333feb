"""What machines ask: health, and the stylesheet of a municipality."""

from portal.web.system.views import blueprint

__all__ = ["blueprint"]
