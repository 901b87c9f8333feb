"""What holds for every answer of the portal, whoever asks for whatever."""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from lxml import html as parser

from tests.isolation.answers import Answer
from tests.isolation.journal import Write

# Written out here, not taken from the product.
CSP = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}
DOWNLOAD_CSP = {"default-src": {"'none'"}, "sandbox": set(), "frame-ancestors": {"'none'"}}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What content that a visitor brought can be served as: never something a browser runs.
INERT_TYPES = frozenset(
    {
        "application/pdf", "text/plain", "text/csv", "image/png", "image/jpeg",
        "application/json", "application/toml", "text/calendar", "application/zip",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)  # fmt: skip
COOKIES = frozenset({"portaal", "toestel"})
# Files with an address that changes with their content may be kept.
KEPT_FOR_EVER = re.compile(r"/(static|thema)/")
# A GET may note that somebody was there, and that something was seen.
READING_WRITES = {
    "web_session": frozenset({"seen_at"}),
    "delivery": frozenset({"first_seen_at", "first_seen_by"}),
    "dossier_reply": frozenset({"seen_at"}),
    "letter": frozenset({"opened_at", "opened_by_name"}),
}
# What seeing something for the first time adds to the time line and its chain.
SEEN_WRITES = frozenset({"event", "ledger_entry", "ledger_head"})
_EVALUATED = re.compile(r"onclick=zq>'&49")


def complaints(answer: Answer) -> Iterator[str]:
    """Everything that is wrong with an answer by itself."""
    if answer.status >= 500:
        yield f"gaf {answer.status}"
    yield from _headers(answer)
    yield from _cookies(answer)
    if answer.is_html:
        yield from _markup(answer.body)
    if answer.method in ("GET", "HEAD"):
        yield from _writing(answer)


def _writing(answer: Answer) -> Iterator[str]:
    """A GET changes nothing but that somebody was there and saw it."""
    noted = [w for w in answer.writes if _is_noting(w)]
    for write in answer.writes:
        if write in noted or (noted and write.table in SEEN_WRITES and write.how != "DELETE"):
            continue
        yield f"een GET schreef: {write}"


def _is_noting(write: Write) -> bool:
    columns = READING_WRITES.get(write.table, frozenset())
    return write.how == "UPDATE" and write.columns <= columns


def _headers(answer: Answer) -> Iterator[str]:
    for name, value in HEADERS.items():
        if answer.headers.get(name) != value:
            yield f"{name} is {answer.headers.get(name)!r}"
    disposition = answer.headers.get("Content-Disposition", "")
    is_file = bool(disposition)
    expected = DOWNLOAD_CSP if is_file else CSP
    if _policy(answer.headers.get("Content-Security-Policy", "")) != expected:
        yield f"het CSP is {answer.headers.get('Content-Security-Policy')!r}"
    if is_file and not disposition.startswith("attachment"):
        yield f"een bestand wordt getoond in plaats van bewaard: {disposition}"
    if is_file and answer.media_type not in INERT_TYPES:
        yield f"een bestand komt als {answer.media_type}"
    if answer.status == 200 and not is_file and answer.media_type not in (
        "text/html", "text/css", "application/json", "application/x-pem-file", ""
    ):  # fmt: skip
        yield f"{answer.media_type} komt niet als bestand"
    kept = KEPT_FOR_EVER.match(answer.path) and answer.status == 200
    control = answer.headers.get("Cache-Control", "")
    if not kept and "no-store" not in control:
        yield f"Cache-Control is {control!r}"
    if answer.is_html and "HX-Request" not in answer.headers.get("Vary", ""):
        yield "Vary noemt HX-Request niet"


def _policy(value: str) -> dict[str, set[str]]:
    parts = (part.split() for part in value.split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


def _cookies(answer: Answer) -> Iterator[str]:
    for cookie in answer.headers.getlist("Set-Cookie"):
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        if "httponly" not in flags or not flags & {"samesite=lax", "samesite=strict"}:
            yield f"een cookie zonder HttpOnly of SameSite: {cookie.partition('=')[0]}"
        if cookie.partition("=")[0] not in COOKIES:
            yield f"een onbekende cookie: {cookie.partition('=')[0]}"


@lru_cache(maxsize=4096)
def _markup(body: bytes) -> tuple[str, ...]:
    return tuple(markup_complaints(body.decode("utf-8", errors="replace")))


def markup_complaints(text: str) -> Iterator[str]:
    """Elements and attributes that no template of ours makes: somebody's text became markup."""
    if _EVALUATED.search(html.unescape(text)):
        yield "een tekst is als sjabloon uitgevoerd"
    if not text.strip():
        return
    for element in parser.fromstring(text).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("u", "iframe", "object", "embed", "base", "style", "frame", "applet"):
            yield f"er staat een <{element.tag}> in de pagina"
        if element.tag == "script" and not _is_own_script(element):
            yield "er staat een script in de pagina"
        if element.tag == "meta" and element.get("http-equiv"):
            yield f"er staat een meta http-equiv={element.get('http-equiv')} in de pagina"
        for name, value in element.attrib.items():
            yield from _attribute(element.tag, name.lower(), value)


def _is_own_script(element: parser.HtmlElement) -> bool:
    """A file of our own, or data that no browser runs."""
    if element.get("type") == "application/json":
        return True
    return (element.get("src") or "").startswith("/static/") and not (element.text or "").strip()


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith(("on", "hx-on", "data-hx-on")) or name in ("style", "srcdoc"):
        yield f"<{tag}> heeft {name}"
    if name in ("href", "src", "action", "formaction", "xlink:href", "poster", "data"):
        parts = urlsplit(value.strip())
        if parts.scheme not in ("", "http", "https", "mailto", "tel"):
            yield f"<{tag} {name}> wijst naar {parts.scheme}:"
        if name in ("action", "formaction", "src") and parts.netloc:
            yield f"<{tag} {name}> wijst naar {parts.netloc}"
