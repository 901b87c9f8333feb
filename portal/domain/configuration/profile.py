"""Profiel: who the municipality is and how one reaches it."""

from dataclasses import dataclass

from portal.domain.configuration.addresses import ADDRESS, Address
from portal.domain.configuration.groups import Key, Record
from portal.domain.configuration.references import LADDER, REGION, Ref
from portal.domain.configuration.scalars import (
    EMAIL,
    PHONE,
    WEBSITE,
    LongText,
    Text,
)
from portal.domain.configuration.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderChoice:
    """The ladder template that each contract domain starts from."""

    wmo: str
    jeugd: str

    def for_domain(self, domain: str) -> str:
        """The template of a domain, `"wmo"` or `"jeugd"`."""
        return {"wmo": self.wmo, "jeugd": self.jeugd}[domain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One municipality as others see it."""

    name: str
    official_name: str
    region: str
    postal_address: Address
    email: str
    phone: str
    opening_hours: str
    ladders: LadderChoice
    website: str = ""


LADDERS = Record(
    type_=LadderChoice,
    keys=(
        Key(
            name="wmo",
            attribute="wmo",
            label="Escalatieladder Wmo",
            hint="Voor overeenkomsten Wmo die zelf geen ladder noemen.",
            shape=Ref(target=LADDER),
        ),
        Key(
            name="jeugd",
            attribute="jeugd",
            label="Escalatieladder Jeugd",
            hint="Voor overeenkomsten Jeugd die zelf geen ladder noemen.",
            shape=Ref(target=LADDER),
        ),
    ),
)


PROFILE = Section(
    slug="profiel",
    title="Profiel",
    purpose="Naam, adres en bereikbaarheid van de gemeente, zoals aanbieders die zien.",
    shape=Record(
        type_=Profile,
        keys=(
            Key(
                name="naam",
                attribute="name",
                label="Naam",
                hint="De korte naam van de gemeente.",
                shape=Text(max_length=80),
            ),
            Key(
                name="officiele_naam",
                attribute="official_name",
                label="Officiële naam",
                hint="Zo staat de gemeente in brieven, bijvoorbeeld “Gemeente Brummen”.",
                shape=Text(max_length=120),
            ),
            Key(
                name="regio",
                attribute="region",
                label="Zorgregio",
                hint="De regio waarin u samen inkoopt.",
                shape=Ref(target=REGION),
            ),
            Key(
                name="email",
                attribute="email",
                label="E-mailadres van het contractteam",
                hint="Staat in brieven en bij teksten, zodat aanbieders u kunnen vinden.",
                shape=EMAIL,
            ),
            Key(
                name="telefoon",
                attribute="phone",
                label="Telefoonnummer",
                hint="Tien cijfers, zoals aanbieders u bellen.",
                shape=PHONE,
            ),
            Key(
                name="website",
                attribute="website",
                label="Website",
                hint="Begint met https://.",
                shape=WEBSITE,
                default="",
            ),
            Key(
                name="openingstijden",
                attribute="opening_hours",
                label="Openingstijden",
                hint="In woorden, bijvoorbeeld “op werkdagen van 9.00 tot 17.00 uur”.",
                shape=LongText(max_length=500),
            ),
            Key(
                name="postadres",
                attribute="postal_address",
                label="Postadres",
                hint="Staat boven brieven.",
                shape=ADDRESS,
            ),
            Key(
                name="ladders",
                attribute="ladders",
                label="Escalatieladders",
                hint="De ladder waarmee elk contractdomein begint.",
                shape=LADDERS,
            ),
        ),
    ),
)
