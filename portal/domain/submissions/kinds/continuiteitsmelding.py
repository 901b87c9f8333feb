"""Continuïteitsmelding: a risk to the continuity of support (art. 3.4.2).

Reported at once and confirmed in writing: the moment it was told and the moment it was
received stand apart (004-72). Every municipality with a running contract gets it.
"""

from datetime import date, datetime
from typing import Any

from portal.domain.calendar import format_date, local_date
from portal.domain.errors import Finding
from portal.domain.submissions.fields import (
    Answers,
    Choice,
    ChoicesField,
    DateField,
    LeftOutField,
    LongTextField,
    MomentField,
    MunicipalitiesField,
    ShownIf,
    TextField,
    YesNoField,
)
from portal.domain.submissions.kind import (
    MUNICIPALITIES,
    Description,
    Facts,
    Kind,
    MandatoryTask,
    Outcome,
    Parts,
    Step,
    attachments_step,
    no_details,
    no_marks,
)
from portal.domain.submissions.privacy import NO_CLIENT_DATA

GROUNDS, LEFT_OUT = "gronden", "niet_naar"
GROUND_NAMES = {
    "a_negatief_resultaat": "Een fors negatief resultaat in een van de laatste drie jaren",
    "b_liquiditeit": "Te weinig geld om op tijd te betalen",
    "c_bestuurlijke_onrust": "Onrust in het bestuur",
    "d_maatregel": "Een maatregel van een toezichthouder, een gemeente, de tuchtrechter of de strafrechter",
    "anders": "Iets anders",
}
SHORT_GROUNDS = {
    "a_negatief_resultaat": "negatief resultaat",
    "b_liquiditeit": "liquiditeit",
    "c_bestuurlijke_onrust": "bestuurlijke onrust",
    "d_maatregel": "maatregel van toezichthouder of rechter",
    "anders": "andere omstandigheid",
}


def municipalities(answers: Answers) -> tuple[str, ...]:
    return tuple(answers.get(MUNICIPALITIES) or ())


def split(answers: Answers) -> Parts:
    """Why a municipality was left out is nobody else's to read."""
    own = (MUNICIPALITIES, LEFT_OUT)
    return Parts(
        shared={name: value for name, value in answers.items() if name not in own},
        per_municipality={slug: {} for slug in municipalities(answers)},
        own={name: answers[name] for name in own if name in answers},
    )


def describe(answers: Answers) -> Description:
    grounds = tuple(answers.get(GROUNDS) or ())
    words = ", ".join(SHORT_GROUNDS.get(ground, ground) for ground in grounds)
    return Description(subject=f"Continuïteit: {words}" if words else "", grounds=grounds)


def check(answers: Answers, facts: Facts) -> list[Finding]:
    """Nothing in the future; each municipality left out has a reason (004-72, 004-73)."""
    findings = []
    known_since = answers.get("bekend_sinds")
    if known_since and date.fromisoformat(known_since) > facts.today:
        findings.append(
            Finding(
                "bekend_sinds",
                f"Kies een datum tot en met vandaag, {format_date(facts.today)}.",
                "004-72",
            )
        )
    if answers.get("gebeld") and answers.get("gebeld_op"):
        told_at = datetime.fromisoformat(answers["gebeld_op"])
        if local_date(told_at) > facts.today or (facts.now and told_at > facts.now):
            findings.append(Finding("gebeld_op", "Kies een moment dat al geweest is.", "004-72"))
    reasons = answers.get(LEFT_OUT) or {}
    for slug, name in facts.municipalities.items():
        if slug not in municipalities(answers) and not str(reasons.get(slug) or "").strip():
            findings.append(
                Finding(
                    f"{LEFT_OUT}.{slug}",
                    f"Kruis {name} aan, of schrijf op waarom de melding niet naar {name} gaat.",
                    "004-72",
                )
            )
    return findings


def marks(answers: Answers, received_on: date) -> dict[str, Any]:
    return no_marks(answers, received_on)


