"""Providers of the demo, with the contact data that article 3.1.5 asks to keep current (004-69)."""

import re
from dataclasses import dataclass

from portal.domain.configuration.addresses import ADDRESS, Address
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import EMAIL, PHONE, SLUG, Text
from portal.domain.configuration.section import Section

KVK = Text(
    max_length=20,
    pattern=re.compile(r"[0-9]{8}"),
    advice="Een KvK-nummer heeft acht cijfers.",
)
AGB = Text(
    max_length=20,
    pattern=re.compile(r"[0-9]{8}"),
    advice="Een AGB-code heeft acht cijfers.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson:
    """Whom a municipality asks for."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactData:
    """What a provider keeps current itself (004-69)."""

    email: str
    phone: str
    visiting_address: Address
    postal_address: Address
    contact: ContactPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A care provider, once for the whole region."""

    slug: str
    name: str
    kvk: str
    agb: str
    email: str
    phone: str
    visiting_address: Address
    postal_address: Address
    contact: ContactPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Providers:
    """All providers."""

    providers: tuple[Provider, ...]

    def provider(self, slug: str) -> Provider | None:
        return next((provider for provider in self.providers if provider.slug == slug), None)


CONTACT = Record(
    type_=ContactPerson,
    keys=(
        Key(name="naam", attribute="name", label="Naam", shape=Text()),
        Key(name="telefoon", attribute="phone", label="Telefoonnummer", shape=PHONE),
        Key(name="email", attribute="email", label="E-mailadres", shape=EMAIL),
    ),
)

CONTACT_KEYS = (
    Key(name="email", attribute="email", label="E-mailadres", shape=EMAIL),
    Key(name="telefoon", attribute="phone", label="Telefoonnummer", shape=PHONE),
    Key(name="bezoekadres", attribute="visiting_address", label="Bezoekadres", shape=ADDRESS),
    Key(name="postadres", attribute="postal_address", label="Postadres", shape=ADDRESS),
    Key(name="contactpersoon", attribute="contact", label="Contactpersoon", shape=CONTACT),
)
CONTACT_DATA = Record(type_=ContactData, keys=CONTACT_KEYS)

PROVIDERS = Section(
    slug="aanbieders",
    title="Aanbieders",
    purpose="De zorgaanbieders van de regio.",
    shape=Record(
        type_=Providers,
        keys=(
            Key(
                name="aanbieder",
                attribute="providers",
                label="Aanbieders",
                shape=Rows(
                    row_name="aanbieder",
                    identity=("slug",),
                    distinct=("kvk", "agb"),
                    min_rows=1,
                    max_rows=2_000,
                    of=Record(
                        type_=Provider,
                        keys=(
                            Key(name="slug", attribute="slug", label="Korte naam", shape=SLUG),
                            Key(name="naam", attribute="name", label="Naam", shape=Text()),
                            Key(name="kvk", attribute="kvk", label="KvK-nummer", shape=KVK),
                            Key(name="agb", attribute="agb", label="AGB-code", shape=AGB),
                            *CONTACT_KEYS,
                        ),
                    ),
                ),
            ),
        ),
    ),
)
