"""Accepts a submission: the one transaction that a legal deadline can hang on.

Submission, one delivery per municipality, the effects wanted, and the link in each
municipality's chain stand or fall together. `received_at` is the database's `now()` of this
transaction, which opens after the last byte of the request; nobody can supply it (004-01).
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from portal.adapters.database import ScopedSession
from portal.domain.calendar import local_date
from portal.domain.errors import RuleBroken, errors_in
from portal.domain.evidence import canonical_bytes, sha256_hex
from portal.domain.scopes import ProviderScope
from portal.domain.submissions.kind import Facts, Kind
from portal.domain.submissions.reference import RANDOM_BYTES, make_reference
from portal.models.submission import Submission
from portal.services.handed_in import new_delivery, new_files, new_submission
from portal.services.recording import SHARED, Actor, NewEvent, record


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """An attachment as the evidence knows it."""

    id: UUID
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What the receipt page needs; `is_new` is False for the same submission sent again."""

    submission_id: UUID
    reference: str
    received_at: datetime
    is_new: bool


_INSERT = text(
    """
    WITH s AS (
      INSERT INTO submission (provider_id, key, reference, kind, payload_version, payload,
                              own_answers, body_sha256, submitted_by, submitted_by_name)
      VALUES (:provider_id, :key, :reference, :kind, :payload_version, CAST(:payload AS jsonb),
              CAST(:own AS jsonb), :body_sha256, :account_id, :account_name)
      ON CONFLICT (provider_id, key) DO NOTHING
      RETURNING id, received_at
    ), d AS (
      INSERT INTO delivery (tenant_id, submission_id, provider_id, reference, kind, provider_name,
                            subject, answers, marks, starts_on, questions_version,
                            for_dossier_id)
      SELECT r.tenant_id, s.id, :provider_id, :reference, :kind, :provider_name, :subject,
             r.answers, CAST(:marks AS jsonb), :starts_on, r.questions_version,
             CAST(:for_dossier_id AS uuid)
      FROM s, jsonb_to_recordset(CAST(:addressees AS jsonb))
        AS r (tenant_id uuid, answers jsonb, questions_version integer)
      RETURNING id, tenant_id
    ), f AS (
      UPDATE attachment SET submission_id = s.id, draft_key = NULL
      FROM s WHERE provider_id = :provider_id AND draft_key = :key
      RETURNING 1
    ), x AS (
      DELETE FROM draft USING s WHERE draft.provider_id = :provider_id AND draft.key = :key
    ), o AS (
      INSERT INTO outbox (effect, effect_key, tenant_id, provider_id, data)
      SELECT 'bezorgen', 'bezorgen:' || d.id, d.tenant_id, :provider_id,
             jsonb_build_object('delivery', d.id) FROM d
      UNION ALL
      SELECT 'ontvangstbewijs', 'ontvangstbewijs:' || s.id, NULL, :provider_id,
             jsonb_build_object('submission', s.id) FROM s
    )
    SELECT s.id, s.received_at, d.id, d.tenant_id, (SELECT count(*) FROM f) AS files
    FROM s, d
    """
)


def body_digest(kind: Kind, answers: Mapping[str, Any], files: Sequence[FileFacts]) -> str:
    """SHA-256 over what was confirmed on the check page: answers and files.

    It tells the same submission sent twice from another one under the same key, and is what
    the ledger commits to.
    """
    return sha256_hex(
        canonical_bytes(
            {
                "kind": kind.slug,
                "version": kind.payload_version,
                "answers": dict(answers),
                "files": sorted([file.name, file.sha256, file.size_bytes] for file in files),
            }
        )
    )


