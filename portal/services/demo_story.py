"""Tells the story of the demo: walks its scenes through the real services, each at its own moment.

A first load tells all of it. A later start brings in anew what is marked so, counted from then;
what was recorded stays as it is.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select, text

from portal.adapters.database import unit_of_work
from portal.adapters.mail import NullMail
from portal.domain.calendar import local_date
from portal.domain.configuration.cases import Cases, CaseScene, case_scenes
from portal.domain.configuration.cast import Cast
from portal.domain.configuration.pack import Demo
from portal.domain.configuration.story import SEEN, Entry, Scene, Story, scenes
from portal.domain.errors import errors_in
from portal.domain.scopes import (
    AuditScope,
    AuthScope,
    RegionScope,
    TenantId,
    WorkerScope,
)
from portal.domain.submissions.registry import all_kinds
from portal.models.evidence import LedgerEntry
from portal.models.handling import Deadline
from portal.models.outbox import Outbox
from portal.models.people import Account
from portal.models.provider import Provider
from portal.models.region import Installation, Tenant
from portal.queries.provider_facts import facts_of
from portal.services.clocks import RUNNING
from portal.services.demo_acts import Named, Stage, act, hand_in, record
from portal.services.demo_cases import act_in_case, open_case
from portal.services.demo_time import ToldTime, be_owner, told_time
from portal.services.effects import HANDLERS
from portal.services.outbox import drain, heartbeat_row
from portal.services.reminding import want_reminders
from portal.services.tools import Tools

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FRESH_FOR = timedelta(hours=6)
EFFECTS_TAKE = timedelta(seconds=1)
# The mailbox of the demo shows the last mails only; older ones are not written at all.
MAILBOX_GOES_BACK = timedelta(days=14)


class StoryStuck(Exception):
    """The portal refused something of the story, or left something undone."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a load brought in, and what it had to leave out."""

    submissions: int = 0
    deeds: int = 0
    dossiers: int = 0
    left_out: tuple[str, ...] = ()


def tell_story(owner_url: str, demo: Demo, tools: Tools, *, now: datetime) -> Told:
    """Tell what has not been told yet; loading twice on one day adds nothing."""
    # What has left the house cannot be rolled back, so mails wait until the story is certain.
    kept = NullMail()
    with told_time(owner_url, LONG_AGO) as clock:
        be_owner(clock.connection)
        told_at = clock.connection.scalar(select(Installation.story_told_at))
        if told_at is not None and not is_stale(told_at, now):
            return Told()
        story = demo.story if told_at is None else recurring(demo.story)
        cases = demo.cases if told_at is None else Cases()
        teller = _Teller(clock, demo.cast, replace(tools, mail=kept, utc_now=clock), now)
        told = teller.tell(story, cases, first=told_at is None)
        be_owner(clock.connection)
        clock.connection.execute(text("UPDATE installation SET story_told_at = :now"), {"now": now})
    for mail in kept.sent:
        tools.mail.send(mail)
    return told


def is_stale(told_at: datetime, now: datetime) -> bool:
    """Whether a later start brings in fresh submissions: on another day, some hours later."""
    return local_date(told_at) < local_date(now) and now - told_at >= FRESH_FOR


def recurring(story: Story) -> Story:
    """What a later start brings in anew."""
    return Story(entries=tuple(entry for entry in story.entries if entry.recurs))


