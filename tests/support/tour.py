"""Everybody walks through the portal and keeps the pages: those that open, and those that refuse.

Pages are found the way people find them, by following what is linked, from the start page of each
desk. The url map says afterwards which were not found.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from lxml import html
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.domain.people import Role, Side
from tests.isolation.answers import Answer
from tests.isolation.cast import CAST, NOBODY, Outsider
from tests.isolation.forms import Form, forms_in
from tests.isolation.journal import Journal, Write
from tests.support.app import Portal, Visitor
from tests.support.statements import counted

# The attributes by which elements look or work differently.
_LOOKS = frozenset({"class", "type", "role", "open", "hidden", "checked", "scope", "aria-current"})
# Pages from which the most is reached: of these more are opened, in every state that they know.
HUBS = frozenset(
    {
        "admin.ladder_version", "admin.section_page", "dossiers.dossier_page", "dossiers.overview",
        "municipality.delivery_page", "provider.dossier", "provider.submission", "region.provider",
        "region.provider_admins_overview",
    }
)  # fmt: skip
MOST_OF_HUBS = 24
# Files and figures, which no page links to.
NO_PAGES = ("/gezondheid", "/sleutel.pem")
# A stylesheet that only the answer to a form refers to.
NOT_LINKED = frozenset({"admin.theme_concept"})
# Whoever publishes what the first functional admin proposes.
SECOND = Outsider(
    slug="fien", side=Side.MUNICIPALITY, place="brummen", roles=frozenset({Role.FUNCTIONAL_ADMIN})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page that somebody got."""

    who: Outsider
    method: str
    path: str
    endpoint: str
    status: int
    headers: Headers
    body: bytes
    statements: int = 0
    writes: tuple[Write, ...] = ()

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.path} -> {self.status}"

    @property
    def is_html(self) -> bool:
        return (self.headers.get("Content-Type") or "").startswith("text/html")

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def lines(self) -> frozenset[str]:
        """What the page is built of, apart from its words: kinds of elements and their looks."""
        return frozenset(
            f"{element.tag} {sorted((n, v) for n, v in element.attrib.items() if n in _LOOKS)}"
            for element in html.fromstring(self.text).iter()
            if isinstance(element.tag, str)
        )


