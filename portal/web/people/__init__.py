"""The people of an organisation: the same pages at every desk that manages some."""

from portal.web.people.place import Place, Words
from portal.web.people.views import PeoplePages

__all__ = ["PeoplePages", "Place", "Words"]
