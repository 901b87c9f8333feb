"""The dossiers of municipalities, as far as they share them with the provider."""

from portal.web.provider.dossiers import views, views_letters, views_plan, views_reply

__all__ = ["views", "views_letters", "views_plan", "views_reply"]
