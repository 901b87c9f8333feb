"""The report of a talk: made after it, or along with the step when the talk was held already.

A rung that is a talk is taken when its invitation goes out: that is the act that the provider
reads and that has a certain time. Waiting for the report would leave the ladder standing still
while a term may run. A talk without an invitation is taken on the day that its step is set.
"""

from uuid import UUID

from portal.adapters.database import ScopedSession
from portal.domain.ladder.acts import ReportTalk
from portal.domain.ladder.dossier import DossierState, Report
from portal.domain.ladder.walking import take
from portal.domain.scopes import TenantScope
from portal.services.dossiers.holding import Held, hold, keep
from portal.services.dossiers.preparing import Doer


def report_talk(
    session: ScopedSession,
    scope: TenantScope,
    dossier_id: UUID,
    *,
    version: int,
    number: int,
    report: Report,
    doer: Doer,
) -> Held:
    """Record what came of the talk; who was there and what was agreed is shared (001-21)."""
    held = hold(session, scope, dossier_id, version=version)
    act = ReportTalk(number=number, report=report, on=held.today, by=doer.id)
    return keep_report(session, held, take(held.state, act, held.today), number, doer)


def keep_report(
    session: ScopedSession, held: Held, state: DossierState, number: int, doer: Doer
) -> Held:
    """Store a report that the ladder allowed. What was said stays with the municipality."""
    report = next(step.report for step in state.steps if step.number == number)
    assert report is not None
    return keep(
        session, held, state, event="verslag_gemaakt", actor=doer.actor, shared=True,
        data={
            "nummer": number,
            "op": report.held_on.isoformat(),
            "niveau": report.level,
            "gemeente": report.municipality,
            "aanbieder": report.provider,
            "afspraken": report.agreements,
        },
    )  # fmt: skip
