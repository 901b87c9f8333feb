"""The questions of the acts that follow a submission, and of the organisation's own data."""

from portal.domain.submissions.fields import DateField, LongTextField, TextField
from portal.domain.submissions.privacy import NO_CLIENT_DATA
from portal.services.deliveries import MAX_TEXT

WITHDRAW = (
    LongTextField(
        name="reden",
        label="Waarom trekt u dit in?",
        hint=f"De gemeente leest dit. {NO_CLIENT_DATA}",
        missing="Schrijf op waarom u dit intrekt.",
        max_length=MAX_TEXT,
    ),
)
DISPUTE = (
    LongTextField(
        name="reden",
        label="Wat klopt er niet?",
        hint=f"Bijvoorbeeld de datum van binnenkomst, of de inhoud. {NO_CLIENT_DATA}",
        missing="Schrijf op wat er niet klopt.",
        max_length=MAX_TEXT,
    ),
)
ASK_LIFT = (
    DateField(
        name="per",
        label="Vanaf welke dag kunt u weer cliënten aannemen?",
        missing="Vul in vanaf welke dag u weer cliënten kunt aannemen.",
    ),
    LongTextField(
        name="reden",
        label="Waarom kan de stop eindigen?",
        hint=NO_CLIENT_DATA,
        missing="Schrijf op waarom de stop kan eindigen.",
        max_length=MAX_TEXT,
    ),
)


def _address(group: str, title: str) -> tuple[TextField, ...]:
    return (
        TextField(
            name=f"{group}_straat",
            label=f"{title}: straat en huisnummer, of postbus",
            missing=f"Vul de straat of de postbus van het {title.lower()} in.",
            max_length=120,
        ),
        TextField(
            name=f"{group}_postcode",
            label=f"{title}: postcode",
            missing=f"Vul de postcode van het {title.lower()} in.",
            max_length=10,
        ),
        TextField(
            name=f"{group}_plaats",
            label=f"{title}: plaats",
            missing=f"Vul de plaats van het {title.lower()} in.",
            max_length=80,
        ),
    )


PROFILE = (
    TextField(
        name="email",
        label="Algemeen e-mailadres",
        hint="Hier komt mail van gemeenten binnen als de indiener er niet meer werkt.",
        missing="Vul een algemeen e-mailadres in.",
        inputmode="email",
    ),
    TextField(
        name="telefoon",
        label="Telefoonnummer",
        missing="Vul een telefoonnummer in.",
        inputmode="tel",
        max_length=30,
    ),
    *_address("bezoekadres", "Bezoekadres"),
    *_address("postadres", "Postadres"),
    TextField(
        name="contactpersoon_naam",
        label="Contactpersoon: naam",
        missing="Vul de naam van de contactpersoon in.",
    ),
    TextField(
        name="contactpersoon_telefoon",
        label="Contactpersoon: telefoonnummer",
        missing="Vul het telefoonnummer van de contactpersoon in.",
        inputmode="tel",
        max_length=30,
    ),
    TextField(
        name="contactpersoon_email",
        label="Contactpersoon: e-mailadres",
        missing="Vul het e-mailadres van de contactpersoon in.",
        inputmode="email",
    ),
)
