"""Binds a form to what was sent, to what was kept of an ended session, or to stored answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, session
from werkzeug.datastructures import MultiDict

from portal.domain.errors import Finding, RuleBroken
from portal.domain.scopes import AuthScope
from portal.domain.submissions.fields import Field, check_answers
from portal.services.kept_forms import forget_kept_forms, take_kept_form
from portal.web.chrome import SummaryLine
from portal.web.database import engine, unit_of_work
from portal.web.fields import QuestionForm, answers, attach, build_form
from portal.web.state import now, state
from portal.web.visitors import visitor

KEPT = "bewaard"
# In the browser's own cookie: most forms were never kept, and then there is nothing to forget.
KEPT_SHOWN = "bewaard_getoond"


@dataclass(slots=True)
class Bound:
    """A form with what was found about it."""

    form: QuestionForm
    answers: dict[str, Any]
    lines: list[SummaryLine]

    @property
    def is_good(self) -> bool:
        return not self.lines

    def refuse(self, error: RuleBroken) -> None:
        """Put a rule's refusal at its question, or at the top."""
        self.lines = attach(self.form, [Finding(error.path or "", error.sentence, error.rule)])


def sent_form() -> MultiDict[str, str] | None:
    """What was typed: sent now, or on a session that had ended; None for an empty form."""
    if request.method == "POST":
        return request.form
    kept_id, known = request.args.get(KEPT), visitor()
    if not kept_id or known is None:
        return None
    try:
        key = UUID(kept_id)
    except ValueError:
        return None
    with unit_of_work(engine(), AuthScope()) as auth:
        kept = take_kept_form(
            auth, state().sealer, kept_id=key, account_id=known.person.account_id,
            path=request.path, now=now(),
        )  # fmt: skip
    if kept is None:
        return None
    session[KEPT_SHOWN] = True
    return MultiDict(kept)


def forget_kept() -> None:
    """After a form went well: what was kept of it is not needed any more."""
    known = visitor()
    if known is not None and session.pop(KEPT_SHOWN, False):
        with unit_of_work(engine(), AuthScope()) as auth:
            forget_kept_forms(auth, account_id=known.person.account_id, path=request.path)


def bind(
    fields: Sequence[Field],
    *,
    stored: Mapping[str, Any] | None = None,
    formdata: MultiDict[str, str] | None = None,
    extra: Sequence[Finding] = (),
    **offer: Any,
) -> Bound:
    """The form of these questions, filled; judged when it was sent.

    `stored` fills it when nothing was sent. `offer` goes to `build_form`.
    """
    given = sent_form() if formdata is None else formdata
    form_class = build_form(fields, **offer)
    if given is None:
        return Bound(form_class(data=stored), dict(stored or {}), [])
    form = form_class(given)
    found = answers(form)
    if request.method != "POST":
        return Bound(form, found, [])
    return judge(form, found, [*check_answers(fields, found), *extra])


def judge(form: QuestionForm, found: dict[str, Any], findings: Sequence[Finding]) -> Bound:
    """The form with all findings at their questions."""
    lines = attach(form, list(findings))
    return Bound(form, found, lines)
