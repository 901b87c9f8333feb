"""A running term: pauses, extensions, endings, and what a page shows meanwhile."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.calendar import end_of_day, instant_of, local_date, start_of_day
from portal.domain.deadlines import (
    ChangeKind,
    Clock,
    Reminder,
    ReminderKind,
    Status,
    Unit,
    countdown,
    reminders,
    start_clock,
)
from portal.domain.errors import RuleBroken

from .cases import BREACH, CALENDAR, EXTENSION, days, utc


def noon(*day: int) -> datetime:
    return instant_of(date(*day), time(12))


@pytest.fixture
def clock() -> Clock:
    """Fourteen days from 6 March: the last day is 20 March."""
    return start_clock(days(14), noon(2026, 3, 6))


@pytest.mark.parametrize(
    ("now", "status", "words"),
    [
        (noon(2026, 3, 6), Status.RUNNING, "nog 14 dagen"),
        (end_of_day(date(2026, 3, 17)) - timedelta(microseconds=1), Status.RUNNING, "nog 3 dagen"),
        (start_of_day(date(2026, 3, 18)), Status.NEARLY, "nog 2 dagen"),
        (noon(2026, 3, 19), Status.NEARLY, "morgen"),
        (end_of_day(date(2026, 3, 20)) - timedelta(microseconds=1), Status.NEARLY, "vandaag"),
        (end_of_day(date(2026, 3, 20)), Status.EXPIRED, "1 dag te laat"),
        (noon(2026, 3, 23), Status.EXPIRED, "3 dagen te laat"),
    ],
)
def test_the_last_day_counts_in_full(
    clock: Clock, now: datetime, status: Status, words: str
) -> None:
    assert (clock.status(now), countdown(clock, now)) == (status, words)


@pytest.mark.parametrize(
    ("now", "status", "words"),
    [
        (utc(2026, 10, 24, 12, 0), Status.RUNNING, "nog 24 uur"),
        (utc(2026, 10, 25, 9, 59), Status.RUNNING, "nog 2 uur"),
        (utc(2026, 10, 25, 10, 0), Status.NEARLY, "nog 2 uur"),
        (utc(2026, 10, 25, 11, 0, 1), Status.NEARLY, "minder dan een uur"),
        (utc(2026, 10, 25, 12, 0), Status.NEARLY, "minder dan een uur"),
        (utc(2026, 10, 25, 12, 0, 1), Status.EXPIRED, "1 uur te laat"),
        (utc(2026, 10, 25, 13, 0, 1), Status.EXPIRED, "2 uur te laat"),
    ],
)
def test_a_clock_in_hours_runs_to_the_instant(now: datetime, status: Status, words: str) -> None:
    clock = start_clock(BREACH, utc(2026, 10, 24, 12))
    assert (clock.status(now), countdown(clock, now)) == (status, words)


@pytest.mark.parametrize(
    ("resumed", "due_on"),
    [
        (noon(2026, 3, 10), date(2026, 3, 20)),
        (noon(2026, 3, 11), date(2026, 3, 21)),
        (noon(2026, 3, 30), date(2026, 4, 9)),
    ],
)
def test_a_pause_moves_the_end_by_the_days_it_lasted(
    clock: Clock, resumed: datetime, due_on: date
) -> None:
    paused = clock.pause(noon(2026, 3, 10), reason="Aanvulling gevraagd")
    assert paused.status(noon(2027, 1, 1)) is Status.PAUSED
    assert countdown(paused, noon(2027, 1, 1)) == "staat stil"
    assert paused.resume(resumed, reason="Aanvulling ontvangen").due_on == due_on


def test_a_pause_over_midnight_counts_local_days(clock: Clock) -> None:
    paused = clock.pause(utc(2026, 3, 10, 22, 59), reason="Aanvulling gevraagd")
    assert paused.resume(utc(2026, 3, 10, 23, 1), reason="Ontvangen").due_on == date(2026, 3, 21)


def test_a_pause_of_working_days_keeps_as_many_as_were_left() -> None:
    clock = start_clock(days(5, Unit.WORKING_DAYS), noon(2026, 3, 30), calendar=CALENDAR)
    assert clock.due_on == date(2026, 4, 8)
    paused = clock.pause(noon(2026, 4, 1), reason="Aanvulling gevraagd")
    resumed = paused.resume(noon(2026, 4, 24), reason="Ontvangen", calendar=CALENDAR)
    # After 1 April three were left: 2, 7 and 8 April; after 24 April those are 28, 29 and 30.
    assert resumed.due_on == date(2026, 4, 30)
    assert resumed.sentences[-1] == (
        "Verdergegaan op 24 april 2026 om 12.00 uur. Reden: Ontvangen. Er waren nog 3 werkdagen "
        "over. Zaterdagen en zondagen tellen niet mee. 27 april 2026 telt niet mee: Koningsdag. "
        "De termijn loopt nu tot en met donderdag 30 april 2026."
    )


@pytest.mark.parametrize(
    ("resumed", "due_on"),
    [
        (noon(2026, 4, 2), date(2026, 4, 2)),
        (noon(2026, 4, 3), date(2026, 4, 7)),
        (noon(2026, 4, 5), date(2026, 4, 7)),
        (noon(2026, 4, 7), date(2026, 4, 7)),
    ],
)
def test_a_pause_on_the_last_working_day_never_ends_the_term_on_a_day_off(
    resumed: datetime, due_on: date
) -> None:
    clock = start_clock(days(3, Unit.WORKING_DAYS), noon(2026, 3, 30), calendar=CALENDAR)
    assert clock.due_on == date(2026, 4, 2)
    paused = clock.pause(noon(2026, 4, 2), reason="Aanvulling gevraagd")
    running = paused.resume(resumed, reason="Ontvangen", calendar=CALENDAR)
    assert running.due_on == due_on
    assert "Het was de laatste werkdag." in running.sentences[-1]


def test_a_pause_of_hours_moves_the_end_to_the_second() -> None:
    paused = start_clock(BREACH, utc(2026, 3, 28, 12)).pause(utc(2026, 3, 28, 20), reason="Vraag")
    resumed = paused.resume(utc(2026, 3, 29, 20, 0, 1), reason="Antwoord")
    assert resumed.due_at == utc(2026, 3, 30, 12, 0, 1)


def test_under_the_termijnenwet_a_resumed_clock_does_not_end_on_a_holiday() -> None:
    clock = start_clock(days(14, termijnenwet=True), noon(2026, 3, 6), calendar=CALENDAR)
    paused = clock.pause(noon(2026, 3, 10), reason="Vraag")
    resumed = paused.resume(noon(2026, 3, 24), reason="Antwoord", calendar=CALENDAR)
    assert resumed.due_on == date(2026, 4, 7)


def test_an_extension_counts_from_the_present_end_and_states_its_reason(clock: Clock) -> None:
    longer = clock.extend(noon(2026, 3, 19), reason="Vakantie", length=2, unit=Unit.WEEKS)
    assert longer.due_on == date(2026, 4, 3)
    assert longer.sentences[-1] == (
        "Verlengd op 19 maart 2026 om 12.00 uur met 2 weken. Reden: Vakantie. "
        "De termijn loopt nu tot en met vrijdag 3 april 2026."
    )
    assert longer.sentences[: len(clock.sentences)] == clock.sentences


def test_an_expired_clock_can_be_extended_but_not_paused(clock: Clock) -> None:
    late = noon(2026, 3, 21)
    with pytest.raises(RuleBroken, match="vrijdag 20 maart 2026"):
        clock.pause(late, reason="Vraag")
    longer = clock.extend(late, reason="Overmacht", length=3, unit=Unit.CALENDAR_DAYS)
    assert longer.status(late) is Status.NEARLY


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_changes_without_a_reason(clock: Clock, reason: str) -> None:
    at = noon(2026, 3, 10)
    paused = clock.pause(at, reason="Vraag")
    acts = [
        lambda: clock.pause(at, reason=reason),
        lambda: paused.resume(at, reason=reason),
        lambda: clock.extend(at, reason=reason, length=1, unit=Unit.WEEKS),
        lambda: clock.lapse(at, reason=reason),
        lambda: clock.meet(at, event=reason),
    ]
    for act in acts:
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.code == "reason_missing"


@pytest.mark.parametrize(
    ("at", "status", "words"),
    [
        (end_of_day(date(2026, 3, 20)) - timedelta(microseconds=1), Status.MET, "op tijd"),
        (end_of_day(date(2026, 3, 20)), Status.EXPIRED, "te laat"),
    ],
)
def test_an_event_ends_the_clock_on_time_or_late(
    clock: Clock, at: datetime, status: Status, words: str
) -> None:
    ended = clock.meet(at, event="de ontvangst van het verbeterplan")
    much_later = noon(2030, 1, 1)
    assert (ended.status(much_later), countdown(ended, much_later)) == (status, words)
    assert "door de ontvangst van het verbeterplan." in ended.sentences[-1]


def test_an_event_during_a_pause_is_on_time(clock: Clock) -> None:
    paused = clock.pause(noon(2026, 3, 20), reason="Vraag")
    ended = paused.meet(noon(2026, 5, 1), event="het besluit")
    assert ended.status(noon(2026, 5, 2)) is Status.MET
    assert not ended.is_paused


def test_a_lapsed_clock_is_never_late(clock: Clock) -> None:
    lapsed = clock.lapse(noon(2026, 3, 10), reason="Ingetrokken")
    assert lapsed.status(noon(2027, 1, 1)) is Status.LAPSED
    assert countdown(lapsed, noon(2027, 1, 1)) == "vervallen"


def test_a_clock_that_ended_does_not_change_any_more(clock: Clock) -> None:
    at = noon(2026, 3, 10)
    for ended in (clock.meet(at, event="het besluit"), clock.lapse(at, reason="Ingetrokken")):
        for act in (
            lambda c: c.pause(at, reason="x"),
            lambda c: c.resume(at, reason="x"),
            lambda c: c.extend(at, reason="x", length=1, unit=Unit.WEEKS),
            lambda c: c.meet(at, event="x"),
            lambda c: c.lapse(at, reason="x"),
        ):
            with pytest.raises(RuleBroken):
                act(ended)


def test_a_clock_cannot_be_paused_twice_or_resumed_while_it_runs(clock: Clock) -> None:
    at = noon(2026, 3, 10)
    with pytest.raises(RuleBroken):
        clock.resume(at, reason="x")
    paused = clock.pause(at, reason="x")
    with pytest.raises(RuleBroken):
        paused.pause(at, reason="x")
    assert paused.resume(at, reason="x").pause(at, reason="x").is_paused


def test_days_are_not_extended_with_hours_nor_hours_with_days(clock: Clock) -> None:
    at = noon(2026, 3, 10)
    with pytest.raises(RuleBroken):
        clock.extend(at, reason="x", length=5, unit=Unit.HOURS)
    hours = start_clock(BREACH, at)
    with pytest.raises(RuleBroken):
        hours.extend(at, reason="x", length=1, unit=Unit.CALENDAR_DAYS)
    assert hours.extend(at, reason="x", length=5, unit=Unit.HOURS).due_at == at + timedelta(
        hours=29
    )


def test_a_term_that_counts_back_cannot_stand_still_or_grow() -> None:
    clock = start_clock(EXTENSION, date(2030, 12, 31))
    at = noon(2030, 1, 10)
    for act in (
        lambda: clock.pause(at, reason="x"),
        lambda: clock.extend(at, reason="x", length=1, unit=Unit.WEEKS),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.code == "clock_counts_back"


def test_changes_come_in_the_order_of_time(clock: Clock) -> None:
    paused = clock.pause(noon(2026, 3, 10), reason="x")
    with pytest.raises(ValueError):
        paused.resume(noon(2026, 3, 9), reason="x")


def test_there_is_a_reminder_ahead_and_one_on_the_last_day(clock: Clock) -> None:
    ahead, last = start_of_day(date(2026, 3, 18)), start_of_day(date(2026, 3, 20))
    assert reminders(clock) == (
        Reminder(ReminderKind.BEFORE, date(2026, 3, 18), ahead),
        Reminder(ReminderKind.DUE, date(2026, 3, 20), last),
    )


def test_an_extension_of_the_contract_is_reminded_of_ahead() -> None:
    clock = start_clock(EXTENSION, date(2030, 12, 31), warn_before=60)
    assert [reminder.on for reminder in reminders(clock)] == [date(2030, 5, 1), date(2030, 6, 30)]


def test_hours_are_reminded_of_in_hours() -> None:
    clock = start_clock(BREACH, utc(2026, 10, 24, 12), warn_before=4)
    assert [reminder.at for reminder in reminders(clock)] == [
        utc(2026, 10, 25, 8),
        utc(2026, 10, 25, 12),
    ]


@pytest.mark.parametrize("warn_before", [0, 15])
def test_a_reminder_ahead_never_falls_before_the_start(warn_before: int) -> None:
    clock = start_clock(days(14), noon(2026, 3, 6), warn_before=warn_before)
    assert [reminder.kind for reminder in reminders(clock)] == [ReminderKind.DUE]


def test_reminders_follow_an_extension_and_stop_with_the_clock(clock: Clock) -> None:
    at = noon(2026, 3, 10)
    longer = clock.extend(at, reason="x", length=1, unit=Unit.WEEKS)
    assert [reminder.on for reminder in reminders(longer)] == [
        date(2026, 3, 25),
        date(2026, 3, 27),
    ]
    paused = clock.pause(at, reason="x")
    assert reminders(paused) == reminders(clock.meet(at, event="x")) == ()
    assert reminders(paused.resume(at, reason="x")) == reminders(clock)


def test_a_stored_clock_comes_back_equal(clock: Clock) -> None:
    changed = (
        clock.pause(noon(2026, 3, 10), reason="Vraag")
        .resume(noon(2026, 3, 12), reason="Antwoord")
        .extend(noon(2026, 3, 13), reason="Vakantie", length=1, unit=Unit.CALENDAR_MONTHS)
        .meet(noon(2026, 3, 14), event="het besluit")
    )
    stored = json.loads(json.dumps(changed.to_json()))
    assert Clock.from_json(stored) == changed
    assert [change.kind for change in changed.changes] == [
        ChangeKind.PAUSED,
        ChangeKind.RESUMED,
        ChangeKind.EXTENDED,
        ChangeKind.MET,
    ]


@settings(max_examples=25)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=8))
def test_pauses_add_up(gaps: list[int]) -> None:
    """Whatever the order, the end moves by the days that the clock stood still."""
    clock = start_clock(days(200), noon(2026, 1, 1))
    at, still = noon(2026, 1, 1), 0
    for gap in gaps:
        if clock.is_paused:
            still += gap
        at = instant_of(local_date(at) + timedelta(days=gap), time(12))
        clock = clock.resume(at, reason="x") if clock.is_paused else clock.pause(at, reason="x")
    if clock.is_paused:
        clock = clock.resume(at, reason="x")
    assert clock.due_on == clock.outcome.due_on + timedelta(days=still)
