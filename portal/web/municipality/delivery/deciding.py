"""Deciding and reopening."""

from datetime import date
from typing import Any

from flask import redirect
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import RuleBroken
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Answers
from portal.domain.submissions.kinds.clientenstop import END, PRODUCTS, START, outcome_of
from portal.queries.deliveries import DeliveryFacts
from portal.queries.products import product_names
from portal.services.deciding import decide as take_decision
from portal.services.deciding import reopen as open_again
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.answers import Names
from portal.web.chrome import DataItem, Tone
from portal.web.municipality.blueprint import blueprint
from portal.web.municipality.delivery.act_page import ActPage, act_page
from portal.web.municipality.delivery.acts import the_delivery
from portal.web.municipality.delivery.forms import (
    REOPEN,
    consent_fields,
    consent_name,
    from_name,
    outcome_fields,
)
from portal.web.municipality.delivery.places import Places
from portal.web.municipality.delivery.presenters import Remark, remarks
from portal.web.state import today

DECIDED = "Uw besluit is vastgelegd. De aanbieder krijgt een mail en leest het in het portaal."
EFFECTS = (
    "De aanbieder leest uw besluit en uw motivering meteen.",
    "De zaak wordt afgerond en verdwijnt van de werklijst. Heropenen kan, met een reden.",
)


@blueprint.route("/zaken/<kenmerk>/besluiten", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def decide(kenmerk: str) -> WerkzeugResponse:
    """Answer the provider in writing: for a stop per product, otherwise one decision."""
    facts = the_delivery(kenmerk)
    if facts.kind.stops_clients:
        return _decide_stop(facts)
    if facts.dossier is not None and not facts.is_closed:
        return redirect(Places(desk().membership.place, kenmerk).in_dossier(facts.dossier), 303)
    page = ActPage(
        act="besluiten",
        title="Besluit nemen",
        submit="Besluit vastleggen",
        said=DECIDED,
        fields=outcome_fields(facts.kind),
        remarks=(*_task_first(facts), *remarks(facts)),
        effects_title="Wat er hierna gebeurt",
        effects=EFFECTS,
    )

    def do(answers: Answers, version: int) -> None:
        take_decision(
            desk_session(), tenant_scope(), facts.id, version=version,
            outcome=answers["besluit"], details={}, reason=answers["motivering"],
            actor=desk().actor,
        )  # fmt: skip

    return act_page(facts, page, do)


def _decide_stop(facts: DeliveryFacts) -> WerkzeugResponse:
    asked = list(facts.content.answers.get(PRODUCTS) or ())
    names = Names(products=product_names(desk_session(), tenant_scope(), asked))
    wished = facts.content.payload.get(START)
    first = max(date.fromisoformat(wished), today()) if wished else today()
    page = ActPage(
        act="besluiten",
        title="Besluit nemen over de cliëntenstop",
        submit="Besluit vastleggen",
        said=DECIDED,
        fields=consent_fields({code: names.product(code) for code in asked}),
        stored={from_name(code): first.isoformat() for code in asked},
        remarks=(*_task_first(facts), *_late_consent(facts)),
        context=_wished(facts),
        effects_title="Wat er hierna gebeurt",
        effects=(
            "De stop begint alleen voor de producten waarvoor u toestemt, vanaf de dag die u kiest. "
            "Zonder uw toestemming begint er niets (art. 3.6).",
            *EFFECTS,
        ),
    )

    def do(answers: Answers, version: int) -> None:
        details = consent_details(answers, asked)
        try:
            take_decision(
                desk_session(), tenant_scope(), facts.id, version=version,
                outcome=outcome_of(details, asked), details=details,
                reason=answers["motivering"], actor=desk().actor,
            )  # fmt: skip
        except RuleBroken as refused:
            raise _at_question(refused) from None

    return act_page(facts, page, do)


def consent_details(answers: Answers, asked: list[str]) -> dict[str, Any]:
    """The answers per product as the decision keeps them."""
    return {
        PRODUCTS: {
            code: {"toegestemd": True, "vanaf": answers[from_name(code)]}
            if answers[consent_name(code)]
            else {"toegestemd": False}
            for code in asked
        }
    }


def _at_question(refused: RuleBroken) -> RuleBroken:
    """The refusal about a product, at the day that was filled in for it."""
    part, _, code = (refused.path or "").partition(".")
    path = from_name(code) if part == PRODUCTS and code else refused.path
    return RuleBroken(refused.sentence, code=refused.code, rule=refused.rule, path=path)


def _task_first(facts: DeliveryFacts) -> tuple[Remark, ...]:
    if facts.open_task is None:
        return ()
    return (
        Remark(
            title=f"Eerst: {facts.open_task.title.lower()}",
            text="Zolang het overleg niet is vastgelegd, kunt u niet besluiten (art. 3.4.2).",
            tone=Tone.WARNING,
        ),
    )


def _late_consent(facts: DeliveryFacts) -> tuple[Remark, ...]:
    late = facts.marks.get("te_laat")
    if not late:
        return ()
    days = "1 dag" if late["dagen"] == 1 else f"{late['dagen']} dagen"
    possible = format_date(date.fromisoformat(late["kon_vanaf"]))
    return (
        Remark(
            title=f"Dit verzoek is {days} te laat gemeld",
            text=f"{late['uitleg']} U mag toestemmen vanaf een eerdere dag dan {possible}, maar u "
            "hoeft dat niet. Schrijf in de motivering waarom u dat wel of niet doet.",
            tone=Tone.WARNING,
        ),
    )


def _wished(facts: DeliveryFacts) -> tuple[DataItem, ...]:
    payload = facts.content.payload
    until = payload.get(END)
    return (
        DataItem(
            key="De aanbieder vraagt de stop vanaf",
            value=format_date(date.fromisoformat(payload[START])),
        ),
        DataItem(
            key="Tot en met",
            value=format_date(date.fromisoformat(until)) if until else "tot nader bericht",
        ),
        DataItem(key="Reden", value=str(payload.get("reden", ""))),
    )


@blueprint.route("/zaken/<kenmerk>/heropenen", methods=["GET", "POST"])
@requires(Permission.HANDLE)
def reopen(kenmerk: str) -> WerkzeugResponse:
    """Take a closed delivery up again."""
    facts = the_delivery(kenmerk)
    standing = ("Een stop waarvoor is toegestemd blijft gelden tot u opnieuw besluit.",)
    page = ActPage(
        act="heropenen",
        title="Zaak heropenen",
        submit="Heropenen",
        said="De zaak is heropend en staat op uw naam.",
        fields=REOPEN,
        effects_title="Wat er hierna gebeurt",
        effects=(
            "De zaak komt op uw naam te staan en uw eigen termijn voor het besluit begint opnieuw.",
            "Het eerdere besluit blijft leesbaar.",
            *(standing if facts.stops else ()),
        ),
    )

    def do(answers: Answers, version: int) -> None:
        open_again(
            desk_session(), tenant_scope(), facts.id, version=version, reason=answers["reden"],
            actor=desk().actor,
        )  # fmt: skip

    return act_page(facts, page, do)
