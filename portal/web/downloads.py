"""Hands a stored file out: always as an attachment, never to be opened inside the portal."""

from urllib.parse import quote

from flask import Response, abort

from portal.web.state import state

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def download(storage_key: str, *, name: str, media_type: str, size_bytes: int) -> Response:
    """The file of a row that the visitor's scope can see; the caller has checked that."""
    storage = state().tools.storage
    if not storage.path(storage_key).exists():
        abort(404)
    response = Response(storage.chunks(storage_key), mimetype=media_type)
    response.headers["Content-Length"] = str(size_bytes)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def download_bytes(content: bytes, *, name: str, media_type: str) -> Response:
    """Something that was made for this answer and is not stored."""
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{_ascii(name)}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "no-store"
    return response


def _ascii(name: str) -> str:
    kept = "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "_" for c in name)
    return kept or "bestand"
