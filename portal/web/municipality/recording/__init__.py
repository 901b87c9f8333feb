"""Recording what came by letter, e-mail or telephone."""

from portal.web.municipality.recording import views

__all__ = ["views"]
