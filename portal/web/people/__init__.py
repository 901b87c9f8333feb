"""The people of an organisation: the same pages at every desk that manages some."""

from portal.web.people.views import PeoplePages, Place, Words

__all__ = ["PeoplePages", "Place", "Words"]
