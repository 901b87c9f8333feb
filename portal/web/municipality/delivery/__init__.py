"""One delivery: its page, its versions, and what can be done with it."""

from portal.web.municipality.delivery import acts, deciding, views

__all__ = ["acts", "deciding", "views"]
