"""Brieven: the words of each letter that leaves from a dossier, with placeholders from a list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.letter_defaults import PART_WORDS, SIGNATURE, WORDS
from portal.domain.configuration.placeholders import fill, judge_placeholders
from portal.domain.configuration.scalars import LongText, Text, Whole, one_of
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice

LETTER_KINDS = (
    Choice("uitnodiging", "Uitnodiging voor een gesprek"),
    Choice("verzoek_verbeterplan", "Verzoek om een verbeterplan"),
    Choice("waarschuwing", "Waarschuwing met aanwijzingen"),
    Choice("ingebrekestelling", "Ingebrekestelling"),
    Choice("verzuim", "Mededeling van verzuim"),
    Choice("maatregel", "Besluit over een maatregel"),
    Choice("aanmaning", "Aanmaning"),
    Choice("per_direct", "Besluit om per direct op te treden"),
    Choice("afsluiting", "Afsluiting van het dossier"),
)

LETTER_MEANINGS = {
    "gemeente": "naam van de gemeente",
    "officiele_naam": "officiële naam van de gemeente",
    "telefoon": "telefoonnummer van de gemeente",
    "email": "e-mailadres van het contractteam",
    "openingstijden": "openingstijden van de gemeente",
    "kenmerk": "nummer van het dossier",
    "datum": "datum van de brief",
    "aanbieder": "naam van de aanbieder",
    "overeenkomst": "nummer van de overeenkomst",
}
IN_LETTERS = frozenset(LETTER_MEANINGS)

PART_CODE = Text(
    max_length=40,
    pattern=re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"),
    advice="Neem de code over die het onderdeel in de ladder heeft.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWords:
    """What stands above one required part; `part` is the code that the ladder gives it."""

    part: str
    introduction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLetter:
    """The words of one letter with every placeholder filled; `parts` by the part's code."""

    title: str
    opening: str
    closing: str
    signature: str
    parts: Mapping[str, str]

    def introduction(self, part: str) -> str:
        """What stands above a required part; "" where nobody worded it."""
        return self.parts.get(part, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """The words of one kind of letter."""

    kind: str
    title: str
    opening: str
    closing: str
    signature: str = SIGNATURE
    parts: tuple[PartWords, ...] = ()

    def filled(self, values: Mapping[str, str]) -> FilledLetter:
        """The letter with each placeholder replaced by its value, once; plain text."""
        words = PART_WORDS | {own.part: own.introduction for own in self.parts}
        return FilledLetter(
            title=fill(self.title, values),
            opening=fill(self.opening, values),
            closing=fill(self.closing, values),
            signature=fill(self.signature, values),
            parts={part: fill(introduction, values) for part, introduction in words.items()},
        )


def product_words(kind: str) -> LetterWords:
    """What stands in a letter of a municipality that has no words of its own for it."""
    title, opening, closing = WORDS[kind]
    return LetterWords(kind=kind, title=title, opening=opening, closing=closing)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTemplate:
    """The Word document that letters are laid out in; the file itself lies in the storage."""

    file_name: str
    storage_key: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """All letters that the municipality words itself; for the others the product's words stand."""

    letters: tuple[LetterWords, ...] = ()
    template: WordTemplate | None = None

    def letter(self, kind: str) -> LetterWords:
        """The words for one kind of letter."""
        own = next((letter for letter in self.letters if letter.kind == kind), None)
        return own or product_words(kind)

    def is_own(self, kind: str) -> bool:
        """Whether the municipality words this letter itself."""
        return any(letter.kind == kind for letter in self.letters)


def judge_letter(letter: LetterWords) -> list[Finding]:
    """Only known placeholders, and no part twice."""
    findings = []
    for path, text in (
        ("onderwerp", letter.title),
        ("aanhef", letter.opening),
        ("slot", letter.closing),
        ("ondertekening", letter.signature),
    ):
        findings += judge_placeholders(text, allowed=IN_LETTERS, path=path)
    for number, part in enumerate(letter.parts):
        findings += judge_placeholders(
            part.introduction, allowed=IN_LETTERS, path=f"onderdeel.{number}.inleiding"
        )
    return findings


PARTS = Rows(
    row_name="onderdeel",
    identity=("code",),
    max_rows=20,
    of=Record(
        type_=PartWords,
        keys=(
            Key(
                name="code",
                attribute="part",
                label="Onderdeel",
                hint="De code van het verplichte onderdeel in uw ladder, "
                "bijvoorbeeld “onregelmatigheden” of “verbeteringen”.",
                shape=PART_CODE,
            ),
            Key(
                name="inleiding",
                attribute="introduction",
                label="Zin boven dit onderdeel",
                shape=LongText(max_length=1_000),
            ),
        ),
    ),
)

WORD_TEMPLATE = Record(
    type_=WordTemplate,
    keys=(
        Key(name="bestand", attribute="file_name", label="Bestand", shape=Text(max_length=120)),
        Key(
            name="sleutel",
            attribute="storage_key",
            label="Plaats in de opslag",
            shape=Text(max_length=32, pattern=re.compile(r"[0-9a-f]{32}")),
        ),
        Key(
            name="sha256",
            attribute="sha256",
            label="Vingerafdruk (SHA-256)",
            shape=Text(max_length=64, pattern=re.compile(r"[0-9a-f]{64}")),
        ),
        Key(name="grootte", attribute="size_bytes", label="Grootte in bytes", shape=Whole()),
    ),
)

LETTERS = Section(
    slug="brieven",
    title="Brieven",
    purpose="Wat er vast in elke brief staat. Wat er in dit ene geval aan de hand is, schrijft de "
    "contractmanager er in het dossier bij.",
    default=Letters(),
    shape=Record(
        type_=Letters,
        keys=(
            Key(
                name="brief",
                attribute="letters",
                label="Brieven met eigen woorden",
                hint="Voor een brief die hier niet staat, gelden de woorden van het portaal.",
                default=(),
                shape=Rows(
                    row_name="brief",
                    identity=("soort",),
                    of=Record(
                        type_=LetterWords,
                        judge=judge_letter,
                        keys=(
                            Key(
                                name="soort",
                                attribute="kind",
                                label="Soort brief",
                                shape=one_of(*LETTER_KINDS),
                            ),
                            Key(
                                name="onderwerp",
                                attribute="title",
                                label="Onderwerp",
                                hint="De kop van de brief; ook wat de aanbieder in zijn lijst ziet.",
                                shape=Text(max_length=160),
                            ),
                            Key(
                                name="aanhef",
                                attribute="opening",
                                label="Begin van de brief",
                                hint="Aanhef en eerste alinea. Daarna komen de verplichte "
                                "onderdelen die de ladder vraagt.",
                                shape=LongText(max_length=4_000),
                            ),
                            Key(
                                name="slot",
                                attribute="closing",
                                label="Slot van de brief",
                                hint="Wat er na de onderdelen komt: wat u van de aanbieder "
                                "verwacht en waar die terechtkan.",
                                shape=LongText(max_length=4_000),
                            ),
                            Key(
                                name="ondertekening",
                                attribute="signature",
                                label="Ondertekening",
                                hint="De naam van wie de brief stuurt, zet het portaal eronder.",
                                shape=LongText(max_length=400),
                                default=SIGNATURE,
                            ),
                            Key(
                                name="onderdeel",
                                attribute="parts",
                                label="Zinnen boven de verplichte onderdelen",
                                hint="Niet verplicht: de kop van het onderdeel staat er altijd.",
                                shape=PARTS,
                                default=(),
                            ),
                        ),
                    ),
                ),
            ),
            Key(
                name="sjabloon",
                attribute="template",
                label="Word-sjabloon",
                hint="De opmaak van brieven die u in Word bewerkt.",
                shape=WORD_TEMPLATE,
                default=None,
            ),
        ),
    ),
)
