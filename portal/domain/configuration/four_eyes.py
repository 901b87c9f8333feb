"""Vier ogen: for which acts of the municipality's own a second person is needed."""

from dataclasses import dataclass

from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import LongText, YesNo, one_of
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding
from portal.domain.submissions.fields import Choice

SHORTEST_REASON = 20
PUBLISH_LADDER = "ladder_publiceren"

# Measures and the immediate path (004-99) always take two persons: no switch for these.
SWITCHABLE_ACTS = (Choice(PUBLISH_LADDER, "Een nieuwe versie van de escalatieladder laten ingaan"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class FourEyesSwitch:
    """Whether one act needs a second person; off only with a reason that is kept."""

    act: str
    is_on: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FourEyes:
    """The switches that were set; an act without one needs a second person."""

    switches: tuple[FourEyesSwitch, ...] = ()

    def needs_second_person(self, act: str) -> bool:
        return all(switch.is_on for switch in self.switches if switch.act == act)

    def reason_for(self, act: str) -> str:
        """Why one person is enough for an act; "" where a second one is needed."""
        return next((one.reason for one in self.switches if one.act == act and not one.is_on), "")


def judge_switch(switch: FourEyesSwitch) -> list[Finding]:
    """Switching off asks for a reason that says something."""
    if switch.is_on or len(switch.reason.strip()) >= SHORTEST_REASON:
        return []
    return [
        Finding(
            "reden",
            "Schrijf op waarom hier één persoon genoeg is, in een zin van minstens "
            f"{SHORTEST_REASON} tekens. De reden blijft zichtbaar in de geschiedenis.",
        )
    ]


FOUR_EYES = Section(
    slug="vier_ogen",
    title="Vier ogen",
    purpose="Bij welke handelingen een tweede persoon moet meekijken.",
    default=FourEyes(),
    shape=Record(
        type_=FourEyes,
        keys=(
            Key(
                name="schakelaar",
                attribute="switches",
                label="Schakelaars",
                default=(),
                shape=Rows(
                    row_name="schakelaar",
                    identity=("handeling",),
                    of=Record(
                        type_=FourEyesSwitch,
                        judge=judge_switch,
                        keys=(
                            Key(
                                name="handeling",
                                attribute="act",
                                label="Handeling",
                                hint="Staat een handeling er niet bij, dan is een tweede persoon nodig.",
                                shape=one_of(*SWITCHABLE_ACTS),
                            ),
                            Key(
                                name="aan",
                                attribute="is_on",
                                label="Is een tweede persoon nodig?",
                                hint="Nee: wie iets voorlegt, kan het ook zelf laten ingaan.",
                                shape=YesNo(),
                            ),
                            Key(
                                name="reden",
                                attribute="reason",
                                label="Waarom is één persoon genoeg?",
                                hint="Verplicht bij nee. De reden blijft staan bij alles wat één persoon alleen deed.",
                                shape=LongText(max_length=1_000),
                                default="",
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
