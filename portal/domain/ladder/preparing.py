"""The act that the answers of a step, measure or immediate act in preparation make."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portal.domain.ladder import acts
from portal.domain.ladder.asking import BODY, FACTOR, FORM, KINDS, PART, REASON, REPORT, TERM
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.dossier import DossierState, Ending, Report
from portal.domain.ladder.meanings import needs_letter
from portal.domain.ladder.steps import term_asked
from portal.domain.ladder.version import Measure, Rung
from portal.domain.ladder.vocabulary import MeasureKind, NoticeForm, PartKind, Role, StepKind
from portal.domain.ladder.walking import Choice
from portal.domain.submissions.fields import Answers

_PERCENTAGE = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)\s*%?", re.ASCII)


def prepared_act(
    state: DossierState,
    choice: Choice,
    code: str,
    answers: Answers,
    *,
    on: date,
    by: str,
    role: Role,
    municipalities: tuple[str, ...],
) -> acts.TakeStep | acts.ImposeMeasure | acts.ActAtOnce:
    """The act that these answers make. Raises LookupError for a code that does not exist."""
    if choice is Choice.STAP:
        rung = state.ladder.rung(code)
        if rung is None:
            raise LookupError(code)
        return _take(rung, answers, on, by, role, municipalities)
    if choice is Choice.MAATREGEL:
        measure = state.measure(code)
        if measure is None:
            raise LookupError(code)
        return _impose(state, measure, answers, on, by, role, municipalities)
    return _at_once(code, answers, on, by, role, municipalities)


def _take(
    rung: Rung, answers: Answers, on: date, by: str, role: Role, municipalities: tuple[str, ...]
) -> acts.TakeStep:
    ends = _day(answers.get(TERM))
    kinds = _words(StepKind, answers.get(KINDS))
    letter = _letter(rung.parts, answers, ends, municipalities)
    writes = bool(letter.body.strip() or any(text.strip() for text in letter.parts.values()))
    return acts.TakeStep(
        rung=rung.code,
        on=on,
        by=by,
        role=role,
        kinds=kinds,
        form=_word(NoticeForm, answers.get(FORM)),
        letter=letter if writes or needs_letter(kinds or rung.kinds) else None,
        term_ends_on=ends if term_asked(rung, None) else None,
        reason=str(answers.get(REASON) or ""),
    )


def _impose(
    state: DossierState,
    measure: Measure,
    answers: Answers,
    on: date,
    by: str,
    role: Role,
    municipalities: tuple[str, ...],
) -> acts.ImposeMeasure:
    return acts.ImposeMeasure(
        code=measure.code,
        on=on,
        by=by,
        role=role,
        weighing=acts.Weighing(
            proof=str(answers.get("bewijsmaat") or ""),
            motivation=str(answers.get("motivering") or ""),
            justification=str(answers.get("rechtvaardiging") or ""),
            factors={
                factor.code: str(answers.get(FACTOR + factor.code) or "")
                for factor in state.factors_for(measure).factors
            },
        ),
        letter=_letter(measure.parts, answers, _day(answers.get(TERM)), municipalities),
        kinds=_words(MeasureKind, answers.get(KINDS)),
        from_on=_day(answers.get("vanaf")),
        until_on=_day(answers.get("tot_en_met")),
        products=product_codes(answers.get("producten")),
        cents=answers.get("bedrag"),
        percentage=percentage_of(answers.get("percentage")),
        event_on=_day(answers.get("gebeurtenis_op")),
        interest_from=_day(answers.get("rente_vanaf")),
        costs_cents=answers.get("kosten"),
        article=str(answers.get("artikel") or ""),
        ending=_word(Ending, answers.get("einde")),
        serious=str(answers.get("ernst") or ""),
        urgent_signals=tuple(answers.get("signalen") or ()),
        reason=str(answers.get(REASON) or ""),
    )


def _at_once(
    code: str, answers: Answers, on: date, by: str, role: Role, municipalities: tuple[str, ...]
) -> acts.ActAtOnce:
    return acts.ActAtOnce(
        ground=code,
        effects=_words(ImmediateEffect, answers.get("gevolgen")),
        on=on,
        by=by,
        role=role,
        signals=tuple(answers.get("signalen") or ()),
        conditions=tuple(answers.get("voorwaarden") or ()),
        since_on=_day(answers.get("sinds")),
        about=str(answers.get("over") or ""),
        fraud_forms=tuple(answers.get("fraudevormen") or ()),
        products=product_codes(answers.get("producten")),
        motivation=str(answers.get("motivering") or ""),
        transfer=str(answers.get("overdracht") or ""),
        letter=_letter((), answers, None, municipalities),
    )


def _letter(
    parts: Any, answers: Answers, ends: date | None, municipalities: tuple[str, ...]
) -> acts.Letter:
    return acts.Letter(
        parts={
            part.code: str(answers.get(PART + part.code) or "")
            for part in parts
            if part.kind is not PartKind.TERMIJN
        },
        body=str(answers.get(BODY) or ""),
        ends_on=ends,
        municipalities=municipalities,
    )


def report_of(answers: Answers) -> Report | None:
    """The report of the talk, once it says when, who and what; None before that (001-21)."""
    held_on = _day(answers.get(f"{REPORT}op"))
    text = {
        name: str(answers.get(f"{REPORT}{name}") or "").strip()
        for name in ("niveau", "gemeente", "aanbieder", "besproken", "afspraken")
    }
    if held_on is None or not (text["gemeente"] and text["aanbieder"] and text["besproken"]):
        return None
    return Report(
        held_on=held_on,
        level=text["niveau"],
        municipality=text["gemeente"],
        provider=text["aanbieder"],
        discussed=text["besproken"],
        agreements=text["afspraken"],
    )


def product_codes(answer: Any) -> tuple[str, ...]:
    """Codes, from a list or from {municipality: codes}, the way a form of products answers."""
    if isinstance(answer, Mapping):
        return tuple(code for codes in answer.values() for code in codes)
    return tuple(answer) if isinstance(answer, list | tuple) else ()


def percentage_of(answer: Any) -> Decimal | None:
    """ "2,5" and "2.5 %" as a number; None for what is no number."""
    typed = _PERCENTAGE.fullmatch(str(answer or "").strip())
    return Decimal(typed[1].replace(",", ".")) if typed else None


def _day(answer: Any) -> date | None:
    return date.fromisoformat(answer) if isinstance(answer, str) and answer else None


def _word(of: type[Any], answer: Any) -> Any:
    return of(answer) if answer in {word.value for word in of} else None


def _words(of: type[Any], answer: Any) -> tuple[Any, ...]:
    known = {word.value: word for word in of}
    given = answer if isinstance(answer, list | tuple) else ()
    return tuple(known[value] for value in given if value in known)