class _Teller:
    """Plays the scenes on one connection, in the order in which they happened."""

    def __init__(self, clock: ToldTime, cast: Cast, tools: Tools, loaded_at: datetime) -> None:
        self.clock = clock
        self.connection: Connection = clock.connection
        self.tools = tools
        self.loaded_at = loaded_at
        with unit_of_work(self.connection, RegionScope(None)) as session:
            tenants = {row.slug: TenantId(row.id) for row in session.execute(_SLUGS_OF_TENANTS)}
            providers = {
                row.slug: Named(row.id, row.name) for row in session.execute(_SLUGS_OF_PROVIDERS)
            }
        with unit_of_work(self.connection, AuthScope()) as session:
            people = {
                row.slug: Named(row.id, row.name, row.blocked_at is not None)
                for row in session.execute(_PEOPLE)
            }
        self.stage = Stage(
            connection=self.connection,
            tools=tools,
            loaded_at=loaded_at,
            tenants=tenants,
            providers=providers,
            people=people,
            cast=cast,
        )

    def tell(self, story: Story, cases: Cases, *, first: bool) -> Told:
        """Every scene, and after each the effects that it has."""
        self.clock.move(self._last_recorded() or self.clock.moment)
        played, left_out = self._playable(story)
        told = scenes(played, loaded_at=self.loaded_at)
        walked = case_scenes(cases, loaded_at=self.loaded_at)
        everything: list[Scene | CaseScene] = [*told, *walked]
        for scene in sorted(everything, key=lambda scene: scene.at):
            if first:
                self._remind_until(scene.at)
            self._play(scene)
        if first:
            self._remind_until(self.loaded_at)
        self._all_done()
        return Told(
            submissions=len(played.entries),
            deeds=sum(scene.deed is not None for scene in told),
            dossiers=len(cases.cases),
            left_out=left_out,
        )

    def _playable(self, story: Story) -> tuple[Story, tuple[str, ...]]:
        """What can still come in: contracts end, and in a demo people get blocked."""
        entries, left_out = [], []
        for entry in story.entries:
            problem = self._problem(entry)
            if problem:
                left_out.append(f"{entry.slug}: {problem}")
            else:
                entries.append(entry)
        return Story(entries=tuple(entries)), tuple(left_out)

    def _problem(self, entry: Entry) -> str:
        if self.stage.people[entry.by].is_blocked:
            return "dit account is geblokkeerd"
        if entry.elsewhere is not None:
            return ""
        received_at = entry.moment.at(self.loaded_at)
        scope = self.stage.provider_scope(entry, entry.by)
        with unit_of_work(self.connection, scope) as session:
            facts = replace(facts_of(session, scope, local_date(received_at)), now=received_at)
        found = errors_in(all_kinds()[entry.kind].judge(entry.answers_on(self.loaded_at), facts))
        return found[0].sentence if found else ""

    def _play(self, scene: Scene | CaseScene) -> None:
        self.clock.move(scene.at)
        if isinstance(scene, CaseScene):
            self._play_case(scene)
            return
        if scene.deed is not None:
            act(self.stage, scene.entry, scene.deed)
        elif scene.entry.elsewhere is not None:
            record(self.stage, scene.entry, scene.entry.elsewhere)
        else:
            hand_in(self.stage, scene.entry)
        if scene.deed is not None and scene.deed.deed == SEEN:
            return
        self.clock.move(min(self.clock.moment + EFFECTS_TAKE, self.loaded_at))
        self._bring_about()

    def _play_case(self, scene: CaseScene) -> None:
        if scene.deed is None:
            open_case(self.stage, scene.case)
            return
        act_in_case(self.stage, scene.case, scene.deed)
        self.clock.move(min(self.clock.moment + EFFECTS_TAKE, self.loaded_at))
        self._bring_about()

    def _bring_about(self) -> None:
        """Do what waits, as the worker would have done then."""
        is_recent = self.clock.moment > self.loaded_at - MAILBOX_GOES_BACK
        drain(self.connection, HANDLERS if is_recent else _WITHOUT_MAIL, self.tools)

    def _remind_until(self, until: datetime) -> None:
        """Send the reminders that came due before the next scene, when they came due."""
        while (due := self._next_reminder()) is not None and due <= until:
            self.clock.move(due)
            want_reminders(self.connection)
            self._bring_about()
            if self._next_reminder() == due:
                raise StoryStuck(f"De herinnering van {due} komt steeds terug.")

    def _next_reminder(self) -> datetime | None:
        with unit_of_work(self.connection, WorkerScope()) as session:
            return session.scalar(
                select(func.min(Deadline.remind_at)).where(Deadline.state == RUNNING)
            )

    def _last_recorded(self) -> datetime | None:
        """Chains only go forward; the story joins in after what happened last."""
        with unit_of_work(self.connection, AuditScope()) as session:
            return session.scalar(select(func.max(LedgerEntry.recorded_at)))

    def _all_done(self) -> None:
        """A story with an effect that failed is no demo; say which."""
        with unit_of_work(self.connection, WorkerScope()) as session:
            failed = session.execute(
                select(Outbox.effect_key, Outbox.last_error).where(
                    Outbox.state != "klaar", Outbox.last_error.is_not(None)
                )
            ).all()
        if failed:
            raise StoryStuck("; ".join(f"{row.effect_key}: {row.last_error}" for row in failed))


_SLUGS_OF_TENANTS = select(Tenant.slug, Tenant.id)
_SLUGS_OF_PROVIDERS = select(Provider.slug, Provider.id, Provider.name)
_PEOPLE = select(Account.slug, Account.id, Account.name, Account.blocked_at).where(
    Account.slug.is_not(None)
)
_WITHOUT_MAIL = {
    effect: heartbeat_row if effect.startswith("mail_") else handler
    for effect, handler in HANDLERS.items()
}
