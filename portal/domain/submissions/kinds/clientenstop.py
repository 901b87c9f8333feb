"""Cliëntenstop: a provider asks to take no new clients for some products (art. 3.5.3, 3.6).

It never starts by itself. Each municipality consents in writing, per product, or refuses
(004-76, 004-79); there is no answer term for it and silence is never consent.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from portal.domain.calendar import format_date
from portal.domain.errors import Finding, Severity
from portal.domain.submissions.fields import (
    Answers,
    Choice,
    ChoiceField,
    DateField,
    LongTextField,
    MunicipalityField,
    ProductsField,
    RowsField,
    ShownIf,
    TextField,
    YesNoField,
)
from portal.domain.submissions.kind import (
    Description,
    Facts,
    Kind,
    OnDecision,
    Outcome,
    Parts,
    Step,
    attachments_step,
)
from portal.domain.submissions.privacy import NO_CLIENT_DATA

NOTICE_DAYS = 14  # 004-79, art. 3.6, calendar days
PRODUCTS, TALKS, START, END = "producten", "gesprekken", "ingangsdatum", "einddatum"

ORIGINS = {"wens": " op eigen wens", "wachttijd": " wegens wachttijd"}

WHOLE, PARTLY, REFUSED = "toegestemd", "deels_toegestemd", "geweigerd"


def earliest_start_on(received_on: date) -> date:
    """First day on which a stop is on time: received 6 March allows 20 March. Rule 004-79."""
    return received_on + timedelta(days=NOTICE_DAYS)


def days_late(received_on: date, starts_on: date) -> int:
    """Calendar days that a start lies too early; 0 when on time. Rule 004-79."""
    return max(0, (earliest_start_on(received_on) - starts_on).days)


def explain_notice(received_on: date) -> str:
    """How the earliest day came about, for the form and the delivery. Rule 004-79."""
    return (
        f"{NOTICE_DAYS} kalenderdagen na ontvangst op {format_date(received_on)} "
        f"is {format_date(earliest_start_on(received_on))} (art. 3.6). "
        "Weekenden en feestdagen tellen mee en verschuiven deze dag niet."
    )


def municipalities(answers: Answers) -> tuple[str, ...]:
    return tuple(slug for slug, codes in (answers.get(PRODUCTS) or {}).items() if codes)


def split(answers: Answers) -> Parts:
    """Products and talks go only to the municipality they are about."""
    apart = (PRODUCTS, TALKS)
    per = {
        slug: {
            PRODUCTS: list(answers[PRODUCTS][slug]),
            TALKS: [
                {name: value for name, value in talk.items() if name != "gemeente"}
                for talk in answers.get(TALKS) or ()
                if talk.get("gemeente") == slug
            ],
        }
        for slug in municipalities(answers)
    }
    return Parts(
        shared={name: value for name, value in answers.items() if name not in apart},
        per_municipality=per,
        own={},
    )


def join(shared: Answers, own: Answers, slug: str) -> dict[str, Any]:
    """The form's answers for one municipality, out of what it received."""
    return {
        **shared,
        PRODUCTS: {slug: list(own.get(PRODUCTS) or ())},
        TALKS: [{**talk, "gemeente": slug} for talk in own.get(TALKS) or ()],
    }


def describe(answers: Answers) -> Description:
    starts_on = date.fromisoformat(answers[START]) if answers.get(START) else None
    origin = ORIGINS.get(answers.get("oorsprong") or "", "")
    when = f" vanaf {format_date(starts_on)}" if starts_on else ""
    return Description(
        subject=f"Cliëntenstop{origin}{when}",
        starts_on=starts_on,
        grounds=(str(answers.get("oorsprong") or ""),),
    )


def check(answers: Answers, facts: Facts) -> list[Finding]:
    """Products within the contracts; the end after the start; a late start is only a warning."""
    return [
        *_check_products(answers, facts),
        *_check_talks(answers, facts),
        *_check_period(answers, facts),
    ]


