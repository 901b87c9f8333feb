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
            Key(
                name="tekst",
                attribute="label",
                label="Tekst",
                hint="Wat de aanbieder ziet.",
                shape=Text(),
            ),
            Key(
                name="waarde",
                attribute="value",
                label="Korte naam",
                hint="Onder deze naam wordt het antwoord bewaard. Kleine letters, cijfers en streepjes.",
                shape=SLUG,
            ),
        ),
    ),
)

SETTINGS = (
    Key(
        name="verplicht",
        attribute="is_required",
        label="Is een antwoord verplicht?",
        hint="Ja: zonder antwoord kan de aanbieder niet indienen.",
        shape=YesNo(),
        default=True,
    ),
    Key(
        name="toelichting",
        attribute="hint",
        label="Toelichting",
        hint="Staat onder de vraag. Leg uit wat u bedoelt of waarom u het vraagt.",
        shape=LongText(max_length=500),
        default="",
    ),
    Key(
        name="max_lengte",
        attribute="max_length",
        label="Hoeveel tekens mag het antwoord lang zijn?",
        hint="Leeg: zoals het portaal het doet.",
        only_if=("type", ("tekst", "lange_tekst")),
        shape=Whole(minimum=1, maximum=20_000),
        default=None,
    ),
    Key(
        name="minimum",
        attribute="minimum",
        label="Laagste getal",
        hint="Een lager getal wordt geweigerd. Leeg: vanaf nul.",
        only_if=("type", ("getal",)),
        shape=Whole(),
        default=None,
    ),
    Key(
        name="maximum",
        attribute="maximum",
        label="Hoogste getal",
        hint="Een hoger getal wordt geweigerd.",
        only_if=("type", ("getal",)),
        shape=Whole(),
        default=None,
    ),
    Key(
        name="optie",
        attribute="options",
        label="Antwoorden",
        hint="Waaruit de aanbieder kiest; minstens twee.",
        only_if=("type", ("keuze", "keuzes")),
        shape=OPTIONS,
        default=(),
    ),
)

ROW_QUESTIONS = Rows(
    row_name="deelvraag",
    identity=("naam",),
    max_rows=12,
    of=Record(
        type_=RowQuestion,
        judge=judge_question,
        keys=(
            Key(
                name="vraag",
                attribute="label",
                label="Vraag",
                hint="Zoals de aanbieder haar leest.",
                shape=Text(),
            ),
            Key(
                name="naam",
                attribute="name",
                label="Korte naam",
                hint="Onder deze naam wordt het antwoord bewaard. Kleine letters, cijfers en streepjes.",
                shape=SLUG,
            ),
            Key(
                name="type",
                attribute="type",
                label="Soort antwoord",
                hint="Hoe de aanbieder antwoordt.",
                shape=one_of(*ROW_TYPES),
            ),
            *SETTINGS,
        ),
    ),
)

CONDITION = Record(
    type_=AskedIf,
    keys=(
        Key(
            name="vraag",
            attribute="question",
            label="Eerdere vraag",
            hint="De korte naam van een vraag die bij dezelfde soort indiening hoort en ervoor staat.",
            shape=SLUG,
        ),
        Key(
            name="antwoorden",
            attribute="values",
            label="Bij deze antwoorden",
            hint="De korte naam van elk antwoord, één per regel. Bij een vraag met ja en nee: “ja” of “nee”.",
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
                    named_by=("soort", "vraag"),
                    max_rows=60,
                    of=Record(
                        type_=Question,
                        judge=judge_question,
                        keys=(
                            Key(
                                name="soort",
                                attribute="kind",
                                label="Soort indiening",
                                hint="Op welk formulier de vraag komt.",
                                shape=KIND,
                            ),
                            Key(
                                name="vraag",
                                attribute="label",
                                label="Vraag",
                                hint="Zoals de aanbieder haar leest. Kort, met “u”.",
                                shape=Text(),
                            ),
                            Key(
                                name="naam",
                                attribute="name",
                                label="Korte naam",
                                hint="Onder deze naam wordt het antwoord bewaard. Kleine letters, cijfers en streepjes; verandert later niet meer.",
                                shape=SLUG,
                            ),
                            Key(
                                name="type",
                                attribute="type",
                                label="Soort antwoord",
                                hint="Hoe de aanbieder antwoordt.",
                                shape=one_of(*TYPES),
                            ),
                            *SETTINGS,
                            Key(
                                name="rijnaam",
                                attribute="row_name",
                                label="Naam van één rij",
                                hint="Bijvoorbeeld “locatie”: dan staat er “Nog een locatie toevoegen”.",
                                only_if=("type", ("rijen",)),
                                shape=Text(max_length=40),
                                default="",
                            ),
                            Key(
                                name="deelvraag",
                                attribute="row_questions",
                                label="Vragen per rij",
                                hint="Wat u van elke rij wilt weten.",
                                only_if=("type", ("rijen",)),
                                shape=ROW_QUESTIONS,
                                default=(),
                            ),
                            Key(
                                name="vanaf",
                                attribute="from_on",
                                label="Vanaf",
                                hint="De eerste dag waarop de vraag gesteld wordt; leeg is meteen. Wat eerder kwam, houdt de vragen van toen.",
                                shape=Day(),
                                default=None,
                            ),
                            Key(
                                name="alleen_als",
                                attribute="asked_if",
                                label="Alleen als",
                                hint="Zo vraagt u alleen door waar dat nodig is.",
                                ask="Hangt deze vraag af van een eerdere vraag?",
                                shape=CONDITION,
                                default=None,
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
