"""Brings deliveries to a desk: decides by the municipality's rules, stamps, starts clocks.

Works on a batch of one municipality at once. Doing a row twice is harmless: a delivery that
has been routed is passed over, and what it wants of others has a key of its own.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, TextClause, text

from portal.adapters.database import ScopedSession
from portal.domain.calendar import Calendar, local_date
from portal.domain.configuration.routing_rules import ROUTING
from portal.domain.configuration.teams import TEAMS
from portal.domain.configuration.terms import CONSULT, DECIDE, TAKE, TERMS, InternalTerm, Terms
from portal.domain.deadlines import Clock, Term, Unit, start_clock
from portal.domain.routing import Router, RoutingDecision, RoutingFacts, RoutingNames
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kinds.clientenstop import PRODUCTS
from portal.domain.submissions.registry import all_kinds
from portal.models.handling import Deadline, Task
from portal.models.submission import Delivery
from portal.queries.configuration import section_in_force
from portal.services.calendars import calendar_of
from portal.services.clocks import next_reminder
from portal.services.effects.plans import plan_came
from portal.services.effects_wanted import Effect, want
from portal.services.outbox import Row
from portal.services.protected import WHOLE, Facet, columns_of, facet_of
from portal.services.recording import PORTAL, SHARED, NewEvent, record
from portal.services.tools import Tools

LABELS = {TAKE: "Oppakken", CONSULT: "Overleg met de aanbieder", DECIDE: "Besluit"}
# Without these the desk would have nothing to go by; a municipality's own terms come first.
UNROUTED = text(
    """
    SELECT d.id, d.provider_id, d.kind, d.received_at, d.answers, d.version, d.for_dossier_id,
           s.payload, s.arrived_at,
           (SELECT coalesce(array_agg(DISTINCT c.domain), '{}') FROM contract c
            WHERE c.tenant_id = d.tenant_id AND c.provider_id = d.provider_id
              AND (coalesce(s.arrived_at, s.received_at) AT TIME ZONE 'Europe/Amsterdam')::date
                  BETWEEN c.starts_on AND c.ends_on) AS domains
    FROM delivery d JOIN submission s ON s.id = d.submission_id
    WHERE d.tenant_id = :tenant AND d.id = ANY(:ids) AND d.state = 'ontvangen'
    ORDER BY d.id FOR UPDATE OF d
    """
)
STAMP = text(
    f"""
    UPDATE delivery d SET state = 'bij_team', desk = r.desk, assignee_id = r.assignee_id,
      assignee_name = r.assignee_name, routing = r.routing, due_on = r.due_on,
      routed_at = legal_now(), delivered_at = legal_now(), version = d.version + 1
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
      id uuid, desk text, assignee_id uuid, assignee_name text, routing jsonb, due_on date)
    WHERE d.tenant_id = :tenant AND d.id = r.id
    RETURNING {columns_of(Delivery, "stand", "balie", prefix="d.")}
    """
)
CLOCKS = text(
    f"""
    INSERT INTO deadline (tenant_id, provider_id, delivery_id, name, label, internal, pauses,
                          due_on, remind_at, reminders, clock)
    SELECT :tenant, r.provider_id, r.delivery_id, r.name, r.label, true, r.pauses, r.due_on,
           r.remind_at, r.reminders, r.clock
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
      provider_id uuid, delivery_id uuid, name text, label text, pauses boolean, due_on date,
      remind_at timestamptz, reminders jsonb, clock jsonb)
    RETURNING {columns_of(Deadline, WHOLE)}
    """
)
TASKS = text(
    f"""
    INSERT INTO task (tenant_id, provider_id, delivery_id, kind, title, mandatory, due_on)
    SELECT :tenant, r.provider_id, r.delivery_id, r.kind, r.title, true, r.due_on
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
      provider_id uuid, delivery_id uuid, kind text, title text, due_on date)
    RETURNING {columns_of(Task, WHOLE)}
    """
)
# Whose role has ended or is blocked is as absent as somebody on leave.
PEOPLE = text(
    """
    SELECT a.id, a.email, a.name, bool_and(m.absent) OR a.blocked_at IS NOT NULL OR NOT EXISTS (
      SELECT 1 FROM membership r
      WHERE r.account_id = a.id AND r.tenant_id = :tenant AND r.blocked_at IS NULL
        AND :today BETWEEN r.from_on AND coalesce(r.until_on, :today)) AS absent
    FROM desk_member m JOIN account a ON a.id = m.account_id
    WHERE m.tenant_id = :tenant GROUP BY a.id, a.email, a.name, a.blocked_at
    """
)
DOMAIN_OF_PRODUCT = text("SELECT code, domain, name FROM product")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What all deliveries of one municipality have in common."""

    router: Router
    terms: Terms
    calendar: Calendar
    people: Mapping[str, tuple[UUID, str, bool]]
    product_domains: Mapping[str, str]

    @property
    def absent(self) -> frozenset[str]:
        return frozenset(email for email, (_, _, absent) in self.people.items() if absent)