def _check_products(answers: Answers, facts: Facts) -> list[Finding]:
    return [
        Finding(
            f"{PRODUCTS}.{slug}",
            f"Product {code} valt niet onder uw lopende overeenkomst met deze gemeente. Haal het weg.",
        )
        for slug, codes in (answers.get(PRODUCTS) or {}).items()
        for code in sorted(set(codes) - facts.products_of(slug).keys())
    ]


def _check_talks(answers: Answers, facts: Facts) -> list[Finding]:
    findings = []
    chosen = municipalities(answers)
    for number, talk in enumerate(answers.get(TALKS) or ()):
        path = f"{TALKS}.{number}"
        if talk.get("gemeente") and talk["gemeente"] not in chosen:
            findings.append(
                Finding(
                    f"{path}.gemeente",
                    f"Gesprek {number + 1} was met een gemeente waarvoor u geen product koos. "
                    "Kies een gemeente uit uw verzoek of haal het gesprek weg.",
                )
            )
        if talk.get("datum") and date.fromisoformat(talk["datum"]) > facts.today:
            findings.append(
                Finding(
                    f"{path}.datum",
                    f"Gesprek {number + 1} ligt in de toekomst. Noem alleen gesprekken die al zijn gevoerd.",
                )
            )
    return findings


def _check_period(answers: Answers, facts: Facts) -> list[Finding]:
    if not answers.get(START):
        return []
    findings = []
    starts_on = date.fromisoformat(answers[START])
    ends_on = answers.get(END) if answers.get("einde") == "datum" else None
    if ends_on and date.fromisoformat(ends_on) < starts_on:
        findings.append(
            Finding(
                END,
                f"Kies een einddatum op of na {format_date(starts_on)}, de dag waarop de stop begint.",
            )
        )
    late = days_late(facts.received_on, starts_on)
    if late:
        days = "1 dag" if late == 1 else f"{late} dagen"
        findings.append(
            Finding(
                START,
                f"Deze datum is {days} te vroeg. Op tijd is {format_date(earliest_start_on(facts.received_on))} "
                f"of later: {explain_notice(facts.received_on)} U kunt het verzoek wel indienen: de "
                "gemeente ziet dan dat ze te laat is gemeld en beslist zelf over de datum.",
                "004-79",
                Severity.WARNING,
            )
        )
    return findings


def advise(facts: Facts) -> dict[str, str]:
    """The first day that is on time today, and how it was computed. Rule 004-79."""
    return {
        START: f"Dient u vandaag in, dan is {format_date(earliest_start_on(facts.received_on))} de "
        f"eerste dag die op tijd is: {explain_notice(facts.received_on)}"
    }


def marks(answers: Answers, received_on: date) -> dict[str, Any]:
    """ "te_laat" with the number of days; never refused and never moved. Rule 004-79."""
    late = days_late(received_on, date.fromisoformat(answers[START]))
    if not late:
        return {}
    return {
        "te_laat": {
            "dagen": late,
            "kon_vanaf": earliest_start_on(received_on).isoformat(),
            "uitleg": explain_notice(received_on),
        }
    }


def check_details(
    outcome: str, details: Mapping[str, Any], answers: Answers, when: OnDecision
) -> list[Finding]:
    """Every requested product gets an answer, and a consent a day that it can begin on.

    `details` is {"producten": {code: {"toegestemd": bool, "vanaf": "2026-03-20"}}}.
    Rules 004-76, 004-79: a stop starts only after written consent.
    """
    asked = list(answers.get(PRODUCTS) or ())
    decided: Mapping[str, Any] = details.get(PRODUCTS) or {}
    findings = [
        Finding(f"{PRODUCTS}.{code}", f"Geef aan of u voor product {code} toestemt.", "004-79")
        for code in asked
        if not isinstance((decided.get(code) or {}).get("toegestemd"), bool)
    ]
    findings += [
        Finding(
            f"{PRODUCTS}.{code}", f"Om product {code} is niet gevraagd. Haal het weg.", "004-79"
        )
        for code in sorted(decided.keys() - set(asked))
    ]
    ends_on = date.fromisoformat(answers[END]) if answers.get(END) else None
    for code in consented(details):
        sentence = _why_not_from(code, decided[code].get("vanaf"), ends_on, when)
        if code in asked and sentence:
            findings.append(Finding(f"{PRODUCTS}.{code}", sentence, "004-79"))
    expected = outcome_of(details, asked)
    if not findings and outcome != expected:
        findings.append(
            Finding(
                "outcome",
                {
                    WHOLE: "U stemt voor alle producten toe. Kies dan “Toestemming”.",
                    PARTLY: "U stemt voor een deel van de producten toe. Kies dan “Toestemming voor een deel”.",
                    REFUSED: "U stemt voor geen enkel product toe. Kies dan “Geen toestemming”.",
                }[expected],
                "004-79",
            )
        )
    return findings


