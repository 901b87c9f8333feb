"""The statutory interest, which a terugvordering is calculated with."""

from datetime import date
from decimal import Decimal

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import format_date
from portal.domain.errors import RuleBroken
from portal.domain.money import percentage
from portal.domain.policies import Permission
from portal.domain.submissions.fields import DateField, Field, PercentageField, TextField
from portal.queries.interest_rates import rate_lines
from portal.services.interest_rates import add_rate
from portal.web.access import desk, desk_session, requires
from portal.web.binding import bind, forget_kept
from portal.web.chrome import Column, Link
from portal.web.pages import say, show
from portal.web.region.blueprint import blueprint, region_scope

TITLE = "Wettelijke rente"
RATE: tuple[Field, ...] = (
    DateField(name="vanaf", label="Vanaf welke dag geldt het?", missing="Vul de eerste dag in."),
    PercentageField(
        name="percentage",
        label="Welk percentage per jaar?",
        hint="Het percentage buiten handelstransacties.",
        missing="Vul het percentage in.",
        maximum=25_00,
    ),
    TextField(
        name="bron",
        label="Waar staat het?",
        hint="Bijvoorbeeld: Besluit vaststelling wettelijke rente, 1 januari 2025.",
        missing="Schrijf op waar het staat.",
    ),
)


@blueprint.get("/wettelijke-rente")
@requires(Permission.REGION_MANAGE)
def rates() -> WerkzeugResponse:
    """Every rate that is known, the newest first."""
    return show(
        "region/rente.html",
        TITLE,
        lead="Gemeenten rekenen hiermee als zij geld terugvorderen. Komt er een nieuw percentage, "
        "voeg het dan toe. Wat er staat, verandert niet meer.",
        columns=tuple(Column(label=label) for label in ("Vanaf", "Percentage", "Bron")),
        rows=[
            (
                format_date(line.from_on),
                percentage(Decimal(line.basis_points) / 100),
                line.source,
            )
            for line in reversed(rate_lines(desk_session()))
        ],
        add=Link("Percentage toevoegen", url_for(".new_rate")),
    )


@blueprint.route("/wettelijke-rente/nieuw", methods=["GET", "POST"])
@requires(Permission.REGION_MANAGE)
def new_rate() -> WerkzeugResponse:
    """A new rate, from a day on."""
    bound = bind(RATE)
    if request.method == "POST" and bound.is_good:
        given = bound.answers
        try:
            add_rate(
                desk_session(), region_scope(), desk().actor,
                from_on=date.fromisoformat(given["vanaf"]), basis_points=given["percentage"],
                source=given["bron"],
            )  # fmt: skip
        except RuleBroken as refused:
            desk_session().rollback()
            bound.refuse(refused)
        else:
            desk_session().commit()
            forget_kept()
            say("Het percentage is toegevoegd.")
            return redirect(url_for(".rates"), 303)
    return show(
        "region/formulier.html",
        "Percentage toevoegen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=(Link(TITLE, url_for(".rates")),),
        form=bound.form,
        action=request.path,
        button="Percentage toevoegen",
        cancel=Link("Annuleren", url_for(".rates")),
    )