@dataclass(frozen=True, slots=True)
class _Started:
    """A clock that many deliveries of one day share."""

    clock: Clock
    as_json: dict[str, Any]
    remind_at: datetime | None


def route(session: ScopedSession, rows: Sequence[Row], tools: Tools) -> None:
    """Give each delivery its desk, its clocks and its mandatory tasks."""
    scope = cast(TenantScope, rows[0].scope)
    found = session.execute(
        UNROUTED,
        {"tenant": scope.tenant_id, "ids": [UUID(row.data["delivery"]) for row in rows]},
    ).all()
    if not found:
        return
    place = _place_of(session, scope, local_date(session.legal_now))
    stamps, clocks, tasks, effects = [], [], [], []
    started: dict[tuple[InternalTerm, date | datetime], _Started] = {}
    for delivery in found:
        decision = _decide(place, delivery)
        person = place.people.get(decision.person)
        came_at = delivery.arrived_at or delivery.received_at
        due: dict[str, date] = {}
        for term in place.terms.terms:
            if term.kind != delivery.kind or term.act not in LABELS:
                continue
            running = _start(started, term, came_at, place.calendar)
            due[term.act] = running.clock.due_on
            clocks.append(_clock_row(delivery, term, running))
        tasks += [
            {
                "provider_id": str(delivery.provider_id),
                "delivery_id": str(delivery.id),
                "kind": task.kind,
                "title": task.title,
                "due_on": due[task.kind].isoformat() if task.kind in due else None,
            }
            for task in all_kinds()[delivery.kind].tasks
        ]
        stamps.append(
            {
                "id": str(delivery.id),
                "desk": decision.desk,
                "assignee_id": str(person[0]) if person else None,
                "assignee_name": person[1] if person else None,
                "routing": decision.to_json(),
                "due_on": min(due.values()).isoformat() if due else None,
            }
        )
        effects.append(
            Effect(
                effect="mail_gemeente",
                key=f"mail:nieuw_werk:{delivery.id}",
                tenant_id=scope.tenant_id,
                data={"delivery": str(delivery.id), "event": "nieuw_werk"},
            )
        )
        if delivery.for_dossier_id is not None:
            effects.append(plan_came(scope.tenant_id, delivery.for_dossier_id, delivery.id))
    written = _write(session, scope, stamps=stamps, clocks=clocks, tasks=tasks)
    want(session, effects)
    record(
        session,
        [
            NewEvent(
                tenant_id=scope.tenant_id,
                provider_id=delivery.provider_id,
                delivery_id=delivery.id,
                type="bezorgen",
                audience=SHARED,
                actor=PORTAL,
                data={"stand": "bij_team", "versie": delivery.version + 1},
                rows=written[delivery.id],
            )
            for delivery in found
        ],
    )