def consented(details: Mapping[str, Any]) -> list[str]:
    """The products that a decision consents to."""
    decided: Mapping[str, Any] = details.get(PRODUCTS) or {}
    return [code for code, answer in decided.items() if answer.get("toegestemd")]


def outcome_of(details: Mapping[str, Any], asked: Collection[str]) -> str:
    """What the answers per product come down to."""
    yes = set(consented(details))
    return WHOLE if yes and yes.issuperset(asked) else PARTLY if yes else REFUSED


def _why_not_from(
    code: str, from_on: str | None, ends_on: date | None, when: OnDecision
) -> str | None:
    """Why a stop cannot begin on that day; one that runs already may keep its first day."""
    if not from_on:
        return f"Vul in vanaf welke dag de stop voor product {code} geldt."
    begins_on = date.fromisoformat(from_on)
    if begins_on < when.today and begins_on != when.standing.get(code):
        return (
            f"Een stop begint pas na uw toestemming: kies voor product {code} een dag vanaf "
            f"{format_date(when.today)}."
        )
    if ends_on and begins_on > ends_on:
        return (
            f"De aanbieder vraagt de stop tot en met {format_date(ends_on)}: kies voor product "
            f"{code} een dag tot en met die datum, of stem niet toe."
        )
    return None


KIND = Kind(
    slug="clientenstop",
    name="Cliëntenstop",
    plural="Cliëntenstops",
    prefix="CS",
    summary="Vraag toestemming om tijdelijk geen nieuwe cliënten aan te nemen.",
    article="art. 3.5.3 en 3.6",
    payload_version=1,
    default_desk="contractmanagement",
    stops_clients=True,
    next_for_provider=(
        "Elke gemeente beslist apart. De stop begint pas na schriftelijke toestemming van die "
        "gemeente; geen antwoord is geen toestemming. Tot dan blijft de acceptatieplicht gelden."
    ),
    answer_by=(
        "De overeenkomst noemt geen termijn waarbinnen een gemeente antwoordt (art. 3.6). Wel vraagt "
        "zij u om minstens 14 kalenderdagen van tevoren te melden."
    ),
    steps=(
        Step(
            slug="producten",
            title="Gemeenten en producten",
            fields=(
                ProductsField(
                    name=PRODUCTS,
                    label="Voor welke producten vraagt u een cliëntenstop?",
                    hint="Elke gemeente ziet alleen de producten die u bij die gemeente aankruist.",
                    missing="Kies minstens één product bij een gemeente.",
                    article="art. 3.6",
                    rule="004-79",
                ),
            ),
        ),
        Step(
            slug="periode",
            title="Periode en reden",
            fields=(
                ChoiceField(
                    name="oorsprong",
                    label="Waarom wilt u een cliëntenstop?",
                    missing="Kies waarom u een cliëntenstop wilt.",
                    article="art. 3.5.3 en 3.6",
                    rule="004-76",
                    choices=(
                        Choice(
                            "wens",
                            "Wij kunnen of willen tijdelijk geen cliënten aannemen",
                            "Artikel 3.6",
                        ),
                        Choice("wachttijd", "Onze wachttijd is te lang", "Artikel 3.5.3"),
                    ),
                ),
                DateField(
                    name=START,
                    label="Vanaf welke dag?",
                    hint=(
                        "Meld een cliëntenstop minstens 14 kalenderdagen van tevoren. "
                        "Is de datum dichterbij, dan kunt u toch indienen."
                    ),
                    missing="Vul in vanaf welke dag u de stop wilt.",
                    article="art. 3.6",
                    rule="004-79",
                ),
                ChoiceField(
                    name="einde",
                    label="Tot wanneer verwacht u dat de stop duurt?",
                    missing="Kies tot wanneer u verwacht dat de stop duurt.",
                    rule="004-02",
                    choices=(
                        Choice("datum", "Tot en met een datum"),
                        Choice("nader_bericht", "Tot nader bericht"),
                    ),
                ),
                DateField(
                    name=END,
                    label="Laatste dag van de stop",
                    missing="Vul de laatste dag van de stop in.",
                    shown_if=ShownIf("einde", ("datum",)),
                ),
                LongTextField(
                    name="reden",
                    label="Wat is de reden?",
                    hint=f"Beschrijf wat er aan de hand is en wat u doet om de stop kort te houden. {NO_CLIENT_DATA}",
                    missing="Beschrijf de reden van de stop.",
                    article="art. 3.6",
                    rule="004-79",
                ),
            ),
        ),
        Step(
            slug="overleg",
            title="Overleg en alternatief",
            intro="U overlegt vooraf met de gemeente over een oplossing.",
            fields=(
                YesNoField(
                    name="overlegd",
                    label="Hebt u hierover al met een gemeente gesproken?",
                    missing="Kies ja of nee.",
                    article="art. 3.6",
                    rule="004-79",
                ),
                RowsField(
                    name=TALKS,
                    label="Gesprekken",
                    row_name="gesprek",
                    hint="Elke gemeente ziet alleen de gesprekken met die gemeente.",
                    missing="Voeg minstens één gesprek toe.",
                    shown_if=ShownIf("overlegd", (True,)),
                    max_rows=20,
                    fields=(
                        MunicipalityField(
                            name="gemeente",
                            label="Met welke gemeente?",
                            missing="Kies met welke gemeente u sprak.",
                        ),
                        DateField(
                            name="datum", label="Wanneer?", missing="Vul in wanneer u sprak."
                        ),
                        TextField(
                            name="met",
                            label="Met wie?",
                            hint="Een functie of afdeling is genoeg.",
                            missing="Vul in met wie u sprak.",
                        ),
                        LongTextField(
                            name="uitkomst",
                            label="Wat kwam eruit?",
                            required=False,
                            lines=3,
                            max_length=1_000,
                        ),
                    ),
                ),
                LongTextField(
                    name="geen_overleg",
                    label="Waarom nog niet?",
                    hint="Neem zo snel mogelijk contact op met de gemeente.",
                    missing="Schrijf op waarom u nog niet met de gemeente hebt gesproken.",
                    shown_if=ShownIf("overlegd", (False,)),
                    lines=3,
                    max_length=1_000,
                ),
                LongTextField(
                    name="alternatief",
                    label="Welk alternatief hebt u voor nieuwe cliënten?",
                    hint="Bijvoorbeeld een andere aanbieder of een andere vorm van ondersteuning.",
                    required=False,
                    article="art. 3.6",
                    rule="004-79",
                    lines=4,
                ),
            ),
        ),
        attachments_step("Bijvoorbeeld een overzicht van wachttijden. " + NO_CLIENT_DATA),
    ),
    outcomes=(
        Outcome(slug=WHOLE, label="Toestemming", tone="ok"),
        Outcome(slug=PARTLY, label="Toestemming voor een deel", tone="warning"),
        Outcome(slug=REFUSED, label="Geen toestemming", tone="error"),
    ),
    municipalities=municipalities,
    split=split,
    join=join,
    describe=describe,
    check=check,
    advise=advise,
    marks=marks,
    check_details=check_details,
)
