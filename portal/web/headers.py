"""Headers on every answer, and limits on every request."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, abort, request
from werkzeug.datastructures import ImmutableMultiDict

from portal.web.state import now
from portal.web.visitors import visitor

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FIXED = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
MAX_FORM_MEMORY_BYTES = 2 * 1024 * 1024
MAX_FORM_PARTS = 2_000
A_YEAR = 31_536_000


class Typed(ImmutableMultiDict[str, Any]):
    """What an address or a form holds, without NULs: no keyboard gives them, no table takes them.

    A part of a form without a name says nothing.
    """

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__([(name, _without_nul(value)) for name, value in pairs if name])


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def init_headers(app: Flask, *, max_upload_bytes: int, secure: bool) -> None:
    """Set limits before anything is parsed, and headers after everything."""
    app.config["MAX_CONTENT_LENGTH"] = max_upload_bytes + MAX_FORM_MEMORY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_FORM_MEMORY_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_FORM_PARTS
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR
    app.request_class = type("Typing", (app.request_class,), {"parameter_storage_class": Typed})

    @app.before_request
    def refuse_odd_paths() -> None:
        """No name here holds a NUL, and PostgreSQL takes none: such a page does not exist."""
        if "\0" in request.path:
            abort(404)

    @app.before_request
    def refuse_endless_forms() -> None:
        """As many fields for every form as for those with files, which are counted when parsed."""
        if sum(map(len, request.form.listvalues())) > MAX_FORM_PARTS:
            abort(400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        if request.endpoint == "static":
            response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
            return response
        known = visitor()
        if "Cache-Control" not in response.headers or known is not None:
            response.headers["Cache-Control"] = "no-store"
        if known is not None:
            # For the warning before the end; a page without script does without it.
            left = known.ends_at - now()
            response.headers["X-Session-Ends-In"] = str(max(0, int(left.total_seconds())))
        response.vary.update(("Cookie", "HX-Request"))
        return response
