"""Reads what municipalities say to providers at fixed places, in their own words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from portal.adapters.database import ScopedSession
from portal.domain.configuration.placeholders import fill
from portal.domain.configuration.profile import PROFILE, Profile
from portal.domain.configuration.texts import TEXTS, Texts
from portal.domain.scopes import ProviderScope
from portal.models.region import Tenant
from portal.queries.configuration import documents_in_force, parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One municipality: its profile, and its own texts."""

    slug: str
    name: str
    profile: Profile
    texts: Texts

    def say(self, place: str, *, kind: str, values: Mapping[str, str]) -> str:
        """Its text for a kind at a place, filled in; "" where it has none.

        `values` are those of the submission; what is known of the municipality is added.
        """
        text = self.texts.at(place, kind=kind)
        if text is None:
            return ""
        own = {
            "gemeente": self.profile.name,
            "officiele_naam": self.profile.official_name,
            "telefoon": self.profile.phone,
            "email": self.profile.email,
            "openingstijden": self.profile.opening_hours,
            # Which desk or person has it is not a provider's to know.
            "team": "het team",
        }
        return fill(text, own | dict(values))


def voices(
    session: ScopedSession, scope: ProviderScope, slugs: Collection[str]
) -> dict[str, Voice]:
    """These municipalities by slug, in order of name."""
    if not slugs:
        return {}
    rows = session.execute(
        select(Tenant.id, Tenant.slug, Tenant.name)
        .where(Tenant.slug.in_(slugs))
        .order_by(Tenant.name)
    ).all()
    ids = [row.id for row in rows]
    profiles = documents_in_force(session, scope, ids, PROFILE.slug)
    texts = documents_in_force(session, scope, ids, TEXTS.slug)
    return {
        row.slug: Voice(
            slug=row.slug,
            name=row.name,
            profile=parsed(PROFILE, profiles.get(row.id)),
            texts=parsed(TEXTS, texts.get(row.id)),
        )
        for row in rows
    }
