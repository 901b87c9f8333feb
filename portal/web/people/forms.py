"""The questions of the people pages."""

from collections.abc import Sequence

from portal.domain.people import ROLE_NAMES, Role
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    DateField,
    EmailField,
    Field,
    ShownIf,
    TextField,
)

ROLE_HINTS: dict[Role, str] = {
    Role.SUBMITTER: "Dient in, vult aan, trekt in en volgt, voor alle gemeenten.",
    Role.PROVIDER_ADMIN: "Hetzelfde, en beheert de accounts van de eigen organisatie.",
    Role.CONTRACT_MANAGER: "Behandelt wat binnenkomt: oppakken, vragen, besluiten, overdragen.",
    Role.CONTRACT_KEEPER: "Kijkt mee, en legt vast wat per brief, mail of telefoon binnenkomt.",
    Role.LAWYER: "Kijkt mee, en tekent mee bij zware stappen.",
    Role.SUPERVISOR: "Kijkt mee als toezichthouder.",
    Role.EXECUTIVE: "Kijkt mee, en beslist waar de escalatieladder dat zegt.",
    Role.FUNCTIONAL_ADMIN: "Richt de gemeente in en beheert haar mensen. Behandelt zelf niets.",
    Role.REGION_MANAGER: "Kijkt mee in gemeenten die toegang geven.",
    Role.REGION_ADMIN: "Beheert aanbieders, overeenkomsten en het productenboek.",
    Role.OPERATOR: "Houdt het portaal draaiend, zonder inhoud te zien.",
}

NAME = TextField(
    name="naam",
    label="Naam",
    hint="Zo staat de naam straks bij alles wat deze persoon doet. Bij het kiezen van een "
    "wachtwoord kan de persoon de naam verbeteren.",
    missing="Vul de naam in.",
    max_length=120,
    autocomplete="off",
)
EMAIL = EmailField(
    name="email",
    label="E-mailadres",
    hint="Het eigen werkadres van deze persoon. Hier gaat de uitnodiging naartoe.",
    missing="Vul het e-mailadres in.",
    autocomplete="off",
)
FROM = DateField(
    name="vanaf",
    label="Vanaf",
    hint="De eerste dag dat de rol geldt.",
    missing="Vul de eerste dag in.",
)
UNTIL = DateField(
    name="tot_en_met",
    label="Tot en met",
    hint="De laatste dag. Laat dit leeg als er nog geen einddatum is.",
    required=False,
)
AT_ONCE, LATER = "meteen", "later"
ENDING = (
    ChoiceField(
        name="wanneer",
        label="Wanneer eindigt deze rol?",
        missing="Kies wanneer de rol eindigt.",
        choices=(
            Choice(AT_ONCE, "Meteen", "De persoon kan hier bij de volgende klik niet meer bij."),
            Choice(LATER, "Na een dag die ik kies"),
        ),
    ),
    DateField(
        name="laatste_dag",
        label="Laatste dag",
        hint="Op deze dag geldt de rol nog.",
        missing="Vul de laatste dag in.",
        shown_if=ShownIf("wanneer", (LATER,)),
    ),
)


def role_field(roles: Sequence[Role]) -> ChoiceField:
    """One of the roles that may be handed out."""
    return ChoiceField(
        name="rol",
        label="Rol",
        missing="Kies een rol.",
        choices=tuple(Choice(role.value, ROLE_NAMES[role], ROLE_HINTS[role]) for role in roles),
    )


def invitation(roles: Sequence[Role]) -> tuple[Field, ...]:
    """Who, as what, from when until when."""
    return (NAME, EMAIL, *one_more_role(roles))


def one_more_role(roles: Sequence[Role]) -> tuple[Field, ...]:
    """As what, from when until when. A single possible role needs no question."""
    asked = (role_field(roles),) if len(roles) > 1 else ()
    return (*asked, FROM, UNTIL)
