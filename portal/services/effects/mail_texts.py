"""The portal's own words in mails, for where a municipality has none of its own."""

from dataclasses import dataclass

from portal.services.links import Purpose


@dataclass(frozen=True, slots=True)
class WordsOfMail:
    """Subject and body with placeholders."""

    subject: str
    body: str


_CLOSING = "\n\nDeze mail is automatisch verstuurd. Antwoorden komen niet aan.\n"


def _says(subject: str, body: str) -> WordsOfMail:
    return WordsOfMail(subject, body + _CLOSING)


RECEIPT = _says(
    "Ontvangen: {kenmerk}",
    "Wij hebben uw {soort} ontvangen op {datum}. Het kenmerk is {kenmerk}.\n\n"
    "Uw ontvangstbewijs staat in het portaal:\n{link}",
)

DEFAULTS: dict[str, WordsOfMail] = {
    "nieuw_werk": _says(
        "Nieuw bij {team}: {kenmerk}",
        "Er wacht een {soort} op {team}, met kenmerk {kenmerk}.\n\nBekijk de indiening in het portaal:\n{link}",
    ),
    "aanvulling_gevraagd": _says(
        "Gemeente {gemeente} vraagt een aanvulling: {kenmerk}",
        "Gemeente {gemeente} heeft een vraag bij {kenmerk}.\n\n"
        "Lees de vraag en antwoord in het portaal:\n{link}",
    ),
    "aanvulling_ontvangen": _says(
        "Aangevuld: {kenmerk}",
        "De aanbieder heeft {kenmerk} aangevuld.\n\nBekijk de aanvulling in het portaal:\n{link}",
    ),
    "besluit": _says(
        "Bericht van gemeente {gemeente} over {kenmerk}",
        "Er staat een bericht van gemeente {gemeente} voor u klaar over {kenmerk}.\n\n"
        "Lees het in het portaal:\n{link}",
    ),
    "herinnering": _says(
        "Termijn nadert: {kenmerk}",
        "Bij {kenmerk} komt een termijn dichterbij.\n\nBekijk de zaak in het portaal:\n{link}",
    ),
    "termijn_verlopen": _says(
        "Termijn voorbij: {kenmerk}",
        "Bij {kenmerk} is een interne termijn voorbij. Er is daardoor niets beslist.\n\n"
        "Bekijk de zaak in het portaal:\n{link}",
    ),
}

DOSSIER_WORDS: dict[str, WordsOfMail] = {
    "brief": _says(
        "Brief van gemeente {gemeente}: {kenmerk}",
        "Er staat een brief van gemeente {gemeente} voor u klaar, met kenmerk {kenmerk}.\n\n"
        "Lees hem in het portaal:\n{link}",
    ),
    "gevraagd": _says(
        "Gemeente {gemeente} vraagt iets van u: {kenmerk}",
        "In dossier {kenmerk} van gemeente {gemeente} wacht iets op u.\n\n"
        "Bekijk het in het portaal:\n{link}",
    ),
    "gewijzigd": _says(
        "Er is iets veranderd in dossier {kenmerk}",
        "Gemeente {gemeente} heeft iets vastgelegd in dossier {kenmerk}.\n\n"
        "Bekijk het in het portaal:\n{link}",
    ),
    "antwoord": _says(
        "Antwoord in dossier {kenmerk}",
        "De aanbieder heeft iets ingediend in dossier {kenmerk}.\n\n"
        "Bekijk het in het portaal:\n{link}",
    ),
    "meetekenen": _says(
        "Gevraagd om mee te tekenen of mee te kijken: {kenmerk}",
        "Een collega van gemeente {gemeente} vraagt u om mee te tekenen of mee te kijken in "
        "dossier {kenmerk}.\n\nBekijk het in het portaal:\n{link}",
    ),
    "termijn": _says(
        "Termijn in dossier {kenmerk}",
        "In dossier {kenmerk} komt een termijn dichterbij of is er een voorbij.\n\n"
        "Bekijk het dossier in het portaal:\n{link}",
    ),
}

_ACCOUNT = {
    Purpose.INVITATION: _says(
        "Uitnodiging voor het Zorgportaal",
        "Beste {naam},\n\nU bent uitgenodigd om in het Zorgportaal te werken voor {organisatie}. "
        "Kies een wachtwoord:\n{link}\n\nDe link werkt één keer, tot {tot}. Verwachtte u deze "
        "uitnodiging niet? Dan hoeft u niets te doen.",
    ),
    Purpose.NEW_ROLE: _says(
        "Een nieuwe rol in het Zorgportaal",
        "Beste {naam},\n\nU hebt er een rol bij in het Zorgportaal, voor {organisatie}. "
        "Meld u aan zoals u gewend bent:\n{link}\n\n"
        "Onder uw naam, bij “Mijn account”, ziet u al uw rollen.",
    ),
    Purpose.PASSWORD: _says(
        "Nieuw wachtwoord voor het Zorgportaal",
        "Beste {naam},\n\nKies een nieuw wachtwoord:\n{link}\n\nDe link werkt één keer, tot {tot}. "
        "Hebt u hier niet om gevraagd? Dan hoeft u niets te doen.",
    ),
}
_ACCOUNT[Purpose.FIRST_ADMIN] = _ACCOUNT[Purpose.INVITATION]


def account_mail(purpose: Purpose) -> WordsOfMail:
    """The words for a single-use link."""
    return _ACCOUNT[purpose]
