"""What a provider does after submitting: answer, withdraw, dispute, ask to lift.

Works with the columns a provider may see and change; the municipality's own clocks are moved
afterwards by the portal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_date, local_date
from portal.domain.errors import NotThere, RuleBroken, Stale, errors_in
from portal.domain.evidence import canonical_bytes, sha256_hex
from portal.domain.scopes import ProviderScope
from portal.domain.submissions.kind import Facts, Kind
from portal.domain.submissions.lifecycle import CLOSED, State, check_act, state_after
from portal.domain.submissions.registry import all_kinds
from portal.models.handling import ClientStop, CompletionRequest, LiftRequest
from portal.models.submission import Attachment, Delivery, DeliveryContent, Draft, Submission
from portal.services.deliveries import required_text
from portal.services.effects_wanted import Effect, want
from portal.services.handed_in import new_files
from portal.services.protected import Facet, facet_of
from portal.services.recording import SHARED, Actor, NewEvent, record
from portal.services.submitting import FileFacts, body_digest

EXPLANATION = "toelichting_aanvulling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A delivery as its provider holds it, locked until the commit."""

    id: UUID
    tenant_id: UUID
    submission_id: UUID
    kind: str
    state: State
    version: int
    content_number: int

    @property
    def kind_data(self) -> Kind:
        return all_kinds()[self.kind]


