"""Days of the demo: fixed, or so many days before or after the day of loading."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.configuration.scalars import iso_day
from portal.domain.configuration.shape import Read, Shape, quoted, refuse

FROM_LOADING = re.compile(r"dag([+-][0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class LoadDay:
    """`fixed_on`, or else `offset_days` from the day on which the demo is loaded."""

    fixed_on: date | None = None
    offset_days: int = 0

    def on(self, loaded_on: date) -> date:
        return self.fixed_on or loaded_on + timedelta(days=self.offset_days)


class LoadDayShape(Shape[LoadDay]):
    """`"2026-01-01"`, or `"dag-120"` and `"dag+30"`, counted from the day of loading."""

    def read(self, raw: object, *, label: str, path: str) -> Read[LoadDay]:
        text = raw if isinstance(raw, str) else ""
        if day := iso_day(text):
            return LoadDay(fixed_on=day), []
        if found := FROM_LOADING.fullmatch(text):
            return LoadDay(offset_days=int(found[1])), []
        return refuse(
            path,
            f"Vul bij “{label}” een datum in als 2026-12-24, of dagen vanaf het laden als dag-30 of "
            f"dag+30; hier staat {quoted(raw)}.",
        )

    def write(self, value: LoadDay) -> str:
        return value.fixed_on.isoformat() if value.fixed_on else f"dag{value.offset_days:+d}"


LOAD_DAY = LoadDayShape()


def ends_too_early(starts: LoadDay, ends: LoadDay) -> bool:
    """Whether the end lies before the start on every day of loading; mixed ones are not judged."""
    if starts.fixed_on and ends.fixed_on:
        return ends.fixed_on < starts.fixed_on
    if starts.fixed_on or ends.fixed_on:
        return False
    return ends.offset_days < starts.offset_days
