"""What people do in the story of the demo, each through the service that a page would call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from portal.adapters.database import ScopedSession, unit_of_work
from portal.adapters.uploads import Accepted
from portal.domain.calendar import local_date
from portal.domain.configuration.cast import Cast
from portal.domain.configuration.story import SEEN, Deed, Elsewhere, Entry, Paper
from portal.domain.people import Role
from portal.domain.scopes import AccountId, ProviderId, ProviderScope, TenantId, TenantScope
from portal.domain.submissions.lifecycle import ACTS, Side
from portal.domain.submissions.registry import all_kinds
from portal.models.handling import Task
from portal.models.submission import Delivery, Submission
from portal.queries.provider_facts import facts_for, facts_of
from portal.services import deciding, following, handling, lifting, questions
from portal.services.demo_papers import store_paper
from portal.services.drafts import attach
from portal.services.receiving_elsewhere import record_elsewhere
from portal.services.recording import Actor
from portal.services.submitting import FileFacts, file_submission
from portal.services.tools import Tools

STORY = UUID("5f1d2a52-6c0e-4c39-9a53-2f8a3c1b7d10")


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a provider as the database knows it."""

    id: UUID
    name: str
    is_blocked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the story is played, and who is who, by slug."""

    connection: Connection
    tools: Tools
    loaded_at: datetime
    tenants: Mapping[str, TenantId]
    providers: Mapping[str, Named]
    people: Mapping[str, Named]
    cast: Cast

    def roles(self, person: str, municipality: str) -> tuple[Role, ...]:
        """The roles that somebody has at a municipality."""
        found = self.cast.person(person)
        return tuple(
            one.role
            for one in (found.memberships if found else ())
            if one.municipality == municipality
        )

    def actor(self, person: str) -> Actor:
        found = self.people[person]
        return Actor(found.name, found.id)

    def provider_scope(self, entry: Entry, person: str) -> ProviderScope:
        provider = self.providers[entry.provider]
        return ProviderScope(ProviderId(provider.id), AccountId(self.people[person].id))

    def tenant_scope(self, municipality: str, person: str) -> TenantScope:
        return TenantScope(self.tenants[municipality], AccountId(self.people[person].id))

    def key(self, entry: Entry, deed: Deed | None = None) -> UUID:
        """The submission key; told anew on another day it is another one."""
        what = f":{deed.municipality}:{deed.moment}" if deed else ""
        return uuid5(STORY, f"{entry.slug}:{self.loaded_at.isoformat()}{what}")

    def day(self, deed: Deed) -> date | None:
        return deed.day.on(local_date(self.loaded_at)) if deed.day else None


def hand_in(stage: Stage, entry: Entry) -> None:
    """Somebody of a provider submits."""
    scope, key = stage.provider_scope(entry, entry.by), stage.key(entry)
    with unit_of_work(stage.connection, scope) as session:
        today = local_date(session.legal_now)
        file_submission(
            session,
            scope,
            kind=all_kinds()[entry.kind],
            key=key,
            answers=entry.answers_on(stage.loaded_at),
            files=_attached(stage, session, scope, entry, entry.papers, key),
            facts=facts_of(session, scope, today, kind=entry.kind),
            actor=stage.actor(entry.by),
            provider_name=stage.providers[entry.provider].name,
        )


def record(stage: Stage, entry: Entry, elsewhere: Elsewhere) -> None:
    """A municipality records what came in elsewhere."""
    scope = stage.tenant_scope(elsewhere.municipality, entry.by)
    provider_id = stage.providers[entry.provider].id
    with unit_of_work(stage.connection, scope) as session:
        arrived_at = elsewhere.arrived.at(stage.loaded_at)
        record_elsewhere(
            session,
            scope,
            kind=all_kinds()[entry.kind],
            provider_id=provider_id,
            municipality=elsewhere.municipality,
            key=stage.key(entry),
            answers=entry.answers_on(stage.loaded_at),
            channel=elsewhere.channel,
            arrived_at=arrived_at,
            evidence=elsewhere.evidence,
            files=[_stored(stage, session, entry, paper).as_values() for paper in entry.papers],
            facts=facts_for(session, scope, provider_id, local_date(session.legal_now)),
            actor=stage.actor(entry.by),
        )


def act(stage: Stage, entry: Entry, deed: Deed) -> None:
    """Somebody does something with one municipality's part."""
    if deed.deed != SEEN and ACTS[deed.deed].side is Side.PROVIDER:
        _act_as_provider(stage, entry, deed)
    else:
        _act_as_municipality(stage, entry, deed)


