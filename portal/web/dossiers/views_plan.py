"""A plan that came in for a dossier: read it, and accept, reject or have it completed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_moment
from portal.domain.errors import NotThere
from portal.domain.policies import Permission
from portal.domain.submissions.fields import Choice, ChoiceField, DateField, LongTextField, ShownIf
from portal.domain.submissions.kinds.verbeterplan import KIND
from portal.queries.dossier_plans import plan_content
from portal.services.dossiers import plans
from portal.web.access import desk, desk_session, requires, tenant_scope
from portal.web.answers import Names, told
from portal.web.dossiers.act_page import ActPage, act_page
from portal.web.dossiers.blueprint import blueprint
from portal.web.dossiers.next_step import OPEN_PLAN_STATES
from portal.web.dossiers.reading import doer, read_dossier
from portal.web.state import today

DAYS_FOR_ANSWER = 7


@blueprint.route("/<nummer>/plan/<kenmerk>", methods=["GET", "POST"])
@requires(Permission.WORK_ON_DOSSIERS)
def assess_plan(nummer: str, kenmerk: str) -> WerkzeugResponse:
    """The plan as it stands now, and what the municipality thinks of it."""
    reading = read_dossier(nummer)
    plan = next((p for p in reading.parts.plans if p.reference == kenmerk), None)
    if plan is None:
        raise NotThere
    payload = plan_content(desk_session(), tenant_scope(), plan.id)
    place = desk().membership
    page = ActPage(
        title="Verbeterplan beoordelen",
        submit="Vastleggen en laten weten",
        said="Uw beoordeling is vastgelegd. De aanbieder kan haar lezen.",
        lead=f"{kenmerk}, ontvangen op {format_moment(plan.received_at)}",
        context_title="Het plan",
        context=told(
            [f for f in KIND.fields if f.name in payload],
            payload,
            Names(municipalities={place.place: place.place_name}),
        ),
        fields=(
            ChoiceField(
                name="uitkomst",
                label="Wat vindt u van het plan?",
                missing="Kies wat u van het plan vindt.",
                choices=(
                    Choice(
                        plans.ACCEPTED,
                        "Aanvaarden",
                        "De acties worden mijlpalen met een eigen termijn.",
                    ),
                    Choice(
                        plans.PARTLY,
                        "Deels aanvaarden",
                        "Schrijf in de motivering welke acties wel en welke niet.",
                    ),
                    Choice(plans.INCOMPLETE, "Laten aanvullen", "De aanbieder vult het plan aan."),
                    Choice(plans.REJECTED, "Afwijzen", "Het plan volstaat niet."),
                ),
            ),
            LongTextField(
                name="motivering",
                label="Waarom?",
                hint="De aanbieder leest dit.",
                missing="Schrijf op waarom u dit vindt.",
            ),
            DateField(
                name="antwoord_voor",
                label="Tot en met welke dag mag de aanbieder aanvullen?",
                missing="Kies een datum voor de aanvulling.",
                shown_if=ShownIf("uitkomst", (plans.INCOMPLETE,)),
            ),
        ),
        stored={"antwoord_voor": (today() + timedelta(days=DAYS_FOR_ANSWER)).isoformat()},
        blocked=[] if plan.state in OPEN_PLAN_STATES else [_why_not(plan.state)],
    )

    def do(answers: Mapping[str, Any], version: int) -> None:
        by = answers.get("antwoord_voor")
        plans.assess_plan(
            desk_session(), tenant_scope(), reading.row.id, version=version,
            delivery_id=plan.id, outcome=answers["uitkomst"], reason=answers["motivering"],
            answer_by=date.fromisoformat(by) if by else None, doer=doer(),
        )  # fmt: skip

    return act_page(reading, page, do)


def _why_not(state: str) -> str:
    return {
        "aanvulling_gevraagd": "U hebt om een aanvulling gevraagd. Wacht op het antwoord van de aanbieder.",
        "ingetrokken": "De aanbieder heeft dit plan ingetrokken.",
    }.get(state, "Dit plan is al beoordeeld.")
