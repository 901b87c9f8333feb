"""One place where what went wrong becomes a page, with a status and a sentence."""

from http import HTTPStatus

import structlog
from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.sansio.response import Response as AnyResponse
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.domain.errors import NotAllowed, NotThere, RuleBroken, Stale
from portal.web.chrome import Link
from portal.web.pages import bare_page
from portal.web.visitors import ask_nobody

log = structlog.get_logger()

CONFLICTS = frozenset(
    {
        "key_reused",
        "files_changed",
        "already_submitted",
        "not_now",
        "has_role",
        "has_password",
        "has_admin",
    }
)
TOO_MANY = "too_many"
# After these nobody knows yet whether what was sent arrived.
UNKNOWN = frozenset({500, 503})

SENTENCES: dict[int, tuple[str, str]] = {
    400: (
        "Dit verzoek klopt niet",
        "Ga terug naar de vorige pagina, laad haar opnieuw en probeer het nog een keer.",
    ),
    403: (
        "U hebt hier geen toegang toe",
        "Uw rol past niet bij deze pagina. Vraag uw beheerder om toegang als u die nodig hebt.",
    ),
    404: (
        "Deze pagina bestaat niet",
        "Controleer het adres, of ga naar uw startpagina en zoek het daar.",
    ),
    405: (
        "Dit kan hier niet",
        "Ga terug naar de vorige pagina en gebruik de knoppen die daar staan.",
    ),
    409: (
        "Dit is ondertussen veranderd",
        "Laad de pagina opnieuw, bekijk wat er veranderd is en probeer het dan nog een keer.",
    ),
    413: (
        "Dit bestand is te groot",
        "Verstuur per keer hoogstens 20 MB. Kies een kleiner bestand, of verstuur de bestanden één voor één.",
    ),
    415: ("Dit kan het portaal niet lezen", "Ga terug en gebruik het formulier op de pagina."),
    429: (
        "Te veel verzoeken",
        "Wacht een minuut en probeer het dan opnieuw.",
    ),
    500: (
        "Er ging iets mis in het portaal",
        (
            "Probeer het over een paar minuten opnieuw. Was u iets aan het versturen? Kijk dan eerst "
            "of het is aangekomen. Zo niet, verstuur het dan nog een keer."
        ),
    ),
    503: (
        "Het portaal is even niet bereikbaar",
        (
            "Probeer het over een paar minuten opnieuw. Was u iets aan het indienen? Dien dan hetzelfde "
            "formulier nog een keer in: kwam het al aan, dan krijgt u hetzelfde ontvangstbewijs. Een "
            "indiening komt nooit dubbel aan."
        ),
    ),
}


def init_errors(app: Flask) -> None:
    """Register the handlers; each renders without the database."""

    @app.errorhandler(RuleBroken)
    def rule_broken(error: RuleBroken) -> WerkzeugResponse:
        return error_page(status_of(error), sentence=error.sentence)

    @app.errorhandler(NotThere)
    def not_there(error: NotThere) -> WerkzeugResponse:
        return error_page(404)

    @app.errorhandler(Stale)
    def stale(error: Stale) -> WerkzeugResponse:
        return error_page(409, sentence=error.sentence)

    @app.errorhandler(CSRFError)
    def csrf_failed(error: CSRFError) -> WerkzeugResponse:
        return error_page(
            400,
            title="Deze pagina stond te lang open",
            sentence="Ga terug, laad de pagina opnieuw en verstuur haar dan nog een keer. "
            "Er is niets veranderd.",
        )

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> WerkzeugResponse:
        return error_page(413)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> AnyResponse:
        if error.response is not None:
            return error.response
        if error.code is not None and error.code < 400:
            return error.get_response(request.environ)
        return error_page(error.code if error.code in SENTENCES else 400)

    @app.errorhandler(OperationalError)
    @app.errorhandler(PoolTimeout)
    def database_away(error: Exception) -> WerkzeugResponse:
        log.error("web.database_away", path=_rule(), error=type(error).__name__)
        return error_page(503)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> WerkzeugResponse:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return database_away(error)
        log.error("web.unexpected", path=_rule(), exc_info=error)
        return error_page(500)


def _did_it_arrive() -> Link | None:
    """Where a sender sees whether it arrived: the page of the form itself, which knows its key."""
    rule = request.url_rule
    if request.method != "POST" or rule is None or "GET" not in (rule.methods or ()):
        return None
    return Link("Kijk of het is aangekomen", request.path)


def _rule() -> str:
    """Which page, without what stands in its address: a link's token belongs in no log."""
    return request.url_rule.rule if request.url_rule else "?"


def status_of(error: RuleBroken) -> int:
    """The answer's status for a refusal."""
    if isinstance(error, NotAllowed):
        return 403
    if error.code == TOO_MANY:
        return 429
    if error.code in CONFLICTS:
        return 409
    return 422


def error_page(status: int, *, title: str = "", sentence: str = "") -> WerkzeugResponse:
    """A page of its own, in Dutch, that says what to do; needs neither database nor script."""
    ask_nobody()
    own_title, own_sentence = SENTENCES.get(status, SENTENCES[400])
    page = bare_page(title or own_title, failed=True)
    body = render_template(
        "fouten/fout.html",
        page=page,
        sentence=sentence or own_sentence,
        status=status,
        arrived=_did_it_arrive() if status in UNKNOWN else None,
    )
    response = WerkzeugResponse(body, status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        response.headers["Retry-After"] = "60"
    return response
