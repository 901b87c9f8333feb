""" "Is an ingebrekestelling needed?": questions, arguments on both sides, a reasoning of one's own."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken
from portal.domain.ladder.contract import ContractRules
from portal.domain.ladder.notice_needed import (
    Assessment,
    Conclusion,
    assess,
    questions_for,
)
from portal.domain.ladder.remedies import REMEDIES, Argument, Remedy
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Choice, ChoiceField, Field, LongTextField
from portal.services.dossiers.reasoning import keep_reasoning
from portal.web.access import desk_session, requires, tenant_scope
from portal.web.binding import bind, forget_kept, judge, sent_form
from portal.web.chrome import Link, TaskRow
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.reading import doer, read_dossier
from portal.web.fields import QuestionForm, answers, build_form
from portal.web.pages import say, show
from portal.web.state import state

WEIGH, KEEP = "wegen", "vastleggen"


@blueprint.get("/<nummer>/ingebrekestelling-nodig")
@requires(Permission.WORK_ON_DOSSIERS)
def notice_aid(nummer: str) -> WerkzeugResponse:
    """What the municipality wants to reach decides which questions matter (001-22)."""
    reading = read_dossier(nummer)
    return show(
        "dossiers/middelen.html",
        "Is een ingebrekestelling nodig?",
        kicker=nummer,
        lead="Het portaal beslist dit niet. Het helpt u de argumenten op een rij te zetten.",
        crumbs=reading.places.crumbs,
        tasks=[
            TaskRow(
                title=remedy.name,
                href=reading.places.to("notice_weighed", middel=remedy.code),
                facts=(remedy.articles,),
            )
            for remedy in REMEDIES
        ],
    )


@blueprint.route("/<nummer>/ingebrekestelling-nodig/<middel>", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def notice_weighed(nummer: str, middel: str) -> WerkzeugResponse:
    """Answer, see both sides, and write down what you conclude and why."""
    reading = read_dossier(nummer)
    remedy = next((each for each in REMEDIES if each.code == middel), None)
    if remedy is None:
        raise NotThere
    contract = reading.state.contract
    fields = _fields(remedy, contract)
    weighs = request.form.get("actie") != KEEP
    # Weighing with half of the answers is what the page is for.
    bound = judge(*_read(fields), []) if request.method == "POST" and weighs else bind(fields)
    if request.method == "POST" and not weighs and bound.is_good:
        given = bound.answers
        try:
            keep_reasoning(
                desk_session(), tenant_scope(), reading.row.id, remedy=middel,
                answers=_legal(remedy, contract, given),
                conclusion=Conclusion(given["conclusie"]), text=given["redenering"], doer=doer(),
            )  # fmt: skip
        except RuleBroken as refused:
            desk_session().rollback()
            bound.refuse(refused)
        else:
            desk_session().commit()
            state().wake_up.ring()
            forget_kept()
            say("Uw redenering is vastgelegd in het dossier.")
            return redirect(reading.places.page, 303)
    return show(
        "dossiers/middel.html",
        remedy.name,
        block="argumenten",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        kicker=f"{nummer}, is een ingebrekestelling nodig?",
        lead=remedy.articles,
        crumbs=(
            *reading.places.crumbs,
            Link("Ingebrekestelling nodig?", reading.places.to("notice_aid")),
        ),
        form=bound.form,
        action=request.path,
        sides=_sides(assess(remedy, _legal(remedy, contract, bound.answers), contract)),
        drafting=[f"Artikel {note.article}: {note.note}" for note in contract.notes]
        if contract and remedy.dissolves
        else [],
        cancel=Link("Annuleren", reading.places.page),
    )


def _read(fields: tuple[Field, ...]) -> tuple[QuestionForm, dict[str, Any]]:
    form = build_form(fields)(sent_form())
    return form, answers(form)


def _legal(remedy: Remedy, contract: ContractRules | None, given: dict[str, Any]) -> dict[str, str]:
    codes = {question.code for question in questions_for(remedy, contract)}
    return {code: str(given[code]) for code in codes if given.get(code)}


def _fields(remedy: Remedy, contract: ContractRules | None) -> tuple[Field, ...]:
    asked = tuple(
        ChoiceField(
            name=question.code,
            label=question.label,
            missing=f"Beantwoord eerst: “{question.label}”",
            choices=tuple(Choice(value, label) for value, label in question.options),
        )
        for question in questions_for(remedy, contract)
    )
    return (
        *asked,
        ChoiceField(
            name="conclusie",
            label="Wat concludeert u?",
            missing="Kies uw conclusie.",
            choices=tuple(
                Choice(each.value, f"{each.label[:1].upper()}{each.label[1:]}")
                for each in Conclusion
            ),
        ),
        LongTextField(
            name="redenering",
            label="Hoe komt u tot uw conclusie?",
            hint="Noem de argumenten die voor u de doorslag geven. Overleg bij twijfel met uw jurist.",
            missing="Schrijf op hoe u tot uw conclusie komt.",
            rule="001-22",
        ),
    )


def _sides(found: Assessment) -> list[tuple[str, Sequence[Argument]]]:
    sides: list[tuple[str, Sequence[Argument]]] = [
        ("Pleit voor een ingebrekestelling", found.in_favour),
        ("Pleit ertegen dat zij nodig is", found.against),
        ("Let op", found.mind),
    ]
    return [(title, arguments) for title, arguments in sides if arguments]
