"""The file with the story of the demo, and what each deed in it has to say."""

from portal.domain.configuration.domains import KIND
from portal.domain.configuration.free import Free
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.load_days import LOAD_DAY, LOAD_MOMENT
from portal.domain.configuration.references import MUNICIPALITY, PERSON, PRODUCT, PROVIDER, Ref
from portal.domain.configuration.region import PRODUCT_CODE
from portal.domain.configuration.scalars import SLUG, LongText, Text, YesNo, one_of
from portal.domain.configuration.section import Section
from portal.domain.configuration.story import (
    CHANNELS,
    DEEDS,
    NOTHING,
    Deed,
    Elsewhere,
    Entry,
    Paper,
    ProductAnswer,
    Story,
)
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice
from portal.domain.submissions.lifecycle import event_label

DEED_NAMES = tuple(Choice(deed, event_label(deed)) for deed in DEEDS)


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

PAPERS = Key(
    name="bijlage",
    attribute="papers",
    label="Bijlagen",
    default=(),
    shape=Rows(
        row_name="bijlage",
        identity=("naam",),
        max_rows=10,
        of=Record(
            type_=Paper,
            keys=(
                Key(name="naam", attribute="name", label="Bestandsnaam", shape=Text()),
                Key(name="tekst", attribute="text", label="Tekst", shape=LongText()),
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
            shape=one_of(*DEED_NAMES),
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
        PAPERS,
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
                            PAPERS,
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
