"""Signing in and out, passwords, choosing a desk, one's own account."""

from portal.web.account import views, views_own, views_password
from portal.web.account.blueprint import blueprint

__all__ = ["blueprint", "views", "views_own", "views_password"]