def hold(
    session: ScopedSession, scope: ProviderScope, delivery_id: UUID, *, version: int | None = None
) -> Held:
    """Fetch and lock; raises NotThere, or Stale when the municipality was first."""
    row = session.execute(
        select(
            Delivery.id, Delivery.tenant_id, Delivery.submission_id, Delivery.kind,
            Delivery.state, Delivery.version, Delivery.content_number,
        )
        .where(Delivery.provider_id == scope.provider_id, Delivery.id == delivery_id)
        .with_for_update()
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotThere
    if version is not None and row.version != version:
        raise Stale(
            "Er is ondertussen iets veranderd, bij de gemeente of door een collega van u. Bekijk "
            "wat er nu staat en beslis of u dit nog wilt.",
            current=row.version,
        )
    return Held(**{**row._mapping, "state": State(row.state)})


def withdraw(
    session: ScopedSession,
    scope: ProviderScope,
    delivery_id: UUID,
    *,
    version: int,
    reason: str,
    actor: Actor,
) -> None:
    """Take a submission back at one municipality, as long as it has not decided."""
    held = hold(session, scope, delivery_id, version=version)
    _act(session, scope, held, "intrekken", actor, {"reden": required_text(reason, "reden")})


def dispute(
    session: ScopedSession,
    scope: ProviderScope,
    delivery_id: UUID,
    *,
    reason: str,
    actor: Actor,
) -> None:
    """Say that what a municipality recorded on the provider's behalf is not right."""
    held = hold(session, scope, delivery_id)
    recorded = session.scalar(
        select(Submission.recorded_for).where(
            Submission.provider_id == scope.provider_id, Submission.id == held.submission_id
        )
    )
    if recorded is None:
        raise RuleBroken(
            "Dit hebt u zelf ingediend. Betwisten kan alleen wat een gemeente voor u vastlegde.",
            code="not_now",
        )
    session.execute(
        update(Delivery)
        .where(Delivery.provider_id == scope.provider_id, Delivery.id == held.id)
        .values(disputed_at=session.legal_now)
    )
    _act(session, scope, held, "betwisten", actor, {"reden": required_text(reason, "reden")})


def ask_lift(
    session: ScopedSession,
    scope: ProviderScope,
    delivery_id: UUID,
    *,
    version: int,
    reason: str,
    wished_on: date,
    actor: Actor,
) -> None:
    """Ask a municipality to lift a stop that it consented to."""
    held = hold(session, scope, delivery_id, version=version)
    today = local_date(session.legal_now)
    running = session.scalar(
        select(ClientStop.id)
        .where(
            ClientStop.provider_id == scope.provider_id,
            ClientStop.delivery_id == held.id,
            ClientStop.lifted_on.is_(None),
            ClientStop.until_on.is_(None) | (ClientStop.until_on >= today),
        )
        .limit(1)
    )
    if running is None:
        raise RuleBroken(
            "Er is bij deze gemeente geen stop om op te heffen.", code="not_now", rule="004-79"
        )
    if wished_on < today:
        raise RuleBroken(
            f"Kies een dag vanaf vandaag, {format_date(today)}.", code="in_past", path="per"
        )
    session.add(
        LiftRequest(
            tenant_id=held.tenant_id,
            provider_id=scope.provider_id,
            delivery_id=held.id,
            reason=required_text(reason, "reden"),
            wished_on=wished_on,
            asked_by=actor.account_id,
            asked_by_name=actor.name,
        )
    )
    _act(
        session, scope, held, "opheffing_vragen", actor,
        {"reden": reason.strip(), "per": wished_on.isoformat()},
    )  # fmt: skip


def complete(
    session: ScopedSession,
    scope: ProviderScope,
    delivery_id: UUID,
    *,
    key: UUID,
    answers: Mapping[str, Any],
    municipality: str,
    files: Sequence[FileFacts],
    explanation: str,
    facts: Facts,
    actor: Actor,
    questions_version: int | None = None,
) -> int:
    """Answer a question with a new version of the content; gives its number.

    The same key again gives the same number; earlier versions stay as they were.
    `questions_version` is of the municipality's own questions that were answered.
    """
    held = hold(session, scope, delivery_id)
    kind = held.kind_data.to_complete
    digest = body_digest(kind, {**answers, EXPLANATION: explanation}, files)
    earlier = session.execute(
        select(DeliveryContent.number, DeliveryContent.body_sha256).where(
            DeliveryContent.provider_id == scope.provider_id, DeliveryContent.key == key
        )
    ).one_or_none()
    if earlier is not None:
        if earlier.body_sha256 != digest:
            raise RuleBroken(
                "Deze aanvulling is al ingediend, met een andere inhoud.", code="key_reused"
            )
        return int(earlier.number)
    check_act("aanvullen", state=held.state)
    findings = errors_in(kind.judge(answers, facts))
    if findings:
        raise RuleBroken(findings[0].sentence, code="answers", path=findings[0].path)
    parts, number = kind.divide(answers), held.content_number + 1
    own = parts.per_municipality.get(municipality, {})
    session.add(
        DeliveryContent(
            tenant_id=held.tenant_id,
            provider_id=scope.provider_id,
            delivery_id=held.id,
            key=key,
            number=number,
            payload=parts.shared,
            answers=own,
            body_sha256=digest,
            explanation=required_text(explanation, EXPLANATION),
            questions_version=questions_version,
            submitted_by=actor.account_id,
            submitted_by_name=actor.name,
        )
    )
    answered = session.execute(
        update(CompletionRequest)
        .where(
            CompletionRequest.provider_id == scope.provider_id,
            CompletionRequest.delivery_id == held.id,
            CompletionRequest.answered_at.is_(None),
            CompletionRequest.withdrawn_at.is_(None),
        )
        .values(answered_at=session.legal_now, answer_number=number)
        .returning(
            CompletionRequest.id, CompletionRequest.answered_at, CompletionRequest.answer_number,
            CompletionRequest.withdrawn_at,
        )
    ).all()  # fmt: skip
    session.execute(
        update(Attachment)
        .where(Attachment.provider_id == scope.provider_id, Attachment.draft_key == key)
        .values(
            submission_id=held.submission_id,
            delivery_id=held.id,
            tenant_id=held.tenant_id,
            content_number=number,
            draft_key=None,
        )
    )
    session.execute(delete(Draft).where(Draft.provider_id == scope.provider_id, Draft.key == key))
    session.execute(
        update(Delivery)
        .where(Delivery.provider_id == scope.provider_id, Delivery.id == held.id)
        .values(content_number=number)
    )
    _act(
        session, scope, held, "aanvullen", actor,
        {
            "nummer": number,
            "toelichting": explanation.strip(),
            "gedeeld_sha256": sha256_hex(canonical_bytes(parts.shared)),
            "eigen_sha256": sha256_hex(canonical_bytes(own)),
            "bestanden": sorted([file.sha256, file.size_bytes] for file in files),
        },
        received=True,
        rows=[
            *(facet_of(CompletionRequest, "antwoord", row.id, row._mapping) for row in answered),
            *new_files(
                session, scope, submission_id=held.submission_id, delivery_id=held.id,
                content_number=number, confirmed=[file.id for file in files],
            ),
        ],
    )  # fmt: skip
    return number


def _act(
    session: ScopedSession,
    scope: ProviderScope,
    held: Held,
    slug: str,
    actor: Actor,
    data: Mapping[str, Any],
    *,
    received: bool = False,
    rows: Sequence[Facet] = (),
) -> None:
    """Bring the delivery to its next state, ask the portal to catch up, and record the act."""
    act = check_act(slug, state=held.state, stops_clients=held.kind_data.stops_clients)
    state = state_after(act, held.state)
    version = held.version + 1
    session.flush()
    stands = session.execute(
        update(Delivery)
        .where(Delivery.provider_id == scope.provider_id, Delivery.id == held.id)
        .values(
            state=state.value,
            is_closed=state in CLOSED,
            closed_at=session.legal_now if state in CLOSED else None,
            version=version,
        )
        .returning(
            Delivery.state, Delivery.outcome, Delivery.is_closed, Delivery.closed_at,
            Delivery.content_number, Delivery.disputed_at, Delivery.version,
        )
    ).one()  # fmt: skip
    want(
        session,
        [
            Effect(
                effect="bijwerken",
                key=f"bijwerken:{held.id}:{version}",
                tenant_id=held.tenant_id,
                provider_id=scope.provider_id,
                data={"delivery": str(held.id), "act": slug},
            )
        ],
    )
    record(
        session,
        [
            NewEvent(
                tenant_id=held.tenant_id,
                provider_id=scope.provider_id,
                delivery_id=held.id,
                type=slug,
                audience=SHARED,
                actor=actor,
                received=received,
                data={**data, "stand": state.value, "versie": version},
                rows=[facet_of(Delivery, "stand", held.id, stands._mapping), *rows],
            )
        ],
    )
