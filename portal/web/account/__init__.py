"""Signing in and out, passwords, choosing a desk."""

from portal.web.account.views import blueprint

__all__ = ["blueprint"]