KIND = Kind(
    slug="continuiteitsmelding",
    name="Continuïteitsmelding",
    plural="Continuïteitsmeldingen",
    prefix="CM",
    summary="Meld meteen dat de ondersteuning van cliënten in gevaar kan komen.",
    article="art. 3.4.2",
    payload_version=1,
    default_desk="contractmanagement",
    next_for_provider=(
        "Elke gemeente neemt contact met u op voor overleg en kan om stukken vragen. "
        "Blijf bereikbaar op het nummer van uw contactpersoon."
    ),
    answer_by=(
        "Overleg is verplicht (art. 3.4.2). Een termijn noemt de overeenkomst niet; de gemeente belt "
        "of mailt u voor een afspraak."
    ),
    tasks=(
        MandatoryTask(
            kind="overleg", title="Overleg met de aanbieder over de continuïteit", rule="004-72"
        ),
    ),
    steps=(
        Step(
            slug="gronden",
            title="Wat is er aan de hand?",
            fields=(
                ChoicesField(
                    name=GROUNDS,
                    label="Wat speelt er?",
                    hint="Kies alles wat van toepassing is.",
                    missing="Kies minstens één omstandigheid.",
                    article="art. 3.4.2 onder a tot en met d",
                    rule="004-73",
                    choices=tuple(
                        Choice(
                            slug,
                            name,
                            "Bij een maatregel van een toezichthouder geldt daarnaast een termijn van 7 "
                            "kalenderdagen (art. 3.10.3)."
                            if slug == "d_maatregel"
                            else "",
                        )
                        for slug, name in GROUND_NAMES.items()
                    ),
                ),
                LongTextField(
                    name="omstandigheden",
                    label="Beschrijf de omstandigheden",
                    hint=f"Wat is er gebeurd en waarom is dat een risico? {NO_CLIENT_DATA}",
                    missing="Beschrijf wat er gebeurd is en waarom dat een risico is.",
                    article="art. 3.4.2",
                    rule="004-72",
                ),
                DateField(
                    name="bekend_sinds",
                    label="Sinds wanneer weet u dit?",
                    missing="Vul in sinds wanneer u dit weet.",
                    article="art. 3.4.2",
                    rule="004-72",
                ),
            ),
        ),
        Step(
            slug="telefonisch",
            title="Eerdere melding",
            intro="Een risico meldt u meteen, dus vaak eerst met een telefoontje. Met dit formulier bevestigt u het schriftelijk.",
            fields=(
                YesNoField(
                    name="gebeld",
                    label="Hebt u het al telefonisch of mondeling gemeld?",
                    missing="Kies ja of nee.",
                    article="art. 3.4.2",
                    rule="004-72",
                ),
                MomentField(
                    name="gebeld_op",
                    label="Wanneer was dat?",
                    missing="Vul de datum en de tijd van die melding in.",
                    shown_if=ShownIf("gebeld", (True,)),
                    rule="004-72",
                ),
                TextField(
                    name="gebeld_aan",
                    label="Wie hebt u gesproken?",
                    hint="Naam of functie, en van welke gemeente.",
                    missing="Vul in wie u hebt gesproken.",
                    shown_if=ShownIf("gebeld", (True,)),
                ),
            ),
        ),
        Step(
            slug="gevolgen",
            title="Gevolgen voor cliënten",
            fields=(
                LongTextField(
                    name="gevolgen",
                    label="Wat betekent dit voor cliënten?",
                    hint=f"Om hoeveel cliënten gaat het ongeveer, en wat merken zij? {NO_CLIENT_DATA}",
                    missing="Beschrijf wat dit voor cliënten betekent.",
                    article="art. 3.4.2",
                    rule="004-72",
                ),
                LongTextField(
                    name="maatregelen",
                    label="Wat hebt u al gedaan?",
                    required=False,
                    lines=4,
                ),
            ),
        ),
        Step(
            slug="gemeenten",
            title="Gemeenten",
            fields=(
                MunicipalitiesField(
                    name=MUNICIPALITIES,
                    label="Naar welke gemeenten gaat deze melding?",
                    hint="Alle gemeenten waarmee u nu een overeenkomst hebt, zijn aangekruist.",
                    missing="Kies minstens één gemeente.",
                    all_first=True,
                    article="art. 3.4.2",
                    rule="004-72",
                ),
                LeftOutField(
                    name=LEFT_OUT,
                    of=MUNICIPALITIES,
                    label="Waarom gaat de melding niet naar deze gemeente?",
                    hint="Alleen invullen voor een gemeente die u niet aankruist. Geen enkele gemeente ziet dit.",
                    required=False,
                ),
            ),
        ),
        attachments_step(
            "Bijvoorbeeld jaarcijfers of een brief van een toezichthouder. " + NO_CLIENT_DATA
        ),
    ),
    outcomes=(
        Outcome(slug="kennisgenomen", label="Kennis van genomen", tone="neutral"),
        Outcome(slug="afspraken", label="Afspraken gemaakt", tone="ok"),
        Outcome(
            slug="onderzoek",
            label="Extern onderzoek ingesteld",
            tone="warning",
            hint="De gemeente mag een (accountants)onderzoek laten doen (art. 3.4.2).",
        ),
    ),
    municipalities=municipalities,
    split=split,
    describe=describe,
    check=check,
    marks=marks,
    check_details=no_details,
)
