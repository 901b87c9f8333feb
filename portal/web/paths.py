"""Addresses: what a number in one may be, and those in a request, of which only our pages count."""

import re
from urllib.parse import quote, unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, RequestRedirect

# Printable ASCII without a space or a backslash; a second slash would name another host.
_PLAIN = re.compile(r"/(?!/)[!-\[\]-~]*")
MAX_LENGTH = 2_000


class Number(IntegerConverter):
    """A number that the database can count to; a longer one names nothing that is there."""

    regex = r"\d{1,9}"


def safe_path(target: str | None) -> str | None:
    """The target when it is a page of ours that can be opened, else nothing."""
    if not target or len(target) > MAX_LENGTH or not _PLAIN.fullmatch(target):
        return None
    return target if is_page(unquote(urlsplit(target).path)) else None


def is_page(path: str) -> bool:
    """Whether a GET of this path leads somewhere in this portal."""
    adapter = current_app.url_map.bind("")
    try:
        adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True


def own_path() -> str:
    """The path and query of this request, as they can stand in an address."""
    query = request.query_string.decode("ascii", errors="ignore")
    return quote(request.path) + (f"?{query}" if query else "")


def page_before() -> str | None:
    """The page of ours on which the link or the button stood, as the browser tells it."""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if parts.netloc != request.host:
        return None
    return safe_path(parts.path + (f"?{parts.query}" if parts.query else ""))
