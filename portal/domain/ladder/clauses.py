"""The small records that a ladder, a rung or a measure is made of."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from portal.domain.calendar import format_date
from portal.domain.ladder.schema import Asked
from portal.domain.ladder.vocabulary import (
    CapScope,
    HowMany,
    MeasureKind,
    Moment,
    MoneyKind,
    NoticeForm,
    PartKind,
    Period,
    Role,
    StartDay,
    StartEvent,
    Strictness,
    Unit,
)
from portal.domain.ladder.words import hundredths, listed
from portal.domain.money import euros

LONG = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where it is written: a document and the place in it. `rule` is our own number for it."""

    document: Annotated[str, Asked(key="document", label="Document")]
    article: Annotated[str, Asked(key="artikel", label="Artikel of plaats")]
    rule: Annotated[str, Asked(key="regel", label="Regelnummer", max_length=20)] = ""

    def in_words(self) -> str:
        return f"{self.document}, {self.article}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term as the ladder states it; the date itself is computed when it starts.

    Where `fixed` is false the length is a proposal: whoever writes the letter picks the date.
    """

    length: Annotated[int, Asked(key="lengte", label="Lengte", minimum=1, maximum=999)]
    unit: Annotated[Unit, Asked(key="eenheid", label="Eenheid")]
    fixed: Annotated[
        bool,
        Asked(
            key="vast",
            label="Ligt de lengte vast?",
            hint="Kies nee als de lengte een voorstel is en de schrijver van de brief de datum kiest.",
        ),
    ] = True
    starts_at: Annotated[StartEvent, Asked(key="begint_bij", label="Begint bij")] = (
        StartEvent.VERZENDING
    )
    start_day: Annotated[StartDay, Asked(key="begindag", label="Eerste dag")] = (
        StartDay.TELT_NIET_MEE
    )
    article: Annotated[str, Asked(key="artikel", label="Artikel")] = ""
    rule: Annotated[str, Asked(key="regel", label="Regelnummer", max_length=20)] = ""

    def in_words(self) -> str:
        proposal = "" if self.fixed else " (voorstel)"
        return f"{self.length} {self.unit.label} na {self.starts_at.label}{proposal}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """A part without which the letter does not leave."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam")]
    text: Annotated[
        str,
        Asked(
            key="tekst",
            label="Tekst",
            hint="Wat er in dit onderdeel van de brief moet staan.",
            max_length=LONG,
        ),
    ]
    kind: Annotated[PartKind, Asked(key="soort", label="Hoe wordt het ingevuld?")] = PartKind.TEKST

    def in_words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """A rung that must have been walked in vain before this one.

    `when_skipped` says what happens if it was not walked: blocked, or possible with a reason.
    `form` demands that its letter was of that form (000-06: a warning alone is not enough).
    """

    rung: Annotated[str, Asked(key="trede", label="Welke trede", max_length=20)]
    when_skipped: Annotated[Strictness, Asked(key="bij_overslaan", label="Als zij is overgeslagen")]
    form: Annotated[NoticeForm | None, Asked(key="vorm", label="Als welke brief")] = None

    def in_words(self) -> str:
        form = f" als {self.form.label}" if self.form else ""
        tail = {
            Strictness.NIET: "verplicht",
            Strictness.MET_REDEN: "overslaan met een reden",
            Strictness.VRIJ: "overslaan mag",
        }
        return f"{self.rung}{form} ({tail[self.when_skipped]})"


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterMeasures:
    """Earlier measures that must have failed, unless the case is serious enough (002-12)."""

    codes: Annotated[
        tuple[str, ...], Asked(key="codes", label="Maatregelen", item="maatregel", max_length=40)
    ]
    needs: Annotated[HowMany, Asked(key="hoeveel", label="Hoeveel daarvan")] = HowMany.EEN
    or_serious: Annotated[
        bool, Asked(key="of_bij_ernst", label="Of als de ernst daarom vraagt")
    ] = True

    def in_words(self) -> str:
        last = "of" if self.needs is HowMany.EEN else "en"
        return listed(self.codes, last=last) + (", of bij ernst" if self.or_serious else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What a measure costs the provider. Amounts in cents, percentages in hundredths of a per cent."""

    kind: Annotated[MoneyKind, Asked(key="soort", label="Hoe komt het bedrag tot stand?")]
    amount_cents: Annotated[
        int | None,
        Asked(
            key="bedrag_cent",
            label="Bedrag per gebeurtenis",
            hint="In centen.",
            minimum=1,
            say=euros,
        ),
    ] = None
    cap_cents: Annotated[
        int | None,
        Asked(key="maximum_cent", label="Hoogste bedrag", hint="In centen.", minimum=1, say=euros),
    ] = None
    cap_basis_points: Annotated[
        int | None,
        Asked(
            key="maximum_basispunten",
            label="Hoogste percentage",
            hint="In honderdsten van een procent: 500 is 5 %.",
            minimum=1,
            maximum=10_000,
            say=hundredths,
        ),
    ] = None
    cap_per: Annotated[
        Period | None, Asked(key="maximum_per", label="Hoogste bedrag geldt per")
    ] = None
    counted_per: Annotated[CapScope, Asked(key="telt_per", label="Telt mee")] = (
        CapScope.OVEREENKOMST
    )
    of_what: Annotated[str, Asked(key="waarover", label="Percentage waarover")] = ""
    due_after_notice: Annotated[
        bool, Asked(key="opeisbaar_na_aanmaning", label="Pas opeisbaar na een aanmaning")
    ] = False
    interest: Annotated[bool, Asked(key="wettelijke_rente", label="Met wettelijke rente")] = False
    costs: Annotated[bool, Asked(key="kosten", label="Met kosten")] = False
    set_off: Annotated[bool, Asked(key="verrekening", label="Mag verrekend worden")] = False
    article: Annotated[str, Asked(key="artikel", label="Artikel")] = ""

    def in_words(self) -> str:
        said = [self.kind.label]
        if self.amount_cents:
            said = [f"{euros(self.amount_cents)} per gebeurtenis"]
        if self.cap_basis_points:
            said.append(f"hoogstens {hundredths(self.cap_basis_points)}")
        if self.cap_cents:
            per = f" per {self.cap_per.label}" if self.cap_per else ""
            said.append(f"hoogstens {euros(self.cap_cents)}{per}, geteld {self.counted_per.label}")
        return ", ".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One choice of a list that the ladder brings along: a factor, a category, a signal."""

    code: Annotated[str, Asked(key="code", label="Code", max_length=40)]
    name: Annotated[str, Asked(key="naam", label="Naam", max_length=400)]
    explanation: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)] = ""

    def in_words(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Inform:
    """Who at the municipality is told of the step, and when (001-02)."""

    role: Annotated[Role, Asked(key="rol", label="Wie")]
    moment: Annotated[Moment, Asked(key="moment", label="Wanneer")] = Moment.VOORAF

    def in_words(self) -> str:
        return f"{self.role.label} ({self.moment.label})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """What of a measure may go at once, and on which signals (003-10)."""

    kinds: Annotated[tuple[MeasureKind, ...], Asked(key="soorten", label="Wat per direct mag")]
    signals: Annotated[tuple[Entry, ...], Asked(key="signalen", label="Signalen", item="signaal")]

    def in_words(self) -> str:
        return listed(kind.label for kind in self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A lezing: the source does not say it, the ladder does; the page shows that."""

    field: Annotated[str, Asked(key="veld", label="Waar het over gaat")]
    note: Annotated[str, Asked(key="uitleg", label="Uitleg", max_length=LONG)]

    def in_words(self) -> str:
        return self.note


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminology:
    """What this ladder calls things (000-01)."""

    client: Annotated[str, Asked(key="opdrachtgever", label="Wie inkoopt", max_length=60)] = (
        "gemeente"
    )
    clients: Annotated[
        str, Asked(key="opdrachtgevers", label="Meervoud daarvan", max_length=60)
    ] = "gemeenten"
    provider: Annotated[str, Asked(key="opdrachtnemer", label="Wie levert", max_length=60)] = (
        "aanbieder"
    )
    providers: Annotated[
        str, Asked(key="opdrachtnemers", label="Meervoud daarvan", max_length=60)
    ] = "aanbieders"
    ladder: Annotated[str, Asked(key="ladder", label="De ladder zelf", max_length=60)] = (
        "escalatieladder"
    )
    rung: Annotated[str, Asked(key="trede", label="Een trede", max_length=60)] = "stap"

    def in_words(self) -> str:
        return f"{self.client} en {self.provider}"


USUAL_WORDS = Terminology()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One line of the version table. A source may leave a date out (000, v2.0)."""

    number: Annotated[str, Asked(key="nummer", label="Versie", max_length=20)]
    change: Annotated[str, Asked(key="wijziging", label="Wat er veranderde", max_length=LONG)]
    valid_from: Annotated[date | None, Asked(key="geldig_vanaf", label="Geldig vanaf")] = None

    def in_words(self) -> str:
        return (
            f"{self.number} ({format_date(self.valid_from) if self.valid_from else 'geen datum'})"
        )
