"""Reads what municipalities say to providers at fixed places, in their own words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from portal.adapters.database import ScopedSession
from portal.domain.configuration.placeholders import fill
from portal.domain.configuration.profile import PROFILE, Profile
from portal.domain.configuration.texts import TEXTS, Texts
from portal.domain.scopes import ProviderScope
from portal.models.configuration import SettingVersion
from portal.models.region import Tenant
from portal.queries.configuration import parsed


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
        select(Tenant.slug, Tenant.name, SettingVersion.section, SettingVersion.version,
               SettingVersion.document)
        .ext(distinct_on(Tenant.name, Tenant.id, SettingVersion.section))
        .join(SettingVersion, SettingVersion.tenant_id == Tenant.id)
        .where(
            Tenant.slug.in_(slugs), SettingVersion.section.in_((PROFILE.slug, TEXTS.slug))
        )
        .order_by(
            Tenant.name, Tenant.id, SettingVersion.section, SettingVersion.version.desc()
        )
    ).all()  # fmt: skip
    names = {row.slug: row.name for row in rows}
    found = {(row.slug, row.section): (row.version, row.document) for row in rows}
    return {
        slug: Voice(
            slug=slug,
            name=name,
            profile=parsed(PROFILE, found.get((slug, PROFILE.slug))),
            texts=parsed(TEXTS, found.get((slug, TEXTS.slug))),
        )
        for slug, name in names.items()
    }
