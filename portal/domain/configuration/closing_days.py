"""Openingsdagen: the days on which the municipality is closed, with the reason."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.configuration.groups import Key, Record, Rows
from portal.domain.configuration.scalars import Day, Text
from portal.domain.configuration.section import Section
from portal.domain.errors import Finding

LONGEST_CLOSURE_DAYS = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A closed day, or several in a row; both ends included."""

    from_on: date
    reason: str
    until_on: date | None = None

    def days(self) -> list[date]:
        """Every closed day of it."""
        last_on = self.until_on or self.from_on
        return [self.from_on + timedelta(days=n) for n in range((last_on - self.from_on).days + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingDays:
    """All closures; national holidays are not among them, the calendar knows those."""

    closures: tuple[Closure, ...] = ()

    def reasons(self) -> dict[date, str]:
        """Why the municipality is closed, per day."""
        return {day: closure.reason for closure in self.closures for day in closure.days()}


def judge_closure(closure: Closure) -> list[Finding]:
    """A closure ends on or after its first day, and is not endless."""
    last_on = closure.until_on or closure.from_on
    if last_on < closure.from_on:
        return [Finding("tot_en_met", "Kies een laatste dag op of na de eerste dag.")]
    if (last_on - closure.from_on).days >= LONGEST_CLOSURE_DAYS:
        sentence = f"Maak de sluiting niet langer dan {LONGEST_CLOSURE_DAYS} dagen."
        return [Finding("tot_en_met", sentence)]
    return []


def judge(closing_days: ClosingDays) -> list[Finding]:
    """No two closures overlap."""
    findings = []
    taken: set[date] = set()
    for number, closure in enumerate(closing_days.closures):
        if not taken.isdisjoint(closure.days()):
            sentence = "Deze sluiting overlapt een andere. Voeg ze samen of verander de dagen."
            findings.append(Finding(f"sluiting.{number}.van", sentence))
        taken.update(closure.days())
    return findings


CLOSING_DAYS = Section(
    slug="openingsdagen",
    title="Openingsdagen",
    purpose="Dagen waarop de gemeente dicht is, naast de weekenden en de feestdagen.",
    default=ClosingDays(),
    judge=judge,
    shape=Record(
        type_=ClosingDays,
        keys=(
            Key(
                name="sluiting",
                attribute="closures",
                label="Sluitingen",
                default=(),
                shape=Rows(
                    row_name="sluiting",
                    identity=("van",),
                    of=Record(
                        type_=Closure,
                        judge=judge_closure,
                        keys=(
                            Key(
                                name="van",
                                attribute="from_on",
                                label="Eerste dag",
                                hint="De eerste dag waarop u dicht bent.",
                                shape=Day(),
                            ),
                            Key(
                                name="tot_en_met",
                                attribute="until_on",
                                label="Laatste dag",
                                hint="Leeg: alleen de eerste dag.",
                                shape=Day(),
                                default=None,
                            ),
                            Key(
                                name="reden",
                                attribute="reason",
                                label="Reden",
                                hint="Staat bij elke datum die door deze sluiting verschuift.",
                                shape=Text(),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
