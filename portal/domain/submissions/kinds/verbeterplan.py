"""Verbeterplan: what a provider will do better, in actions that can be checked."""

from datetime import date

from portal.domain.calendar import format_date
from portal.domain.errors import Finding
from portal.domain.submissions.fields import (
    Answers,
    Choice,
    ChoiceField,
    DateField,
    LongTextField,
    MunicipalitiesField,
    RowsField,
    TextField,
)
from portal.domain.submissions.kind import (
    MUNICIPALITIES,
    Description,
    Facts,
    Kind,
    Outcome,
    Parts,
    Step,
    attachments_step,
    no_details,
    no_marks,
)
from portal.domain.submissions.privacy import NO_CLIENT_DATA

ACTIONS = "acties"


def municipalities(answers: Answers) -> tuple[str, ...]:
    return tuple(answers.get(MUNICIPALITIES) or ())


def split(answers: Answers) -> Parts:
    shared = {name: value for name, value in answers.items() if name != MUNICIPALITIES}
    return Parts(
        shared=shared,
        per_municipality={slug: {} for slug in municipalities(answers)},
        own={MUNICIPALITIES: list(municipalities(answers))},
    )


def describe(answers: Answers) -> Description:
    return Description(subject=str(answers.get("onderwerp") or ""))


def check(answers: Answers, facts: Facts) -> list[Finding]:
    """An action lies ahead, and the actions stand in order of date (004-62: SMART).

    In a completion it lay ahead when the plan came in: what is done by now may stay.
    """
    findings = []
    previous: date | None = None
    for number, row in enumerate(answers.get(ACTIONS) or ()):
        if not row.get("datum"):
            continue
        path = f"{ACTIONS}.{number}.datum"
        ready_on = date.fromisoformat(row["datum"])
        if ready_on < facts.received_on:
            findings.append(
                Finding(
                    path,
                    f"Kies voor actie {number + 1} een datum op of na {format_date(facts.received_on)}.",
                    "004-62",
                )
            )
        elif previous is not None and ready_on < previous:
            findings.append(
                Finding(
                    path,
                    f"Actie {number + 1} is eerder klaar dan actie {number}. "
                    "Zet de acties in de volgorde van hun datum.",
                    "004-62",
                )
            )
        previous = ready_on
    return findings


KIND = Kind(
    slug="verbeterplan",
    name="Verbeterplan",
    plural="Verbeterplannen",
    prefix="VP",
    summary="Laat zien wat u gaat verbeteren, met acties die te controleren zijn.",
    article="art. 1.30.2",
    payload_version=1,
    default_desk="contractmanagement",
    next_for_provider="Elke gemeente beoordeelt het plan apart en laat u weten of het volstaat.",
    answer_by=(
        "De overeenkomst noemt geen termijn voor dit antwoord. Vroeg een gemeente om het plan, dan "
        "geldt voor u de termijn in haar brief."
    ),
    steps=(
        Step(
            slug="aanleiding",
            title="Aanleiding",
            fields=(
                TextField(
                    name="onderwerp",
                    label="Waar gaat het plan over?",
                    hint="Een paar woorden, bijvoorbeeld “Tijdig rapporteren”.",
                    missing="Schrijf in een paar woorden waar het plan over gaat.",
                    max_length=120,
                ),
                ChoiceField(
                    name="aanleiding",
                    label="Waarom dient u dit plan in?",
                    missing="Kies waarom u dit plan indient.",
                    article="art. 1.30.2",
                    rule="004-62",
                    choices=(
                        Choice("gevraagd", "Een gemeente heeft erom gevraagd"),
                        Choice("eigen", "Wij doen dit uit onszelf"),
                    ),
                ),
                LongTextField(
                    name="toelichting",
                    label="Wat is er aan de hand?",
                    hint=f"Beschrijf wat er beter moet en hoe dat komt. {NO_CLIENT_DATA}",
                    missing="Beschrijf wat er beter moet en hoe dat komt.",
                ),
            ),
        ),
        Step(
            slug="gemeenten",
            title="Gemeenten",
            fields=(
                MunicipalitiesField(
                    name=MUNICIPALITIES,
                    label="Voor welke gemeenten is dit plan?",
                    hint="U kunt kiezen uit de gemeenten waarmee u nu een overeenkomst hebt.",
                    missing="Kies minstens één gemeente.",
                ),
            ),
        ),
        Step(
            slug="acties",
            title="Acties",
            intro="Maak elke actie zo concreet dat u en de gemeente later kunnen zien of ze gelukt is.",
            fields=(
                RowsField(
                    name=ACTIONS,
                    label="Acties",
                    row_name="actie",
                    missing="Voeg minstens één actie toe.",
                    article="art. 1.30.2",
                    rule="004-62",
                    max_rows=30,
                    fields=(
                        LongTextField(
                            name="wat",
                            label="Wat gaat u doen?",
                            missing="Schrijf op wat u gaat doen.",
                            lines=3,
                            max_length=1_000,
                        ),
                        LongTextField(
                            name="resultaat",
                            label="Wat is het resultaat, en hoe meet u dat?",
                            hint="Bijvoorbeeld: 95 procent van de rapportages is binnen tien dagen klaar.",
                            missing="Schrijf op wat het resultaat is en hoe u het meet.",
                            lines=3,
                            max_length=1_000,
                        ),
                        TextField(
                            name="eigenaar",
                            label="Wie zorgt daarvoor?",
                            hint="Een functie is genoeg, bijvoorbeeld “teammanager”.",
                            missing="Schrijf op wie voor deze actie zorgt.",
                        ),
                        TextField(
                            name="bewijs",
                            label="Waaraan kan de gemeente het zien?",
                            hint="Bijvoorbeeld een rapport of een steekproef.",
                            missing="Schrijf op waaraan de gemeente het kan zien.",
                        ),
                        DateField(
                            name="datum",
                            label="Wanneer is het klaar?",
                            missing="Vul in wanneer de actie klaar is.",
                        ),
                    ),
                ),
            ),
        ),
        attachments_step("Bijvoorbeeld een planning of een eerdere rapportage. " + NO_CLIENT_DATA),
    ),
    outcomes=(
        Outcome(slug="aanvaard", label="Plan aanvaard", tone="ok"),
        Outcome(
            slug="deels_aanvaard",
            label="Plan deels aanvaard",
            tone="warning",
            hint="Schrijf in de motivering welke acties wel en welke niet.",
        ),
        Outcome(slug="afgewezen", label="Plan niet aanvaard", tone="error"),
        Outcome(slug="kennisgenomen", label="Kennis van genomen", tone="neutral"),
    ),
    municipalities=municipalities,
    split=split,
    describe=describe,
    check=check,
    marks=no_marks,
    check_details=no_details,
)
