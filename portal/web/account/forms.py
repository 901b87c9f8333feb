"""The questions of the account pages."""

from portal.domain.submissions.fields import PasswordField, TextField

EMAIL = TextField(
    name="email",
    label="E-mailadres",
    missing="Vul uw e-mailadres in.",
    autocomplete="username",
    inputmode="email",
    max_length=254,
)
SIGN_IN = (
    EMAIL,
    PasswordField(name="wachtwoord", label="Wachtwoord", missing="Vul uw wachtwoord in."),
)
FORGOTTEN = (EMAIL,)
OWN_NAME = TextField(
    name="naam",
    label="Uw naam",
    hint="Zo staat uw naam bij alles wat u in het portaal doet.",
    missing="Vul uw naam in.",
    max_length=120,
    autocomplete="name",
)
NEW_PASSWORD = (
    PasswordField(
        name="wachtwoord",
        label="Nieuw wachtwoord",
        hint="Minstens 12 tekens. Een paar woorden achter elkaar is goed te onthouden.",
        missing="Kies een wachtwoord.",
        autocomplete="new-password",
    ),
    PasswordField(
        name="herhaling",
        label="Nieuw wachtwoord, nog een keer",
        missing="Vul hetzelfde wachtwoord nog een keer in.",
        autocomplete="new-password",
    ),
)
CHANGE_PASSWORD = (
    PasswordField(
        name="huidig",
        label="Huidig wachtwoord",
        missing="Vul uw huidige wachtwoord in.",
    ),
    *NEW_PASSWORD,
)
