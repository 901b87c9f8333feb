"""The dossiers that municipalities share: the list, and one of them."""

from flask import request
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.policies import Permission
from portal.queries.products import product_names
from portal.queries.provider_dossiers import (
    CLOSED_AT_MOST,
    closed_dossiers,
    dossier_seen,
    open_dossiers,
)
from portal.queries.provider_overview import municipalities_of
from portal.queries.provider_texts import voices
from portal.web.access import desk_session, provider_scope, requires
from portal.web.chrome import Link
from portal.web.pages import show
from portal.web.provider.blueprint import blueprint
from portal.web.provider.dossiers.presenters import dossier_shown, first_due_on, line_shown
from portal.web.provider.places import at
from portal.web.state import now, today

MAX_WORDS = 200


@blueprint.get("/dossiers")
@requires(Permission.FOLLOW)
def dossiers() -> WerkzeugResponse:
    """All dossiers that municipalities share with the organisation."""
    session, scope = desk_session(), provider_scope()
    words = request.args.get("zoek", "").replace("\0", "").strip()[:MAX_WORDS]
    municipality = request.args.get("gemeente", "").replace("\0", "")[:64]
    running = open_dossiers(session, scope, municipality=municipality, words=words)
    closed = closed_dossiers(session, scope, municipality=municipality, words=words)
    return show(
        "provider/dossiers/lijst.html",
        "Dossiers",
        block="results",
        lead="In een dossier spreekt een gemeente u aan op de overeenkomst. U ziet hier wat zij met "
        "u deelt.",
        crumbs=[Link("Overzicht", at("start"))],
        action=at("dossiers"),
        words=words,
        municipality=municipality,
        municipalities=[("", "Alle gemeenten"), *municipalities_of(session, scope).items()],
        ours=[
            line_shown(line, today()) for line in sorted(running, key=first_due_on) if line.duties
        ],
        theirs=[line_shown(line, today()) for line in running if not line.duties],
        closed=[line_shown(line, today()) for line in closed],
        closed_note=f"Dit zijn de laatste {CLOSED_AT_MOST}. Zoek om oudere te vinden."
        if len(closed) == CLOSED_AT_MOST
        else "",
        is_filtered=bool(words or municipality),
        clear=Link("Filters wissen", at("dossiers")),
    )


@blueprint.get("/dossiers/<bij>/<nummer>")
@requires(Permission.FOLLOW)
def dossier(bij: str, nummer: str) -> WerkzeugResponse:
    """One dossier, as far as it is shared."""
    session, scope = desk_session(), provider_scope()
    seen = dossier_seen(session, scope, bij, nummer)
    codes = {code for measure in seen.measures for code in measure.products}
    return show(
        "provider/dossiers/dossier.html",
        seen.title,
        kicker=f"Gemeente {seen.municipality}, {seen.number}",
        crumbs=[Link("Dossiers", at("dossiers"))],
        dossier=dossier_shown(
            seen,
            product_names(session, scope, codes),
            voices(session, scope, [seen.slug]).get(seen.slug),
            now=now(),
        ),
    )
