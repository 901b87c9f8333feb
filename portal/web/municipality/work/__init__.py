"""Mijn werk: the list, and taking from it."""

from portal.web.municipality.work import views

__all__ = ["views"]