def _write(
    session: ScopedSession,
    scope: TenantScope,
    *,
    stamps: Sequence[dict[str, Any]],
    clocks: Sequence[dict[str, Any]],
    tasks: Sequence[dict[str, Any]],
) -> Mapping[UUID, list[Facet]]:
    """Three statements for the whole batch; per delivery what they left in the tables."""
    written: dict[UUID, list[Facet]] = defaultdict(list)

    def run(statement: TextClause, rows: Sequence[dict[str, Any]]) -> Sequence[RowMapping]:
        given = {"tenant": scope.tenant_id, "rows": json.dumps(rows)}
        return session.execute(statement, given).mappings().all() if rows else []

    for row in run(STAMP, stamps):
        for facet in ("stand", "balie"):
            written[row["id"]].append(facet_of(Delivery, facet, row["id"], row))
    for statement, model, rows in ((CLOCKS, Deadline, clocks), (TASKS, Task, tasks)):
        for row in run(statement, rows):
            written[row["delivery_id"]].append(facet_of(model, WHOLE, row["id"], row))
    return written


def _place_of(session: ScopedSession, scope: TenantScope, today: date) -> _Place:
    teams = section_in_force(session, scope, TEAMS)
    products = session.execute(DOMAIN_OF_PRODUCT).all()
    people = {
        row.email: (row.id, row.name, row.absent)
        for row in session.execute(PEOPLE, {"tenant": scope.tenant_id, "today": today})
    }
    names = RoutingNames(
        desks={desk.slug: desk.name for desk in teams.desks},
        people={email: name for email, (_, name, _) in people.items()},
        products={row.code: row.name for row in products},
    )
    return _Place(
        router=Router(section_in_force(session, scope, ROUTING), names),
        terms=section_in_force(session, scope, TERMS),
        calendar=calendar_of(session, scope, today),
        people=people,
        product_domains={row.code: row.domain for row in products},
    )


def _decide(place: _Place, delivery: Any) -> RoutingDecision:
    return place.router.decide(
        routing_facts(
            delivery.kind, delivery.payload, delivery.answers, delivery.domains,
            place.product_domains,
        ),
        absent=place.absent,
    )  # fmt: skip


def routing_facts(
    kind: str,
    payload: Mapping[str, Any],
    answers: Mapping[str, Any],
    contract_domains: Sequence[str],
    product_domains: Mapping[str, str],
) -> RoutingFacts:
    """What the rules may look at; domains come from the products, else from the contracts."""
    products = frozenset(answers.get(PRODUCTS) or ())
    domains = {product_domains[code] for code in products if code in product_domains}
    return RoutingFacts(
        kind=kind,
        products=products,
        domains=frozenset(domains or contract_domains),
        grounds=frozenset(all_kinds()[kind].describe(payload).grounds),
    )


def _start(
    started: dict[tuple[InternalTerm, date | datetime], _Started],
    term: InternalTerm,
    came_at: datetime,
    calendar: Calendar,
) -> _Started:
    unit = Unit(term.unit)
    start = came_at if unit is Unit.HOURS else local_date(came_at)
    known = started.get((term, start))
    if known is None:
        clock = start_clock(
            Term(
                length=term.length, unit=unit, event="de ontvangst", internal=True,
                skips_closures=True,
            ),
            start,
            calendar=calendar,
        )  # fmt: skip
        remind_at = next_reminder(clock, term.reminders, after=None)
        known = started[term, start] = _Started(clock, clock.to_json(), remind_at)
    return known


def _clock_row(delivery: Any, term: InternalTerm, running: _Started) -> dict[str, Any]:
    return {
        "provider_id": str(delivery.provider_id),
        "delivery_id": str(delivery.id),
        "name": term.act,
        "label": LABELS[term.act],
        "pauses": term.pauses,
        "due_on": running.clock.due_on.isoformat(),
        "remind_at": running.remind_at.isoformat() if running.remind_at else None,
        "reminders": {"voor": list(term.reminders)},
        "clock": running.as_json,
    }
