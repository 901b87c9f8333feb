"""What is asked when a provider sends something in a dossier."""

from portal.domain.calendar import format_date
from portal.domain.submissions.fields import (
    Choice,
    ChoiceField,
    Field,
    FilesField,
    LongTextField,
    ShownIf,
)
from portal.domain.submissions.privacy import NO_CLIENT_DATA
from portal.queries.provider_dossier_rows import DossierSeen
from portal.services.deliveries import MAX_TEXT
from portal.web.provider.dossiers.actions import milestones_of

NONE = "geen"
FILES = FilesField(
    name="bestanden",
    label="Bestanden",
    required=False,
    hint=NO_CLIENT_DATA,
)
KIND = ChoiceField(
    name="soort",
    label="Wat stuurt u?",
    missing="Kies wat u stuurt.",
    choices=(
        Choice("antwoord", "Een antwoord", "U laat weten wat u hebt gedaan of gaat doen."),
        Choice(
            "zienswijze", "Een zienswijze", "U laat weten wat u van een brief of besluit vindt."
        ),
        Choice("bewijs", "Bewijs", "U laat zien dat iets klaar is."),
    ),
)


def reply_fields(seen: DossierSeen) -> tuple[Field, ...]:
    """The questions, with the letters and the actions of this dossier to choose from."""
    return (KIND, *_letter(seen), *_action(seen), TEXT, FILES)


TEXT = LongTextField(
    name="tekst",
    label="Wat wilt u laten weten?",
    hint=f"De gemeente leest dit. {NO_CLIENT_DATA}",
    missing="Schrijf op wat u wilt laten weten.",
    max_length=MAX_TEXT,
)


def _letter(seen: DossierSeen) -> tuple[Field, ...]:
    if not seen.letters:
        return ()
    return (
        ChoiceField(
            name="brief",
            label="Gaat het over een brief?",
            missing="Kies een brief, of kies dat het over geen brief gaat.",
            choices=(
                *(
                    Choice(str(letter.number), f"Brief {letter.number}: {letter.title}")
                    for letter in seen.letters
                ),
                Choice(NONE, "Nee"),
            ),
        ),
    )


def _action(seen: DossierSeen) -> tuple[Field, ...]:
    actions = [each for each in milestones_of(seen) if each.met_on is None]
    if not actions:
        return ()
    return (
        ChoiceField(
            name="actie",
            label="Bij welke actie uit het plan hoort het bewijs?",
            missing="Kies een actie, of kies dat het bij geen actie hoort.",
            shown_if=ShownIf("soort", ("bewijs",)),
            choices=(
                *(
                    Choice(
                        each.code,
                        f"Actie {each.code}: {each.name}",
                        f"Uiterlijk {format_date(each.due_on)}.",
                    )
                    for each in actions
                ),
                Choice(NONE, "Bij geen van deze acties"),
            ),
        ),
    )