def _act_as_municipality(stage: Stage, entry: Entry, deed: Deed) -> None:
    scope, actor = stage.tenant_scope(deed.municipality, deed.by), stage.actor(deed.by)
    with unit_of_work(stage.connection, scope) as session:
        id_, version = _found(session, stage, entry, deed)
        match deed.deed:
            case "gezien":
                handling.mark_seen(session, scope, id_, actor)
            case "oppakken":
                handling.take(session, scope, id_, version=version, actor=actor)
            case "overdragen":
                handling.hand_over(
                    session, scope, id_, version=version, desk=deed.desk,
                    assignee_id=stage.people[deed.to].id if deed.to else None,
                    reason=deed.text, actor=actor,
                )  # fmt: skip
            case "notitie":
                handling.write_note(session, scope, id_, body=deed.text, actor=actor)
            case "aanvulling_vragen":
                questions.ask_completion(
                    session, scope, id_, version=version, question=deed.text,
                    answer_by=_required(stage.day(deed)), actor=actor,
                )  # fmt: skip
            case "vraag_intrekken":
                questions.withdraw_question(session, scope, id_, version=version, actor=actor)
            case "taak_afronden":
                handling.close_task(
                    session, scope, id_, task_id=_open_task(session, scope, id_),
                    record=deed.record(stage.loaded_at), actor=actor,
                )  # fmt: skip
            case "besluiten":
                deciding.decide(
                    session, scope, id_, version=version, outcome=deed.outcome,
                    details=deed.details(stage.loaded_at), reason=deed.text, actor=actor,
                )  # fmt: skip
            case "heropenen":
                deciding.reopen(session, scope, id_, version=version, reason=deed.text, actor=actor)
            case "opheffing_beantwoorden":
                lifting.answer_lift(
                    session, scope, id_, version=version, lifted_on=stage.day(deed),
                    reason=deed.text, actor=actor,
                )  # fmt: skip
            case _:
                raise LookupError(f"het verhaal kent {deed.deed!r} niet bij een gemeente")


def _act_as_provider(stage: Stage, entry: Entry, deed: Deed) -> None:
    scope, actor = stage.provider_scope(entry, deed.by), stage.actor(deed.by)
    with unit_of_work(stage.connection, scope) as session:
        id_, version = _found(session, stage, entry, deed)
        match deed.deed:
            case "aanvullen":
                key = stage.key(entry, deed)
                following.complete(
                    session,
                    scope,
                    id_,
                    key=key,
                    answers=entry.answers_after(deed, stage.loaded_at),
                    municipality=deed.municipality,
                    files=_attached(stage, session, scope, entry, deed.papers, key),
                    explanation=deed.text,
                    facts=facts_of(session, scope, local_date(session.legal_now)),
                    actor=actor,
                )
            case "intrekken":
                following.withdraw(
                    session, scope, id_, version=version, reason=deed.text, actor=actor
                )
            case "betwisten":
                following.dispute(session, scope, id_, reason=deed.text, actor=actor)
            case "opheffing_vragen":
                following.ask_lift(
                    session, scope, id_, version=version, reason=deed.text,
                    wished_on=_required(stage.day(deed)), actor=actor,
                )  # fmt: skip
            case _:
                raise LookupError(f"het verhaal kent {deed.deed!r} niet bij een aanbieder")


def _found(session: ScopedSession, stage: Stage, entry: Entry, deed: Deed) -> tuple[UUID, int]:
    """Id and version of the delivery at hand."""
    id_, version = session.execute(
        select(Delivery.id, Delivery.version)
        .join(Submission, Submission.id == Delivery.submission_id)
        .where(
            Delivery.tenant_id == stage.tenants[deed.municipality],
            Submission.key == stage.key(entry),
        )
    ).one()
    return id_, version


def _open_task(session: ScopedSession, scope: TenantScope, delivery_id: UUID) -> UUID:
    return session.scalars(
        select(Task.id)
        .where(
            Task.tenant_id == scope.tenant_id,
            Task.delivery_id == delivery_id,
            Task.closed_at.is_(None),
        )
        .limit(1)
    ).one()


def _attached(
    stage: Stage,
    session: ScopedSession,
    scope: ProviderScope,
    entry: Entry,
    papers: Sequence[Paper],
    key: UUID,
) -> list[FileFacts]:
    """Files hung on the form, as the upload page does."""
    facts = []
    for paper in papers:
        stored = _stored(stage, session, entry, paper)
        file_id = attach(session, scope, key=key, values=dict(stored.as_values()))
        facts.append(
            FileFacts(
                id=file_id, name=stored.file_name, sha256=stored.sha256,
                size_bytes=stored.size_bytes,
            )
        )  # fmt: skip
    return facts


def _stored(stage: Stage, session: ScopedSession, entry: Entry, paper: Paper) -> Accepted:
    sender = stage.providers[entry.provider].name
    return store_paper(stage.tools, paper, sender=sender, made_at=session.legal_now)


def _required(day: date | None) -> date:
    if day is None:
        raise LookupError("het verhaal noemt hier geen dag")
    return day
