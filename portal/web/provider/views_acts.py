"""What a provider does at one municipality after submitting: withdraw, dispute, ask to lift."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotThere, RuleBroken, Stale
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Field
from portal.domain.submissions.lifecycle import check_act
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_delivery_rows import DeliveryRow
from portal.queries.provider_submissions import SubmissionRow, submission_followed
from portal.services import following
from portal.web.access import desk, desk_session, provider_scope, requires
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import DataItem, Link
from portal.web.pages import say, show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.forms import ASK_LIFT, DISPUTE, WITHDRAW
from portal.web.provider.places import at
from portal.web.provider.presenters_municipality import status_of
from portal.web.sent import sent_version
from portal.web.state import state

ADDRESS = "/indieningen/<kenmerk>/<bij>"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActPage:
    """What the page of an act says and asks; `said` is the sentence once it is done."""

    act: str
    title: str
    lead: str
    fields: Sequence[Field]
    submit: str
    said: str


WITHDRAWING = ActPage(
    act="intrekken",
    title="Intrekken",
    lead="De gemeente stopt dan met de behandeling. Bij andere gemeenten verandert er niets. Wat u "
    "hebt ingediend, blijft leesbaar.",
    fields=WITHDRAW,
    submit="Intrekken",
    said="U hebt uw indiening bij gemeente {name} ingetrokken.",
)
DISPUTING = ActPage(
    act="betwisten",
    title="Laten weten dat dit niet klopt",
    lead="De gemeente heeft dit voor u vastgelegd. Uw bezwaar komt in de tijdlijn te staan en de "
    "gemeente ziet het. De vastlegging zelf verandert niet.",
    fields=DISPUTE,
    submit="Versturen",
    said="Gemeente {name} ziet nu dat u dit betwist.",
)
LIFTING = ActPage(
    act="opheffing_vragen",
    title="Opheffing van de stop vragen",
    lead="De stop blijft gelden tot de gemeente hem opheft.",
    fields=ASK_LIFT,
    submit="Opheffing vragen",
    said="Uw verzoek ligt bij gemeente {name}.",
)
Do = Callable[[UUID, int, Mapping[str, Any]], None]


@blueprint.route(f"{ADDRESS}/intrekken", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def withdraw(kenmerk: str, bij: str) -> WerkzeugResponse:
    """Take it back at one municipality."""

    def do(delivery_id: UUID, version: int, answers: Mapping[str, Any]) -> None:
        following.withdraw(
            desk_session(), provider_scope(), delivery_id,
            version=version, reason=answers["reden"], actor=desk().actor,
        )  # fmt: skip

    return _act_page(kenmerk, bij, WITHDRAWING, do)


@blueprint.route(f"{ADDRESS}/betwisten", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def dispute(kenmerk: str, bij: str) -> WerkzeugResponse:
    """Say that what a municipality recorded is not right."""

    def do(delivery_id: UUID, version: int, answers: Mapping[str, Any]) -> None:
        following.dispute(
            desk_session(), provider_scope(), delivery_id,
            reason=answers["reden"], actor=desk().actor,
        )  # fmt: skip

    return _act_page(kenmerk, bij, DISPUTING, do)


@blueprint.route(f"{ADDRESS}/opheffing-vragen", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def ask_lift(kenmerk: str, bij: str) -> WerkzeugResponse:
    """Ask to lift a stop."""

    def do(delivery_id: UUID, version: int, answers: Mapping[str, Any]) -> None:
        following.ask_lift(
            desk_session(), provider_scope(), delivery_id,
            version=version, reason=answers["reden"],
            wished_on=date.fromisoformat(answers["per"]), actor=desk().actor,
        )  # fmt: skip

    return _act_page(kenmerk, bij, LIFTING, do)


def _act_page(kenmerk: str, bij: str, page: ActPage, do: Do) -> WerkzeugResponse:
    """Show the form, or do what it asks and go back to the submission."""
    row = submission_followed(desk_session(), provider_scope(), kenmerk)
    delivery = row.delivery(bij)
    if page.act == "betwisten" and row.channel == "portaal":
        raise NotThere
    given = sent_form()
    bound = bind(page.fields, formdata=given)
    version = sent_version(given) if given is not None else None
    if request.method != "POST":
        _check(row, delivery, page)
        return _show(row, delivery, page, bound, delivery.version if version is None else version)
    if not bound.is_good:
        return _show(row, delivery, page, bound, version or 0, status=422)
    try:
        do(delivery.id, version or 0, bound.answers)
    except (Stale, RuleBroken) as error:
        return _refused(kenmerk, bij, page, bound, error)
    desk_session().commit()
    state().wake_up.ring()
    forget_kept()
    say(page.said.format(name=delivery.name))
    return redirect(at("submission", kenmerk=kenmerk), 303)


def _check(row: SubmissionRow, delivery: DeliveryRow, page: ActPage) -> None:
    """Raises RuleBroken when the act is not possible now."""
    stops = all_kinds()[row.kind].stops_clients
    check_act(page.act, state=delivery.state, stops_clients=stops)


def _refused(
    kenmerk: str, bij: str, page: ActPage, bound: Bound, error: Stale | RuleBroken
) -> WerkzeugResponse:
    """What stands there now, and what was typed: nothing is lost."""
    desk_session().rollback()
    row = submission_followed(desk_session(), provider_scope(), kenmerk)
    delivery = row.delivery(bij)
    if isinstance(error, RuleBroken) and error.code != "not_now":
        bound.refuse(error)
        return _show(row, delivery, page, bound, delivery.version, status=422)
    return _show(row, delivery, page, bound, delivery.version, status=409, changed=error.sentence)


def _show(
    row: SubmissionRow,
    delivery: DeliveryRow,
    page: ActPage,
    bound: Bound,
    version: int,
    *,
    status: int = 200,
    changed: str = "",
) -> WerkzeugResponse:
    kind = all_kinds()[row.kind]
    stand = status_of(kind, delivery.state, delivery.outcome)
    reason = delivery.decision.reason if delivery.decision else ""
    return show(
        "provider/handeling.html",
        page.title,
        status=status,
        errors=bound.lines,
        kicker=f"{row.reference}, gemeente {delivery.name}",
        lead=page.lead,
        crumbs=[
            Link("Overzicht", at("start")),
            Link(row.reference, at("submission", kenmerk=row.reference)),
        ],
        changed=changed,
        now_items=[
            DataItem(key="Waar het nu staat", value=stand.words),
            *([DataItem(key="Motivering van het besluit", value=reason)] if reason else []),
        ],
        form=bound.form,
        action=request.path,
        version=version,
        submit=page.submit,
        cancel=Link("Annuleren", at("submission", kenmerk=row.reference)),
    )
