"""What machines ask: health, and the stylesheet of a municipality."""

from flask import Blueprint, Response, abort, jsonify
from sqlalchemy import text

from portal.domain.scopes import AuthScope
from portal.queries.themes import stylesheet
from portal.web.access import public
from portal.web.database import engine, unit_of_work
from portal.web.state import state

blueprint = Blueprint("system", __name__)
A_YEAR = 31_536_000


@blueprint.get("/gezondheid")
@public
def health() -> Response:
    """Whether pages can be served: the database answers. Redis is not asked: it is not needed."""
    with unit_of_work(engine(), AuthScope()) as session:
        session.execute(text("SELECT 1"))
    return jsonify({"status": "goed"})


@blueprint.get("/sleutel.pem")
@public
def public_key() -> Response:
    """The public key that receipts and chain heads are verified with."""
    return Response(state().tools.signer.public_key_pem(), mimetype="application/x-pem-file")


@blueprint.get("/thema/<gemeente_slug>/<digest>.css")
@public
def theme(gemeente_slug: str, digest: str) -> Response:
    """A municipality's theme; the address changes with the content, so it may be kept for ever."""
    with unit_of_work(engine(), AuthScope()) as session:
        found = stylesheet(session, AuthScope(), gemeente_slug)
    if found is None or found.digest != digest:
        abort(404)
    response = Response(found.css, mimetype="text/css")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
