"""Teksten: what providers read at fixed places, and the mails, in the municipality's own tone."""

from dataclasses import dataclass

from portal.domain.configuration.domains import KIND_CHOICES
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.placeholders import (
    IN_MAILS,
    IN_SUBJECTS,
    IN_TEXTS,
    judge_placeholders,
    placeholders_in,
)
from portal.domain.configuration.scalars import LongText, Text, one_of
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice

EVERY_KIND = "alle"

PLACES = (
    Choice("inleiding", "Bovenaan het formulier"),
    Choice("controle", "Op de controlepagina, vóór het versturen"),
    Choice("ontvangst", "Op de ontvangstbevestiging"),
    Choice("te_laat", "Bij een melding die later komt dan de overeenkomst vraagt"),
    Choice("besluit", "Onder het besluit"),
)

# The receipt goes out once for all municipalities together, so none of them words it.
MAIL_EVENTS = (
    Choice("nieuw_werk", "Aan het team: er is iets binnengekomen"),
    Choice("aanvulling_gevraagd", "Aan de aanbieder: de gemeente vraagt een aanvulling"),
    Choice("aanvulling_ontvangen", "Aan de behandelaar: de aanvulling is er"),
    Choice("besluit", "Aan de aanbieder: er is een besluit, of ander nieuws"),
    Choice("herinnering", "Aan de behandelaar: een termijn komt dichterbij"),
    Choice("termijn_verlopen", "Aan de behandelaar: een termijn is voorbij"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """One text at one place; `kind` is a slug, or `alle`."""

    kind: str
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailText:
    """The words of the mail that goes out at one event."""

    event: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """All texts the municipality has of its own; for the others the product's words stand."""

    placed: tuple[PlacedText, ...] = ()
    mails: tuple[MailText, ...] = ()

    def at(self, place: str, *, kind: str) -> str | None:
        """The text for a kind at a place; one for every kind steps in where none is its own."""
        for wanted in (kind, EVERY_KIND):
            for placed in self.placed:
                if placed.place == place and placed.kind == wanted:
                    return placed.text
        return None

    def mail(self, event: str) -> MailText | None:
        return next((mail for mail in self.mails if mail.event == event), None)


def judge_placed(placed: PlacedText) -> list[Finding]:
    """Only known placeholders."""
    return judge_placeholders(placed.text, allowed=IN_TEXTS, path="tekst")


def judge_mail(mail: MailText) -> list[Finding]:
    """Only known placeholders, and a mail always tells where to look."""
    findings = judge_placeholders(mail.subject, allowed=IN_SUBJECTS, path="onderwerp")
    findings += judge_placeholders(mail.text, allowed=IN_MAILS, path="tekst")
    if "link" not in placeholders_in(mail.text):
        findings.append(
            Finding(
                "tekst",
                "Zet {link} in de mail: de inhoud staat alleen in het portaal, "
                "de mail wijst de weg.",
                "004-46",
            )
        )
    return findings


TEXTS = Section(
    slug="teksten",
    title="Teksten",
    purpose="Wat aanbieders in het portaal en in de mail van u lezen, in uw eigen woorden.",
    default=Texts(),
    shape=Record(
        type_=Texts,
        keys=(
            Key(
                name="tekst",
                attribute="placed",
                label="Teksten in het portaal",
                hint="Staat een plek er niet bij, dan toont het portaal daar geen eigen tekst.",
                default=(),
                shape=Rows(
                    row_name="tekst",
                    identity=("soort", "plek"),
                    of=Record(
                        type_=PlacedText,
                        judge=judge_placed,
                        keys=(
                            Key(
                                name="soort",
                                attribute="kind",
                                label="Soort indiening",
                                hint="Een tekst voor één soort gaat vóór een tekst voor alle soorten.",
                                shape=one_of(Choice(EVERY_KIND, "Alle soorten"), *KIND_CHOICES),
                            ),
                            Key(
                                name="plek",
                                attribute="place",
                                label="Plek",
                                hint="Waar de aanbieder de tekst leest.",
                                shape=one_of(*PLACES),
                            ),
                            Key(
                                name="tekst",
                                attribute="text",
                                label="Tekst",
                                hint="Gewone tekst. Een invulplek tussen accolades vult het portaal in.",
                                shape=LongText(max_length=2_000),
                            ),
                        ),
                    ),
                ),
            ),
            Key(
                name="mail",
                attribute="mails",
                label="Mails",
                hint="Staat een mail er niet bij, dan gebruikt het portaal zijn eigen woorden.",
                default=(),
                shape=Rows(
                    row_name="mail",
                    identity=("gebeurtenis",),
                    of=Record(
                        type_=MailText,
                        judge=judge_mail,
                        keys=(
                            Key(
                                name="gebeurtenis",
                                attribute="event",
                                label="Gebeurtenis",
                                hint="Wanneer deze mail weggaat.",
                                shape=one_of(*MAIL_EVENTS),
                            ),
                            Key(
                                name="onderwerp",
                                attribute="subject",
                                label="Onderwerp",
                                hint="Noem hier nooit de aanbieder of waar het over gaat.",
                                shape=Text(max_length=120),
                            ),
                            Key(
                                name="tekst",
                                attribute="text",
                                label="Tekst",
                                hint="Zet {link} erin: de inhoud staat alleen in het portaal.",
                                shape=LongText(max_length=4_000),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
