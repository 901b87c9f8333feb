"""The story of the demo: what providers handed in, and what was done with it since.

Everything is counted back from the moment of loading, so that the work list lives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.domain.calendar import local_date
from portal.domain.configuration.domains import KIND
from portal.domain.configuration.free import Free
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.load_days import (
    LOAD_DAY,
    LOAD_MOMENT,
    LoadDay,
    LoadMoment,
    resolved,
)
from portal.domain.configuration.references import MUNICIPALITY, PERSON, PRODUCT, PROVIDER, Ref
from portal.domain.configuration.region import PRODUCT_CODE
from portal.domain.configuration.scalars import SLUG, LongText, Text, YesNo, one_of
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice
from portal.domain.submissions.kinds.clientenstop import PRODUCTS
from portal.domain.submissions.lifecycle import event_label

SEEN = "gezien"
# What each deed must say besides who, where and when.
DEEDS: dict[str, tuple[str, ...]] = {
    SEEN: (),
    "oppakken": (),
    "overdragen": ("team", "tekst"),
    "notitie": ("tekst",),
    "aanvulling_vragen": ("tekst", "dag"),
    "vraag_intrekken": (),
    "aanvullen": ("tekst",),
    "taak_afronden": ("dag", "met", "tekst"),
    "besluiten": ("uitkomst", "tekst"),
    "heropenen": ("tekst",),
    "intrekken": ("tekst",),
    "betwisten": ("tekst",),
    "opheffing_vragen": ("dag", "tekst"),
    "opheffing_beantwoorden": (),
}
CHANNELS = ("brief", "e-mail", "telefoon")
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAnswer:
    """The answer to one product of a cliëntenstop: consent from a day, or none without one."""

    code: str
    from_day: LoadDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing somebody did with one municipality's part, with what that deed needs.

    `deed` is an act of the lifecycle, or `gezien`. `text` is the question, reason, note,
    explanation or report; `day` the date that goes with it.
    """

    municipality: str
    deed: str
    by: str
    moment: LoadMoment
    text: str = ""
    day: LoadDay | None = None
    outcome: str = ""
    products: tuple[ProductAnswer, ...] = ()
    desk: str = ""
    to: str = ""
    talked_with: str = ""
    agreed: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)

    def details(self, loaded_at: datetime) -> dict[str, Any]:
        """The decision per product, as the kind judges and keeps it."""
        if not self.products:
            return {}
        today = local_date(loaded_at)
        return {
            PRODUCTS: {
                product.code: {"toegestemd": True, "vanaf": product.from_day.on(today).isoformat()}
                if product.from_day
                else {"toegestemd": False}
                for product in self.products
            }
        }

    def record(self, loaded_at: datetime) -> dict[str, str]:
        """The record of a consultation."""
        day = self.day.on(local_date(loaded_at)).isoformat() if self.day else ""
        record = {"op": day, "met": self.talked_with, "verslag": self.text}
        return record | ({"afspraken": self.agreed} if self.agreed else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A notice that did not come through the portal, recorded by the municipality."""

    municipality: str
    channel: str
    arrived: LoadMoment
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One submission; `recurs` marks those that a later start of the demo brings in anew."""

    slug: str
    kind: str
    provider: str
    by: str
    moment: LoadMoment
    answers: Mapping[str, Any]
    recurs: bool = False
    elsewhere: Elsewhere | None = None
    deeds: tuple[Deed, ...] = ()

    def answers_on(self, loaded_at: datetime) -> dict[str, Any]:
        """The answers with real days; rows carry ids, as a form gives them."""
        return with_row_ids(resolved(self.answers, loaded_at=loaded_at))

    def answers_after(self, deed: Deed, loaded_at: datetime) -> dict[str, Any]:
        """The answers as a completion changes them."""
        return with_row_ids(resolved({**self.answers, **deed.answers}, loaded_at=loaded_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All submissions."""

    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One moment of the story: a submission comes in, or (with a `deed`) something is done with it."""

    at: datetime
    entry: Entry
    deed: Deed | None = None


def scenes(story: Story, *, loaded_at: datetime) -> list[Scene]:
    """Everything that happened, the earliest first; what comes in goes before what is done with it."""
    found = []
    for entry in story.entries:
        found.append(Scene(at=entry.moment.at(loaded_at), entry=entry))
        found += [
            Scene(at=deed.moment.at(loaded_at), entry=entry, deed=deed) for deed in entry.deeds
        ]
    return sorted(found, key=lambda scene: scene.at)


def with_row_ids(answers: dict[str, Any]) -> dict[str, Any]:
    """Rows get the ids that a new form would give them."""
    return {
        name: [
            {"id": f"r{number}", **row} if isinstance(row, dict) else row
            for number, row in enumerate(value, start=1)
        ]
        if isinstance(value, list)
        else value
        for name, value in answers.items()
    }


def judge_deed(deed: Deed) -> list[Finding]:
    """The deed says all that it needs."""
    given = {
        "team": deed.desk,
        "tekst": deed.text,
        "dag": deed.day,
        "met": deed.talked_with,
        "uitkomst": deed.outcome,
    }
    return [
        Finding(name, f"Vul “{name}” in: dat hoort bij “{deed.deed}”.")
        for name in DEEDS[deed.deed]
        if not given[name]
    ]


PRODUCT_ANSWERS = Rows(
    row_name="product",
    identity=("code",),
    of=Record(
        type_=ProductAnswer,
        keys=(
            Key(
                name="code",
                attribute="code",
                label="Product",
                shape=Ref(target=PRODUCT, text=PRODUCT_CODE),
            ),
            Key(
                name="vanaf",
                attribute="from_day",
                label="Toestemming vanaf",
                shape=LOAD_DAY,
                default=None,
            ),
        ),
    ),
)

DEED = Record(
    type_=Deed,
    judge=judge_deed,
    keys=(
        Key(
            name="gemeente",
            attribute="municipality",
            label="Gemeente",
            shape=Ref(target=MUNICIPALITY),
        ),
        Key(
            name="wat",
            attribute="deed",
            label="Wat",
            shape=one_of(*(Choice(deed, event_label(deed)) for deed in DEEDS)),
        ),
        Key(name="door", attribute="by", label="Door", shape=Ref(target=PERSON)),
        Key(name="op", attribute="moment", label="Op", shape=LOAD_MOMENT),
        Key(name="dag", attribute="day", label="Dag", shape=LOAD_DAY, default=None),
        Key(name="uitkomst", attribute="outcome", label="Uitkomst", shape=SLUG, default=""),
        Key(name="team", attribute="desk", label="Team", shape=SLUG, default=""),
        Key(name="aan", attribute="to", label="Aan", shape=Ref(target=PERSON), default=""),
        Key(name="met", attribute="talked_with", label="Met", shape=Text(), default=""),
        Key(name="tekst", attribute="text", label="Tekst", shape=LongText(), default=""),
        Key(name="afspraken", attribute="agreed", label="Afspraken", shape=LongText(), default=""),
        Key(
            name="antwoorden",
            attribute="answers",
            label="Veranderde antwoorden",
            shape=Free(),
            default=NOTHING,
        ),
        Key(
            name="product",
            attribute="products",
            label="Per product",
            shape=PRODUCT_ANSWERS,
            default=(),
        ),
    ),
)

ELSEWHERE = Record(
    type_=Elsewhere,
    keys=(
        Key(
            name="gemeente",
            attribute="municipality",
            label="Gemeente",
            shape=Ref(target=MUNICIPALITY),
        ),
        Key(
            name="kanaal",
            attribute="channel",
            label="Hoe",
            shape=one_of(*(Choice(channel, channel) for channel in CHANNELS)),
        ),
        Key(name="binnen", attribute="arrived", label="Binnengekomen", shape=LOAD_MOMENT),
        Key(name="bewijs", attribute="evidence", label="Bewijs", shape=LongText(max_length=500)),
    ),
)

STORY = Section(
    slug="story",
    title="Verhaal van de demo",
    purpose="Wat aanbieders hebben ingediend en wat er daarna mee is gedaan.",
    default=Story(),
    shape=Record(
        type_=Story,
        keys=(
            Key(
                name="indiening",
                attribute="entries",
                label="Indieningen",
                default=(),
                shape=Rows(
                    row_name="indiening",
                    identity=("naam",),
                    max_rows=1_000,
                    of=Record(
                        type_=Entry,
                        keys=(
                            Key(name="naam", attribute="slug", label="Korte naam", shape=SLUG),
                            Key(name="soort", attribute="kind", label="Soort", shape=KIND),
                            Key(
                                name="aanbieder",
                                attribute="provider",
                                label="Aanbieder",
                                shape=Ref(target=PROVIDER),
                            ),
                            Key(
                                name="door", attribute="by", label="Door", shape=Ref(target=PERSON)
                            ),
                            Key(name="op", attribute="moment", label="Op", shape=LOAD_MOMENT),
                            Key(
                                name="telkens",
                                attribute="recurs",
                                label="Komt bij elke latere start opnieuw",
                                shape=YesNo(),
                                default=False,
                            ),
                            Key(
                                name="elders",
                                attribute="elsewhere",
                                label="Niet via het portaal",
                                shape=ELSEWHERE,
                                default=None,
                            ),
                            Key(
                                name="antwoorden",
                                attribute="answers",
                                label="Antwoorden",
                                shape=Free(),
                            ),
                            Key(
                                name="daarna",
                                attribute="deeds",
                                label="Wat er daarna gebeurde",
                                default=(),
                                shape=Rows(
                                    row_name="gebeurtenis",
                                    identity=("gemeente", "wat", "op"),
                                    of=DEED,
                                ),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
