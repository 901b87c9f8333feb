"""The questions behind the acts on a delivery."""

from collections.abc import Mapping, Sequence

from portal.domain.configuration.teams import Teams
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    DateField,
    Field,
    LongTextField,
    ShownIf,
    TextField,
    YesNoField,
)
from portal.domain.submissions.kind import Kind
from portal.queries.desks import Handler

REASON_FOR_PROVIDER = "De aanbieder leest dit. Noem geen namen van cliënten."
TO, BETWEEN = "naar", ":"
LIFT, KEEP = "opheffen", "laten_staan"


def hand_over_fields(teams: Teams, people: Sequence[Handler]) -> tuple[Field, ...]:
    """Each desk, and behind it the people who can handle it there."""
    choices = []
    for team in teams.desks:
        choices.append(Choice(team.slug, team.name, "Wie van dit team tijd heeft, pakt het op."))
        choices += [
            Choice(f"{team.slug}{BETWEEN}{person.account_id}", f"{person.name}, {team.name}")
            for person in people
            if person.desk == team.slug and not person.absent
        ]
    return (
        ChoiceField(
            name=TO,
            label="Aan wie draagt u deze zaak over?",
            missing="Kies een team of een collega.",
            choices=tuple(choices),
        ),
        LongTextField(
            name="reden",
            label="Waarom?",
            hint="Alleen uw eigen gemeente leest dit.",
            missing="Schrijf op waarom u deze zaak overdraagt.",
            lines=3,
            max_length=1_000,
        ),
    )


QUESTION: tuple[Field, ...] = (
    LongTextField(
        name="vraag",
        label="Wat moet de aanbieder aanvullen?",
        hint=REASON_FOR_PROVIDER,
        missing="Schrijf op wat de aanbieder moet aanvullen.",
    ),
    DateField(
        name="antwoord_voor",
        label="Tot en met welke dag heeft de aanbieder de tijd?",
        missing="Vul in tot en met welke dag de aanbieder de tijd heeft.",
    ),
)

NOTE: tuple[Field, ...] = (
    LongTextField(
        name="notitie",
        label="Notitie",
        hint="Alleen mensen van uw eigen gemeente lezen dit, nooit de aanbieder.",
        missing="Schrijf een notitie.",
    ),
)

REOPEN: tuple[Field, ...] = (
    LongTextField(
        name="reden",
        label="Waarom heropent u deze zaak?",
        hint=REASON_FOR_PROVIDER,
        missing="Schrijf op waarom u deze zaak heropent.",
        lines=4,
    ),
)

CONSULTATION: tuple[Field, ...] = (
    DateField(
        name="op",
        label="Wanneer was het overleg?",
        missing="Vul in wanneer het overleg was.",
        article="art. 3.4.2",
        rule="004-72",
    ),
    TextField(
        name="met",
        label="Met wie sprak u?",
        hint="Functie en organisatie zijn genoeg.",
        missing="Vul in met wie u sprak.",
    ),
    LongTextField(
        name="verslag",
        label="Wat is er besproken?",
        hint="Noem geen namen van cliënten.",
        missing="Schrijf op wat er is besproken.",
    ),
    LongTextField(name="afspraken", label="Welke afspraken maakte u?", required=False, lines=4),
)

LIFTING: tuple[Field, ...] = (
    ChoiceField(
        name="antwoord",
        label="Heft u de stop op?",
        missing="Kies of u de stop opheft.",
        choices=(
            Choice(LIFT, "Ja, de stop eindigt", "De aanbieder neemt dan weer cliënten aan."),
            Choice(KEEP, "Nee, de stop blijft staan"),
        ),
    ),
    DateField(
        name="per",
        label="Vanaf welke dag is er geen stop meer?",
        missing="Vul in vanaf welke dag er geen stop meer is.",
        shown_if=ShownIf("antwoord", (LIFT,)),
    ),
    LongTextField(
        name="motivering",
        label="Waarom blijft de stop staan?",
        hint=REASON_FOR_PROVIDER,
        missing="Schrijf op waarom de stop blijft staan.",
        shown_if=ShownIf("antwoord", (KEEP,)),
        lines=4,
    ),
)

REASON = LongTextField(
    name="motivering",
    label="Motivering",
    hint=REASON_FOR_PROVIDER,
    missing="Schrijf op waarom u dit besluit neemt.",
)


def outcome_fields(kind: Kind) -> tuple[Field, ...]:
    """One decision for the whole."""
    return (
        ChoiceField(
            name="besluit",
            label="Wat besluit u?",
            missing="Kies een besluit.",
            choices=tuple(
                Choice(outcome.slug, outcome.label, outcome.hint) for outcome in kind.outcomes
            ),
        ),
        REASON,
    )


def consent_name(code: str) -> str:
    return f"toestemming_{code}"


def from_name(code: str) -> str:
    return f"vanaf_{code}"


def consent_fields(products: Mapping[str, str]) -> tuple[Field, ...]:
    """An answer per product; nothing is chosen beforehand, silence is no consent (004-79)."""
    found: list[Field] = []
    for code, name in products.items():
        found += [
            YesNoField(
                name=consent_name(code),
                label=f"Stemt u toe voor {name}?",
                missing=f"Kies of u toestemt voor {name}.",
                article="art. 3.6",
                rule="004-79",
            ),
            DateField(
                name=from_name(code),
                label=f"Vanaf welke dag geldt de stop voor {name}?",
                missing=f"Vul in vanaf welke dag de stop voor {name} geldt.",
                shown_if=ShownIf(consent_name(code), (True,)),
                rule="004-79",
            ),
        ]
    return (*found, REASON)