def file_submission(
    session: ScopedSession,
    scope: ProviderScope,
    *,
    kind: Kind,
    key: UUID,
    answers: Mapping[str, Any],
    files: Sequence[FileFacts],
    facts: Facts,
    actor: Actor,
    provider_name: str,
    for_dossier_id: UUID | None = None,
) -> Filed:
    """Accept a submission, or give back the one that was accepted under this key.

    `for_dossier_id`: the dossier of the one municipality that it goes to, which asked for it.
    Raises RuleBroken: "key_reused" when the same key comes with another content (409), or
    with the first finding when the answers do not hold.
    """
    digest = body_digest(kind, answers, files)
    findings = errors_in(kind.judge(answers, facts))
    if findings:
        # What was accepted yesterday may not hold today, and is accepted all the same.
        earlier = find_filed(session, scope, key=key, digest=digest)
        if earlier is not None:
            return earlier
        raise RuleBroken(
            findings[0].sentence, code="answers", rule=findings[0].rule, path=findings[0].path
        )
    received_at = session.legal_now
    parts, description = kind.divide(answers), kind.describe(answers)
    marks = kind.marks(answers, local_date(received_at))
    reference = make_reference(
        kind.prefix, local_date(received_at).year, secrets.token_bytes(RANDOM_BYTES)
    )
    chosen = [facts.addressees[slug] for slug in kind.municipalities(answers)]
    rows = session.execute(
        _INSERT,
        {
            "provider_id": scope.provider_id,
            "key": key,
            "reference": reference,
            "kind": kind.slug,
            "payload_version": kind.payload_version,
            "payload": json.dumps(parts.shared),
            "own": json.dumps(parts.own),
            "body_sha256": digest,
            "account_id": actor.account_id,
            "account_name": actor.name,
            "provider_name": provider_name,
            "subject": description.subject,
            "for_dossier_id": for_dossier_id,
            "marks": json.dumps(marks),
            "starts_on": description.starts_on,
            "addressees": json.dumps(
                [
                    {
                        "tenant_id": str(to.tenant_id),
                        "answers": parts.per_municipality[to.slug],
                        "questions_version": to.questions_version,
                    }
                    for to in chosen
                ]
            ),
        },
    ).all()
    if not rows:
        # It was sent before, or at this instant; then we waited for the other to finish.
        again = find_filed(session, scope, key=key, digest=digest)
        if again is None:
            raise RuntimeError("de indiening werd niet opgenomen en staat er ook niet")
        return again
    submission_id, stored_received_at = rows[0][0], rows[0][1]
    whole = new_submission(
        submission_id,
        provider_id=scope.provider_id,
        key=key,
        reference=reference,
        kind=kind.slug,
        payload_version=kind.payload_version,
        payload=parts.shared,
        own_answers=parts.own,
        body_sha256=digest,
        received_at=stored_received_at,
        submitted_by=actor.account_id,
        submitted_by_name=actor.name,
    )
    attached = (
        new_files(
            session, scope, submission_id=submission_id, confirmed=[file.id for file in files]
        )
        if files or rows[0].files
        else []
    )  # fmt: skip
    to_whom = {to.tenant_id: to for to in chosen}
    record(
        session,
        [
            NewEvent(
                tenant_id=tenant_id,
                provider_id=scope.provider_id,
                delivery_id=delivery_id,
                type="ontvangen",
                audience=SHARED,
                actor=actor,
                received=True,
                data=receipt_facts(
                    reference=reference,
                    kind=kind.slug,
                    submission_id=submission_id,
                    shared=parts.shared,
                    answers=parts.per_municipality[to_whom[tenant_id].slug],
                    marks=marks,
                    files=files,
                ),
                rows=[
                    whole,
                    *attached,
                    *new_delivery(
                        delivery_id,
                        tenant_id=tenant_id,
                        submission_id=submission_id,
                        provider_id=scope.provider_id,
                        reference=reference,
                        kind=kind.slug,
                        provider_name=provider_name,
                        subject=description.subject,
                        answers=parts.per_municipality[to_whom[tenant_id].slug],
                        marks=marks,
                        starts_on=description.starts_on,
                        received_at=stored_received_at,
                        questions_version=to_whom[tenant_id].questions_version,
                        for_dossier_id=for_dossier_id,
                    ),
                ],
            )
            for _, _, delivery_id, tenant_id, _ in rows
        ],
    )
    return Filed(
        submission_id=submission_id,
        reference=reference,
        received_at=stored_received_at,
        is_new=True,
    )


def receipt_facts(
    *,
    reference: str,
    kind: str,
    submission_id: UUID,
    shared: Mapping[str, Any],
    answers: Mapping[str, Any],
    marks: Mapping[str, Any],
    files: Sequence[FileFacts],
) -> dict[str, Any]:
    """What the chain of one municipality commits to at receipt: digests, never content."""
    return {
        "kenmerk": reference,
        "soort": kind,
        "indiening": str(submission_id),
        "gedeeld_sha256": sha256_hex(canonical_bytes(dict(shared))),
        "eigen_sha256": sha256_hex(canonical_bytes(dict(answers))),
        "aantekeningen_sha256": sha256_hex(canonical_bytes(dict(marks))),
        "bestanden": sorted([file.sha256, file.size_bytes] for file in files),
    }


def find_filed(
    session: ScopedSession, scope: ProviderScope, *, key: UUID, digest: str | None = None
) -> Filed | None:
    """What was accepted under this key; raises "key_reused" when it was something else."""
    row = session.execute(
        select(
            Submission.id, Submission.reference, Submission.received_at, Submission.body_sha256
        ).where(Submission.provider_id == scope.provider_id, Submission.key == key)
    ).one_or_none()
    if row is None:
        return None
    if digest is not None and row.body_sha256 != digest:
        raise RuleBroken(
            f"Dit formulier is al ingediend als {row.reference}, met een andere inhoud. "
            "Open die indiening, of begin een nieuwe.",
            code="key_reused",
        )
    return Filed(
        submission_id=row.id, reference=row.reference, received_at=row.received_at, is_new=False
    )
