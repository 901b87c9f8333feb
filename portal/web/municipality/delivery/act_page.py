"""The page on which something is done with a delivery, and what happens when it cannot be.

The form carries the version of the delivery that it was made for. When a colleague or the
provider was first, the answer is 409 with what stood then, what stands now, and everything
that was typed, ready to be sent again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import Finding, RuleBroken, Stale
from portal.domain.submissions.fields import Field
from portal.domain.submissions.lifecycle import check_act
from portal.queries.deliveries import DeliveryFacts, delivery_facts
from portal.web.access import desk_session, tenant_scope
from portal.web.answers import Names, told
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import Column, DataItem, Link
from portal.web.municipality.delivery.changed import Changed, changed_since
from portal.web.municipality.delivery.presenters import Remark
from portal.web.municipality.delivery.views import case_crumbs, places_of, title_of
from portal.web.pages import say, show
from portal.web.sent import sent_version
from portal.web.state import state

COMPARED = (Column(label=""), Column(label="Toen u begon"), Column(label="Nu"))
Do = Callable[[Mapping[str, Any], int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """What the page says and asks. `said` is the sentence after it went well."""

    act: str
    title: str
    submit: str
    said: str
    lead: str = ""
    fields: Sequence[Field] = ()
    stored: Mapping[str, Any] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()
    effects: Sequence[str] = ()
    effects_title: str = ""
    context: Sequence[DataItem] = ()
    findings: Callable[[Mapping[str, Any]], list[Finding]] = lambda answers: []


def act_page(facts: DeliveryFacts, page: ActPage, do: Do) -> WerkzeugResponse:
    """Show the form, or do what it asks and go back to the delivery."""
    given = sent_form()
    version = sent_version(given) if given is not None else facts.version
    bound = bind(page.fields, stored=page.stored, formdata=given)
    if request.method != "POST":
        return _show(facts, page, bound, version, status=200 if not _refusal(facts, page) else 409)
    if not bound.is_good:
        return _show(facts, page, bound, version, status=422)
    try:
        do(bound.answers, version)
    except Stale:
        desk_session().rollback()
        fresh = delivery_facts(desk_session(), tenant_scope(), facts.reference)
        return _show(fresh, page, bound, fresh.version, status=409, seen=version)
    except RuleBroken as error:
        desk_session().rollback()
        bound.refuse(error)
        status = 409 if error.code == "not_now" else 422
        return _show(facts, page, bound, version, status=status)
    desk_session().commit()
    state().wake_up.ring()
    forget_kept()
    say(page.said)
    return redirect(places_of(facts.reference).page, 303)


def _show(
    facts: DeliveryFacts,
    page: ActPage,
    bound: Bound,
    version: int,
    *,
    status: int,
    seen: int | None = None,
) -> WerkzeugResponse:
    refusal = _refusal(facts, page)
    changed: Changed | None = None if seen is None else changed_since(facts, seen)
    return show(
        "municipality/handeling.html",
        page.title,
        status=status,
        errors=bound.lines,
        kicker=f"{facts.kind.name} {facts.reference}",
        lead=page.lead or f"{title_of(facts)}, {facts.provider_name}",
        crumbs=case_crumbs(facts.reference),
        page_of=page,
        form=bound.form,
        version=version,
        action=request.path,
        refusal=refusal,
        changed=changed,
        columns=COMPARED,
        typed=told(page.fields, bound.answers, Names()) if refusal and sent_form() else (),
        back=Link("Terug naar de zaak", places_of(facts.reference).page),
    )


def _refusal(facts: DeliveryFacts, page: ActPage) -> str:
    """Why this cannot be done now; "" when it can."""
    try:
        check_act(page.act, state=facts.state, stops_clients=facts.kind.stops_clients)
    except RuleBroken as refused:
        return refused.sentence
    return ""