@dataclass
class Tour:
    """One walk: at most `most` pages per view and person, and more of the hubs."""

    portal: Portal
    most: int = 12
    cast: Sequence[Outsider] = CAST
    pages: list[Kept] = field(default_factory=list)
    forms: dict[tuple[str, frozenset[str]], tuple[Form, Outsider]] = field(default_factory=dict)

    # Watches what is written, where that is asked for.
    journal: Journal | None = None
    # The cookie of each, for what a page fetches besides.
    cookies: dict[Outsider, str] = field(default_factory=dict)

    def walk(self, starts: Sequence[str] = ()) -> "Tour":
        """Everybody from the own desk, then nobody in particular from the front door."""
        for who in self.cast:
            visitor = self.portal.visitor(who.slug)
            visitor.csrf_token()
            cookie = visitor.client.get_cookie("portaal")
            assert cookie is not None
            self.cookies[who] = cookie.value
            home = ["/", "/account", "/balies"]
            if who.slug is None:
                home = ["/", "/aanmelden", "/wachtwoord-vergeten", "/demo", *starts]
            elif who.desk:
                home.append(f"/{who.desk}/")
            if self.journal:
                # Signing in is not what is watched.
                self.journal.take()
            self._walk(who, visitor, home)
        return self

    def _walk(self, who: Outsider, visitor: Visitor, starts: Sequence[str]) -> None:
        waiting, seen = deque(starts), set(starts)
        opened: Counter[str] = Counter()
        while waiting:
            path = waiting.popleft()
            endpoint = endpoint_of(self.portal.app, path, "GET")
            if (
                endpoint is None
                or endpoint == "static"
                or opened[endpoint] >= self._most_of(endpoint)
            ):
                continue
            kept = self._ask(who, visitor, "GET", path, endpoint)
            if kept.status in (301, 302, 303):
                found = [kept.headers["Location"]]
            else:
                opened[endpoint] += 1
                found = list(self._links(kept)) if kept.is_html else []
            for link in found:
                address = urlsplit(urljoin(path, link))
                following = address.path + (f"?{address.query}" if address.query else "")
                if not address.netloc and following not in seen:
                    seen.add(following)
                    waiting.append(following)

    def _most_of(self, endpoint: str) -> int:
        return max(self.most, MOST_OF_HUBS) if endpoint in HUBS else self.most

    def _ask(
        self,
        who: Outsider,
        visitor: Visitor,
        method: str,
        path: str,
        endpoint: str,
        **request: object,
    ) -> Kept:
        with (
            counted(self.portal) as seen,
            visitor.client.open(path, method=method, **request) as answer,
        ):
            kept = Kept(
                who=who, method=method, path=path, endpoint=endpoint, status=answer.status_code,
                headers=answer.headers, body=answer.get_data(), statements=len(seen),
                writes=tuple(self.journal.take()) if self.journal else (),
            )  # fmt: skip
        self.pages.append(kept)
        return kept

    def _links(self, kept: Kept) -> Iterator[str]:
        tree = html.fromstring(kept.text)
        yield from (str(link) for link in tree.xpath("//a/@href | //link/@href | //@formaction"))
        for form in forms_in(as_answer(kept)):
            if form.method == "GET":
                yield f"{form.path}?{urlencode(form.asked())}"
                for box in form.boxes:
                    for option in box.options if box.kind == "select" else ():
                        yield f"{form.path}?{urlencode({box.name: option})}"
            else:
                endpoint = endpoint_of(self.portal.app, form.path, "POST")
                if endpoint:
                    self.forms.setdefault((endpoint, form.names), (form, kept.who))

    def asking(self) -> dict[str, list[tuple[Form, Outsider]]]:
        """The forms with something to fill in or to choose, per view that takes them."""
        found: dict[str, list[tuple[Form, Outsider]]] = {}
        for (endpoint, _), (form, who) in self.forms.items():
            if any(box.kind != "hidden" for box in form.boxes):
                found.setdefault(endpoint, []).append((form, who))
        return found

    def refuse(self) -> "Tour":
        """Send every form that asks something with nothing filled in, and keep what comes back."""
        for endpoint, forms in sorted(self.asking().items()):
            for form, who in forms:
                visitor = self.portal.visitor(who.slug)
                fields = [
                    (b.name, b.value) for b in self._anew(visitor, form).boxes if b.kind == "hidden"
                ]
                fields.append(("csrf_token", visitor.csrf_token()))
                self._ask(
                    who, visitor, "POST", form.action, endpoint, data=urlencode(fields),
                    content_type="application/x-www-form-urlencoded",
                )  # fmt: skip
        return self

    def _anew(self, visitor: Visitor, form: Form) -> Form:
        """The form as it stands now: what was sent before may have changed its version."""
        with visitor.client.open(form.page) as answer:
            page = Answer(
                who=NOBODY, method="GET", path=form.page, is_fragment=False,
                status=answer.status_code, headers=answer.headers, body=answer.get_data(), writes=(),
            )  # fmt: skip
        same = (it for it in forms_in(page) if (it.path, it.names) == (form.path, form.names))
        return next(same, form)

    def shown(self, *, everything: bool = False) -> list[Kept]:
        """The pages to look at: each address once, and again where it is built of anything new.

        `everything`: each address as everybody, whatever it is built of.
        """
        chosen: dict[tuple[object, ...], Kept] = {}
        seen: set[str] = set()
        # The richest first: they leave least new to the others.
        pages = sorted(
            (kept for kept in self.pages if kept.is_html and kept.status in (200, 422)),
            key=lambda kept: -len(kept.lines),
        )
        for kept in pages:
            place = (kept.endpoint, kept.status, kept.who if everything else None)
            if place not in chosen or not kept.lines <= seen:
                seen |= kept.lines
                chosen.setdefault(place if place not in chosen else (kept.path, kept.who), kept)
        return list(chosen.values())

    def found(self) -> frozenset[str]:
        """The views that answered somebody with a page, a file or the way to one."""
        return frozenset(kept.endpoint for kept in self.pages if kept.status < 400)


def endpoint_of(app: Flask, path: str, method: str) -> str | None:
    """Which view answers an address."""
    try:
        endpoint, _ = app.url_map.bind("portaal.test").match(urlsplit(path).path, method=method)
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)


def as_answer(kept: Kept) -> Answer:
    """The page as the isolation tests know one."""
    return Answer(
        who=kept.who, method=kept.method, path=kept.path, is_fragment=False, status=kept.status,
        headers=kept.headers, body=kept.body, writes=kept.writes,
    )  # fmt: skip
