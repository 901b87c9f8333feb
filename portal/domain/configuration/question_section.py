"""Vragen: the section of the extra questions."""

from portal.domain.configuration.domains import KIND
from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.questions import (
    AskedIf,
    Option,
    Question,
    Questions,
    RowQuestion,
    judge_conditions,
    judge_question,
)
from portal.domain.configuration.scalars import (
    SLUG,
    Day,
    Each,
    LongText,
    Text,
    Whole,
    YesNo,
    one_of,
)
from portal.domain.configuration.section import Section
from portal.domain.submissions.fields import Choice

ROW_TYPES = (
    Choice("tekst", "Eén regel tekst"),
    Choice("lange_tekst", "Meer regels tekst"),
    Choice("keuze", "Eén antwoord uit een lijst"),
    Choice("keuzes", "Een of meer antwoorden uit een lijst"),
    Choice("ja_nee", "Ja of nee"),
    Choice("datum", "Datum"),
    Choice("moment", "Datum en tijd"),
    Choice("bedrag", "Bedrag in euro's"),
    Choice("getal", "Heel getal"),
)
TYPES = (*ROW_TYPES, Choice("rijen", "Rijen met eigen vragen"))

OPTIONS = Rows(
    row_name="antwoord",
    identity=("waarde",),
    max_rows=50,
    of=Record(
        type_=Option,
        keys=(
            Key(name="waarde", attribute="value", label="Korte naam", shape=SLUG),
            Key(name="tekst", attribute="label", label="Tekst", shape=Text()),
        ),
    ),
)

SETTINGS = (
    Key(
        name="verplicht",
        attribute="is_required",
        label="Verplicht",
        shape=YesNo(),
        default=True,
    ),
    Key(
        name="toelichting",
        attribute="hint",
        label="Toelichting",
        shape=LongText(max_length=500),
        default="",
    ),
    Key(
        name="max_lengte",
        attribute="max_length",
        label="Meeste tekens",
        shape=Whole(minimum=1, maximum=20_000),
        default=None,
    ),
    Key(name="minimum", attribute="minimum", label="Laagste getal", shape=Whole(), default=None),
    Key(name="maximum", attribute="maximum", label="Hoogste getal", shape=Whole(), default=None),
    Key(name="optie", attribute="options", label="Antwoorden", shape=OPTIONS, default=()),
)

ROW_QUESTIONS = Rows(
    row_name="deelvraag",
    identity=("naam",),
    max_rows=12,
    of=Record(
        type_=RowQuestion,
        judge=judge_question,
        keys=(
            Key(name="naam", attribute="name", label="Korte naam", shape=SLUG),
            Key(name="type", attribute="type", label="Type", shape=one_of(*ROW_TYPES)),
            Key(name="vraag", attribute="label", label="Vraag", shape=Text()),
            *SETTINGS,
        ),
    ),
)

CONDITION = Record(
    type_=AskedIf,
    keys=(
        Key(name="vraag", attribute="question", label="Eerdere vraag", shape=SLUG),
        Key(
            name="antwoorden",
            attribute="values",
            label="Bij deze antwoorden",
            shape=Each(of=Text(max_length=60), max_items=50),
        ),
    ),
)


QUESTIONS = Section(
    slug="vragen",
    title="Extra vragen",
    purpose="Vragen die alleen uw gemeente stelt, boven op die van het formulier.",
    default=Questions(),
    judge=judge_conditions,
    shape=Record(
        type_=Questions,
        keys=(
            Key(
                name="vraag",
                attribute="questions",
                label="Vragen",
                default=(),
                shape=Rows(
                    row_name="vraag",
                    identity=("soort", "naam"),
                    max_rows=60,
                    of=Record(
                        type_=Question,
                        judge=judge_question,
                        keys=(
                            Key(
                                name="soort", attribute="kind", label="Soort indiening", shape=KIND
                            ),
                            Key(
                                name="naam",
                                attribute="name",
                                label="Korte naam",
                                hint="Onder deze naam wordt het antwoord bewaard.",
                                shape=SLUG,
                            ),
                            Key(name="type", attribute="type", label="Type", shape=one_of(*TYPES)),
                            Key(name="vraag", attribute="label", label="Vraag", shape=Text()),
                            Key(
                                name="vanaf",
                                attribute="from_on",
                                label="Vanaf",
                                hint="De eerste dag waarop de vraag gesteld wordt. "
                                "Wat eerder kwam, houdt de vragen van toen.",
                                shape=Day(),
                                default=None,
                            ),
                            Key(
                                name="alleen_als",
                                attribute="asked_if",
                                label="Alleen als",
                                shape=CONDITION,
                                default=None,
                            ),
                            Key(
                                name="rijnaam",
                                attribute="row_name",
                                label="Naam van één rij",
                                shape=Text(max_length=40),
                                default="",
                            ),
                            *SETTINGS,
                            Key(
                                name="deelvraag",
                                attribute="row_questions",
                                label="Vragen per rij",
                                shape=ROW_QUESTIONS,
                                default=(),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
