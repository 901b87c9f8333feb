"""Only in the demo: sign in with one click, and read the mail."""

from portal.web.demo.views import blueprint

__all__ = ["blueprint"]
