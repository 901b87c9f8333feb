"""Profiel: who the municipality is and how one reaches it."""

from dataclasses import dataclass

from portal.domain.configuration.groups import Key, Record
from portal.domain.configuration.scalars import (
    EMAIL,
    PHONE,
    POSTCODE,
    SLUG,
    WEBSITE,
    LongText,
    Text,
)
from portal.domain.configuration.section import Known, Section
from portal.domain.errors import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """Where a letter goes."""

    line: str
    postcode: str
    place: str


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
    postal_address: PostalAddress
    email: str
    phone: str
    opening_hours: str
    ladders: LadderChoice
    website: str = ""


POSTAL_ADDRESS = Record(
    type_=PostalAddress,
    keys=(
        Key(name="regel", attribute="line", label="Straat of postbus", shape=Text()),
        Key(name="postcode", attribute="postcode", label="Postcode", shape=POSTCODE),
        Key(name="plaats", attribute="place", label="Plaats", shape=Text(max_length=80)),
    ),
)

LADDERS = Record(
    type_=LadderChoice,
    keys=(
        Key(name="wmo", attribute="wmo", label="Escalatieladder Wmo", shape=SLUG),
        Key(name="jeugd", attribute="jeugd", label="Escalatieladder Jeugd", shape=SLUG),
    ),
)


def judge_against(profile: Profile, known: Known) -> list[Finding]:
    """The region and the ladder templates have to exist."""
    findings = []
    if profile.region not in known.regions:
        findings.append(Finding("regio", f"De regio “{profile.region}” bestaat niet."))
    for domain in ("wmo", "jeugd"):
        template = profile.ladders.for_domain(domain)
        if template not in known.ladders:
            findings.append(
                Finding(
                    f"ladders.{domain}",
                    f"De escalatieladder “{template}” bestaat niet. "
                    f"Kies een van: {', '.join(sorted(known.ladders))}.",
                )
            )
    return findings


PROFILE = Section(
    slug="profiel",
    title="Profiel",
    purpose="Naam, adres en bereikbaarheid van de gemeente, zoals aanbieders die zien.",
    judge_against=judge_against,
    shape=Record(
        type_=Profile,
        keys=(
            Key(name="naam", attribute="name", label="Naam", shape=Text(max_length=80)),
            Key(
                name="officiele_naam",
                attribute="official_name",
                label="Officiële naam",
                hint="Zo staat de gemeente in brieven, bijvoorbeeld “Gemeente Brummen”.",
                shape=Text(max_length=120),
            ),
            Key(name="regio", attribute="region", label="Zorgregio", shape=SLUG),
            Key(
                name="email",
                attribute="email",
                label="E-mailadres van het contractteam",
                shape=EMAIL,
            ),
            Key(name="telefoon", attribute="phone", label="Telefoonnummer", shape=PHONE),
            Key(name="website", attribute="website", label="Website", shape=WEBSITE, default=""),
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
                shape=POSTAL_ADDRESS,
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
