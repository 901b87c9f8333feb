"""Headers on every answer, and limits on every request."""

from flask import Flask, Response, abort, request

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


def init_headers(app: Flask, *, max_upload_bytes: int, secure: bool) -> None:
    """Set limits before anything is parsed, and headers after everything."""
    app.config["MAX_CONTENT_LENGTH"] = max_upload_bytes + MAX_FORM_MEMORY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_FORM_MEMORY_BYTES
    app.config["MAX_FORM_PARTS"] = MAX_FORM_PARTS
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = A_YEAR

    @app.before_request
    def refuse_odd_paths() -> None:
        """No name here holds a NUL, and PostgreSQL takes none: such a page does not exist."""
        if "\0" in request.path:
            abort(404)

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
