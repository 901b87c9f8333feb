"""A municipality that joins the region: added with start templates, then its first administrator."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.adapters.start_templates import ladder_templates
from portal.domain.errors import RuleBroken
from portal.domain.policies import Permission
from portal.domain.scopes import TenantId
from portal.domain.submissions.fields import Choice, ChoiceField, EmailField, Field, TextField
from portal.services.new_municipality import NewMunicipality, add_municipality, reserve_id
from portal.web.access import desk, desk_session, requires
from portal.web.binding import bind, forget_kept
from portal.web.chrome import Link
from portal.web.pages import say, show
from portal.web.region.blueprint import blueprint, inside
from portal.web.region.forms import address_fields, phone_field, read_address
from portal.web.state import now, today

POST = "post"


@blueprint.route("/gemeente-toevoegen", methods=["GET", "POST"])
@requires(Permission.REGION_MANAGE)
def new_municipality() -> WerkzeugResponse:
    """A municipality that the region does not know yet, with ladders to begin from."""
    bound = bind(_asked())
    if request.method == "POST" and bound.is_good:
        given = bound.answers
        fresh = TenantId(reserve_id(desk_session()))
        try:
            with inside(fresh) as (session, scope):
                slug = add_municipality(
                    session,
                    scope,
                    desk().actor,
                    NewMunicipality(
                        name=given["naam"],
                        email=given["email"].lower(),
                        phone=given["telefoon"],
                        address=read_address(given, POST),
                        ladder_wmo=given["ladder_wmo"],
                        ladder_jeugd=given["ladder_jeugd"],
                    ),
                    today=today(),
                    now=now(),
                )
        except RuleBroken as refused:
            bound.refuse(refused)
        else:
            forget_kept()
            say(
                f"Gemeente {given['naam']} staat in de regio. Nodig nu de eerste functioneel "
                "beheerder uit; die richt de gemeente verder in."
            )
            return redirect(url_for(".municipality_admins_invite", gemeente=slug), 303)
    return show(
        "region/formulier.html",
        "Gemeente toevoegen",
        status=422 if bound.lines else 200,
        errors=bound.lines,
        crumbs=(Link("Organisaties", url_for(".organisations")),),
        lead="De gemeente begint met het startsjabloon: drie teams, een vangnet, interne termijnen "
        "en de ladders die u hier kiest. Haar functioneel beheerder verandert daarna alles zelf.",
        form=bound.form,
        action=request.path,
        button="Gemeente toevoegen",
        cancel=Link("Annuleren", url_for(".organisations")),
    )


def _asked() -> tuple[Field, ...]:
    ladders = tuple(
        Choice(code, str(raw["naam"]), str(raw["document"]))
        for code, raw in ladder_templates().items()
    )
    return (
        TextField(
            name="naam",
            label="Naam van de gemeente",
            hint="Zonder “gemeente” ervoor. De naam komt in het webadres en verandert niet meer.",
            missing="Vul de naam van de gemeente in.",
            max_length=60,
        ),
        EmailField(name="email", label="E-mailadres van het contractteam"),
        phone_field("telefoon", "Telefoonnummer"),
        *address_fields(POST, "Postadres"),
        ChoiceField(
            name="ladder_wmo",
            label="Met welke ladder begint de gemeente voor de Wmo?",
            choices=ladders,
        ),
        ChoiceField(
            name="ladder_jeugd",
            label="En voor jeugdhulp?",
            choices=ladders,
        ),
    )
