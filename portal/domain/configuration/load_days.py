"""Days and moments of the demo, counted from when it is loaded, so that it is always fresh."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.domain.calendar import instant_of, local_date, to_local
from portal.domain.configuration.scalars import iso_day
from portal.domain.configuration.shape import Read, Shape, quoted, refuse

FROM_LOADING = re.compile(r"dag([+-][0-9]{1,4})")
DAYS_BEFORE = re.compile(r"dag-([0-9]{1,4}) (0[6-9]|1[0-9]|2[0-3]):([0-5][0-9])")
DAYS_AHEAD = re.compile(r"dag\+([0-9]{1,4}) (0[6-9]|1[0-9]|2[0-3]):([0-5][0-9])")
SHORTLY_BEFORE = re.compile(r"(uur|minuut)-([0-9]{1,3})")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadMoment:
    """A moment before the loading of the demo: a clock time so many days earlier, or `minutes_before`."""

    days_before: int = 0
    clock_time: time | None = None
    minutes_before: int = 0

    def at(self, loaded_at: datetime) -> datetime:
        """The instant, in UTC. Clock times are Dutch, from six in the morning on."""
        if self.clock_time is None:
            return loaded_at - timedelta(minutes=self.minutes_before)
        day = local_date(loaded_at) - timedelta(days=self.days_before)
        return instant_of(day, self.clock_time)


class LoadMomentShape(Shape[LoadMoment]):
    """`"dag-12 14:05"`, or `"uur-3"` and `"minuut-20"`: hours and minutes before loading."""

    def read(self, raw: object, *, label: str, path: str) -> Read[LoadMoment]:
        text = raw if isinstance(raw, str) else ""
        if (found := DAYS_BEFORE.fullmatch(text)) and int(found[1]):
            clock_time = time(int(found[2]), int(found[3]))
            return LoadMoment(days_before=int(found[1]), clock_time=clock_time), []
        if found := SHORTLY_BEFORE.fullmatch(text):
            minutes = int(found[2]) * (60 if found[1] == "uur" else 1)
            return LoadMoment(minutes_before=minutes), []
        return refuse(
            path,
            f"Vul bij “{label}” een moment vóór het laden in, zoals dag-12 14:05, uur-3 of "
            f"minuut-20; hier staat {quoted(raw)}.",
        )

    def write(self, value: LoadMoment) -> str:
        if value.clock_time is not None:
            return f"dag-{value.days_before} {value.clock_time:%H:%M}"
        if value.minutes_before and value.minutes_before % 60 == 0:
            return f"uur-{value.minutes_before // 60}"
        return f"minuut-{value.minutes_before}"


LOAD_MOMENT = LoadMomentShape()


def resolved(plain: Any, *, loaded_at: datetime) -> Any:
    """Plain data in which days and moments counted from loading have become real ones."""
    if isinstance(plain, Mapping):
        return {name: resolved(value, loaded_at=loaded_at) for name, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [resolved(item, loaded_at=loaded_at) for item in plain]
    if not isinstance(plain, str):
        return plain
    if FROM_LOADING.fullmatch(plain):
        offset, _ = LOAD_DAY.read(plain, label="", path="")
        return offset.on(local_date(loaded_at)).isoformat() if offset else plain
    if found := DAYS_AHEAD.fullmatch(plain):
        # Only answers look ahead: somebody can be reached tomorrow morning.
        day = local_date(loaded_at) + timedelta(days=int(found[1]))
        return to_local(instant_of(day, time(int(found[2]), int(found[3])))).isoformat()
    if DAYS_BEFORE.fullmatch(plain):
        moment, _ = LOAD_MOMENT.read(plain, label="", path="")
        return to_local(moment.at(loaded_at)).isoformat() if moment else plain
    return plain
