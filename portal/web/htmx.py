"""The only place that touches htmx-flask: what kind of request it is, how to answer it."""

from typing import cast

from flask import Flask, Response, make_response, request
from htmx_flask import Htmx
from htmx_flask.requests import HtmxAwareRequest

_extension = Htmx()


def init_htmx(app: Flask) -> None:
    """Give requests their htmx headers."""
    _extension.init_app(app)


def wants_fragment() -> bool:
    """Whether a part of the page is enough; a restored history entry wants all of it."""
    headers = cast(HtmxAwareRequest, request).htmx
    return bool(headers) and not headers.history_restore_request and not headers.boosted


def is_autosave() -> bool:
    """A save in the background: it does not prove that anybody is there."""
    return request.headers.get("X-Autosave") == "1"


def redirect_whole_page(target: str, status: int = 200) -> Response:
    """Send the browser, not the fragment, somewhere else."""
    response = make_response("", status)
    response.headers["HX-Redirect"] = target
    return response
