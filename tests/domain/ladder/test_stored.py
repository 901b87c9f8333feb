"""A dossier that is stored and restored is the same dossier."""

import json
from datetime import date
from decimal import Decimal

from portal.domain.ladder.dossier import (
    DossierState,
    Ending,
    Fact,
    FactKind,
    Milestone,
    Outcome,
    Parties,
    TakenMeasure,
    TakenStep,
)
from portal.domain.ladder.parse import read_ladder
from portal.domain.ladder.stored import restore_state, store_state
from portal.domain.ladder.vocabulary import MeasureKind, NoticeForm, Role, StepKind

DAY = date(2026, 3, 6)


def test_a_stored_dossier_comes_back_as_it_was() -> None:
    ladder, _ = read_ladder({})
    fact = Fact(kind=FactKind.MANDAAT, about="5a", by="Lea", on=DAY, role=Role.JURIST, until=DAY)
    state = DossierState(
        ladder=ladder,
        opened_on=DAY,
        parties=Parties(contract="c", provider="p", municipality="m"),
        fraud=True,
        steps=(
            TakenStep(
                number=1,
                rung="3",
                kinds=(StepKind.INGEBREKESTELLING,),
                on=DAY,
                by="Alice",
                form=NoticeForm.INGEBREKESTELLING,
                term_ends_on=DAY,
                facts=(fact,),
                outcome=Outcome.NIET_GEVOLGD,
                outcome_on=DAY,
            ),
        ),
        measures=(
            TakenMeasure(
                number=2,
                code="5c",
                kinds=(MeasureKind.DWANGSOM,),
                on=DAY,
                from_on=DAY,
                by="Alice",
                products=("W101",),
                cents=250_000,
                percentage=Decimal("4.99"),
                ending=Ending.OPZEGGING,
            ),
        ),
        milestones=(Milestone(code="a1", name="Nalopen", due_on=DAY),),
        facts=(fact,),
        tasks_done=("aangifte",),
    )
    stored = json.loads(json.dumps(store_state(state)))
    assert restore_state(stored, ladder=ladder) == state
