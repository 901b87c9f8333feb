"""The organisation's own data: shown, changed, confirmed every year (004-69)."""

from collections.abc import Sequence

from flask import redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.calendar import local_date
from portal.domain.contact_data import ARTICLE, is_confirmation_due, read_contact_data
from portal.domain.errors import Stale
from portal.domain.policies import Permission
from portal.queries.products import product_names
from portal.queries.provider_profile import ProfileRow, contracts_of, profile_of
from portal.queries.provider_standing import measures_standing, stops_standing
from portal.services.provider_profile import change_profile, confirm_profile
from portal.web.access import desk_session, provider_scope, requires
from portal.web.binding import Bound, bind, forget_kept, sent_form
from portal.web.chrome import DataItem, Link
from portal.web.pages import say, show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.dossiers.measures import standing_items
from portal.web.provider.forms import PROFILE
from portal.web.provider.places import at
from portal.web.provider.presenters_profile import (
    confirmed_words,
    contract_lines,
    fixed_items,
    own_items,
    typed_from,
)
from portal.web.sent import sent_version
from portal.web.state import today


@blueprint.get("/gegevens")
@requires(Permission.FOLLOW)
def profile() -> WerkzeugResponse:
    """What municipalities know of the organisation."""
    session, scope = desk_session(), provider_scope()
    found = profile_of(session, scope)
    confirmed_on = local_date(found.confirmed_at) if found.confirmed_at else None
    measures = measures_standing(session, scope, today())
    stops = stops_standing(session, scope, today())
    codes = {code for each in measures for code in each.measure.products}
    codes |= {stop.product_code for stop in stops}
    return show(
        "provider/gegevens.html",
        "Gegevens van uw organisatie",
        lead="Gemeenten gebruiken deze gegevens om u te bereiken.",
        own=own_items(found),
        fixed=fixed_items(found),
        measures=standing_items(measures, stops, product_names(session, scope, codes), today()),
        contracts=contract_lines(contracts_of(session, scope), today()),
        confirmed=confirmed_words(found),
        is_due=is_confirmation_due(confirmed_on, today()),
        article=ARTICLE,
        version=found.version,
        confirm_href=at("confirm"),
        change=Link("Wijzigen", at("change")),
    )


@blueprint.post("/gegevens/bevestigen")
@requires(Permission.SUBMIT)
def confirm() -> WerkzeugResponse:
    """They are still right."""
    session = desk_session()
    confirm_profile(session, provider_scope(), version=sent_version(request.form))
    session.commit()
    say("Dank u wel. U hebt bevestigd dat de gegevens kloppen.")
    return redirect(at("profile"), 303)


@blueprint.route("/gegevens/wijzigen", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def change() -> WerkzeugResponse:
    """Change them."""
    session, scope = desk_session(), provider_scope()
    found, given = profile_of(session, scope), sent_form()
    version = sent_version(given) if given is not None else None
    data, findings = read_contact_data(
        {field.name: given.get(field.name, "") for field in PROFILE} if given else {}
    )
    bound = bind(PROFILE, stored=typed_from(found), formdata=given, extra=findings)
    if request.method != "POST":
        return _show(found, bound, found.version if version is None else version)
    if not bound.is_good or data is None:
        return _show(found, bound, version or 0, status=422)
    try:
        change_profile(session, scope, version=version or 0, data=data)
    except Stale as stale:
        session.rollback()
        fresh = profile_of(session, scope)
        return _show(
            fresh,
            bound,
            fresh.version,
            status=409,
            changed=stale.sentence,
            theirs=own_items(fresh),
        )
    session.commit()
    forget_kept()
    say("De gegevens zijn gewijzigd.")
    return redirect(at("profile"), 303)


def _show(
    found: ProfileRow,
    bound: Bound,
    version: int,
    *,
    status: int = 200,
    changed: str = "",
    theirs: Sequence[DataItem] = (),
) -> WerkzeugResponse:
    return show(
        "provider/handeling.html",
        "Gegevens wijzigen",
        status=status,
        errors=bound.lines,
        lead=f"Zorg dat gemeenten u altijd kunnen bereiken ({ARTICLE}).",
        crumbs=[
            Link("Overzicht", at("start")),
            Link("Gegevens", at("profile")),
        ],
        changed=changed,
        now_items=theirs,
        form=bound.form,
        action=at("change"),
        version=version,
        submit="Opslaan",
        cancel=Link("Annuleren", at("profile")),
    )
