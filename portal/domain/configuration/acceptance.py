"""Acceptatieplicht: what a cliëntenstop does to the duty to accept clients, per origin.

Article 3.1.1 a ends the duty for a stop that is imposed or agreed (004-67). Whether a stop
that a provider asks for and the municipality consents to does so is not written: that is a
reading, kept as data and shown as a reading (004-115).
"""

from dataclasses import dataclass

from portal.domain.configuration.groups import Key, Record
from portal.domain.configuration.scalars import LongText, one_of
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice

LAPSES = "vervalt"
STAYS = "blijft"
EFFECT = one_of(
    Choice(LAPSES, "De acceptatieplicht vervalt zolang de stop duurt"),
    Choice(STAYS, "De acceptatieplicht blijft bestaan"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopEffect:
    """What a stop of one origin does; `explanation` is the reading in words."""

    effect: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceDuty:
    """The effect per origin of a stop: asked (3.6), waiting time (3.5.3), agreed (1.5.9), imposed."""

    wish: StopEffect
    waiting_time: StopEffect
    agreed: StopEffect
    imposed: StopEffect

    def lapses_for(self, origin: str) -> bool:
        """Whether a running stop of this origin ends the duty; the origin is a slug below."""
        return self.of(origin).effect == LAPSES

    def of(self, origin: str) -> StopEffect:
        return {
            "wens": self.wish,
            "wachttijd": self.waiting_time,
            "overeengekomen": self.agreed,
            "opgelegd": self.imposed,
        }[origin]


WRITTEN_ORIGINS = ("overeengekomen", "opgelegd")
READ_ORIGINS = ("wens", "wachttijd")

DEFAULT = AcceptanceDuty(
    wish=StopEffect(
        effect=LAPSES,
        explanation="Lezing: met de schriftelijke toestemming spreken gemeente en aanbieder de stop "
        "af. Daarom telt hij als overeengekomen (artikel 3.1.1 a, samen met 3.6).",
    ),
    waiting_time=StopEffect(
        effect=LAPSES,
        explanation="Lezing: met de schriftelijke toestemming spreken gemeente en aanbieder de stop "
        "af. Daarom telt hij als overeengekomen (artikel 3.1.1 a, samen met 3.5.3).",
    ),
    agreed=StopEffect(effect=LAPSES, explanation="Staat in artikel 3.1.1 a en 1.5.9."),
    imposed=StopEffect(effect=LAPSES, explanation="Staat in artikel 3.1.1 a."),
)


def judge(duty: AcceptanceDuty) -> list[Finding]:
    """What the contract itself says is not open to a reading (004-67)."""
    return [
        Finding(
            f"{origin}.gevolg",
            "Kies “vervalt”: artikel 3.1.1 a zegt zelf dat een opgelegde of overeengekomen stop "
            "de acceptatieplicht laat vervallen.",
            "004-67",
        )
        for origin in WRITTEN_ORIGINS
        if duty.of(origin).effect != LAPSES
    ]


STOP_EFFECT = Record(
    type_=StopEffect,
    keys=(
        Key(
            name="gevolg",
            attribute="effect",
            label="Gevolg",
            hint="Wat er met de plicht gebeurt zolang de stop loopt.",
            shape=EFFECT,
        ),
        Key(
            name="toelichting",
            attribute="explanation",
            label="Toelichting",
            hint="Zeg erbij of dit in de overeenkomst staat of een lezing is.",
            shape=LongText(max_length=1_000),
        ),
    ),
)

ACCEPTANCE = Section(
    slug="acceptatieplicht",
    title="Acceptatieplicht",
    purpose="Wat een cliëntenstop doet met de plicht om cliënten aan te nemen.",
    default=DEFAULT,
    judge=judge,
    shape=Record(
        type_=AcceptanceDuty,
        keys=(
            Key(
                name="wens",
                attribute="wish",
                label="Stop op verzoek van de aanbieder (3.6)",
                shape=STOP_EFFECT,
                default=DEFAULT.wish,
            ),
            Key(
                name="wachttijd",
                attribute="waiting_time",
                label="Stop om de wachttijd (3.5.3)",
                shape=STOP_EFFECT,
                default=DEFAULT.waiting_time,
            ),
            Key(
                name="overeengekomen",
                attribute="agreed",
                label="Afgesproken stop bij de bestedingsruimte (1.5.9)",
                shape=STOP_EFFECT,
                default=DEFAULT.agreed,
            ),
            Key(
                name="opgelegd",
                attribute="imposed",
                label="Opgelegde stop (3.5.5 of de ladder)",
                shape=STOP_EFFECT,
                default=DEFAULT.imposed,
            ),
        ),
    ),
)
