"""Records a notice that reached a municipality by letter, e-mail or telephone.

Visibly no receipt of the portal: `arrived_at`, channel, recorder and evidence stand beside the
moment of recording. From there on it is routed and handled like the others, and the provider
sees it and can dispute it.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from portal.adapters.database import ScopedSession
from portal.domain.calendar import format_moment, local_date
from portal.domain.errors import NotThere, RuleBroken, errors_in
from portal.domain.scopes import TenantScope
from portal.domain.submissions.kind import Facts, Kind
from portal.domain.submissions.reference import RANDOM_BYTES, make_reference
from portal.models.provider import Contract, Provider
from portal.models.submission import Attachment, Delivery, Submission
from portal.services.deliveries import required_text, tell_provider
from portal.services.effects_wanted import Effect, want
from portal.services.recording import SHARED, Actor, NewEvent, record
from portal.services.submitting import FileFacts, body_digest, receipt_facts

CHANNELS = ("brief", "e-mail", "telefoon")


def record_elsewhere(
    session: ScopedSession,
    scope: TenantScope,
    *,
    kind: Kind,
    provider_id: UUID,
    municipality: str,
    key: UUID,
    answers: Mapping[str, Any],
    channel: str,
    arrived_at: datetime,
    evidence: str,
    files: Sequence[Mapping[str, Any]],
    facts: Facts,
    actor: Actor,
) -> str:
    """Record a notice on a provider's behalf; gives its reference.

    `files` are stored files: {"file_name", "media_type", "size_bytes", "sha256",
    "storage_key"}. `facts` are those of the day on which it arrived. The same key again gives
    the same reference; with another content it is refused ("key_reused").
    """
    file_facts = [
        FileFacts(id=key, name=f["file_name"], sha256=f["sha256"], size_bytes=f["size_bytes"])
        for f in files
    ]
    digest = body_digest(kind, answers, file_facts)
    earlier = _recorded(session, scope, key, digest)
    if earlier is not None:
        return earlier
    now = session.legal_now
    if channel not in CHANNELS:
        raise RuleBroken("Kies hoe de melding binnenkwam.", code="channel", path="kanaal")
    if arrived_at > now:
        raise RuleBroken(
            f"Kies een moment tot en met nu, {format_moment(now)}.", code="future", path="binnen_op"
        )
    evidence = required_text(evidence, "bewijs")
    contracted = session.scalar(
        select(Provider.name)
        .join(Contract, Contract.provider_id == Provider.id)
        .where(Contract.tenant_id == scope.tenant_id, Provider.id == provider_id)
        .limit(1)
    )
    if contracted is None:
        raise NotThere
    if set(kind.municipalities(answers)) - {municipality}:
        raise NotThere
    findings = errors_in(kind.judge(answers, facts))
    if findings:
        raise RuleBroken(
            findings[0].sentence, code="answers", rule=findings[0].rule, path=findings[0].path
        )
    parts, description = kind.divide(answers), kind.describe(answers)
    marks = kind.marks(answers, local_date(arrived_at))
    reference = make_reference(kind.prefix, local_date(now).year, secrets.token_bytes(RANDOM_BYTES))
    submission = Submission(
        provider_id=provider_id,
        key=key,
        reference=reference,
        kind=kind.slug,
        payload_version=kind.payload_version,
        payload=parts.shared,
        own_answers={},
        body_sha256=digest,
        submitted_by=actor.account_id,
        submitted_by_name=actor.name,
        channel=channel,
        arrived_at=arrived_at,
        recorded_for=scope.tenant_id,
    )
    session.add(submission)
    session.flush()
    own = parts.per_municipality.get(municipality, {})
    delivery = Delivery(
        tenant_id=scope.tenant_id,
        submission_id=submission.id,
        provider_id=provider_id,
        reference=reference,
        kind=kind.slug,
        provider_name=contracted,
        subject=description.subject,
        answers=own,
        marks=marks,
        starts_on=description.starts_on,
    )
    session.add(delivery)
    session.flush()
    for stored in files:
        session.add(
            Attachment(
                provider_id=provider_id,
                tenant_id=scope.tenant_id,
                submission_id=submission.id,
                delivery_id=delivery.id,
                uploaded_by=actor.account_id,
                **stored,
            )
        )
    session.flush()
    want(
        session,
        [
            Effect(
                effect="bezorgen",
                key=f"bezorgen:{delivery.id}",
                tenant_id=scope.tenant_id,
                provider_id=provider_id,
                data={"delivery": str(delivery.id)},
            )
        ],
    )
    record(
        session,
        [
            NewEvent(
                tenant_id=scope.tenant_id,
                provider_id=provider_id,
                delivery_id=delivery.id,
                type="vastgelegd",
                audience=SHARED,
                actor=actor,
                data={
                    **receipt_facts(
                        reference=reference,
                        kind=kind.slug,
                        submission_id=submission.id,
                        shared=parts.shared,
                        answers=own,
                        marks=marks,
                        files=file_facts,
                    ),
                    "kanaal": channel,
                    "binnen_op": arrived_at.isoformat(),
                    "bewijs": evidence,
                },
            )
        ],
    )
    tell_provider(session, delivery, "besluit")
    return reference


def _recorded(session: ScopedSession, scope: TenantScope, key: UUID, digest: str) -> str | None:
    """What was recorded under this key. Whoever comes second with it waits for the first."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": str(key)}
    )
    earlier = session.execute(
        select(Submission.reference, Submission.body_sha256).where(
            Submission.recorded_for == scope.tenant_id, Submission.key == key
        )
    ).one_or_none()
    if earlier is not None and earlier.body_sha256 != digest:
        raise RuleBroken(
            f"Dit formulier is al vastgelegd als {earlier.reference}, met een andere inhoud. "
            "Open die zaak, of begin een nieuw formulier.",
            code="key_reused",
        )
    return None if earlier is None else str(earlier.reference)
