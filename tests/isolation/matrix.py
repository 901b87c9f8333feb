"""Knocks on every door of the url map as everybody, with what is theirs and what is not.

Route × method × actor × {own, foreign, missing, gone} × {page, fragment}, and every second id
in bodies and query strings. Whoever may not come in, or asks for what is not theirs, gets the
answer that something missing gives; nobody comes across a word that is for others; nothing is
written that is not one's own.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.isolation.answers import Answer, Fields, Files, House, difference
from tests.isolation.canaries import TOKEN, UNUSED, About, Canary
from tests.isolation.cast import CAST, Outsider
from tests.isolation.forms import (
    FILES_AT,
    FILES_FROM,
    FILLED_AT,
    Form,
    errors_in,
    forms_in,
    links_in,
    queries_in,
    with_value,
)
from tests.isolation.invariants import complaints
from tests.isolation.journal import Write
from tests.isolation.parameters import DESKS, PUBLIC, Known, Of, Seen, one_per_state, values_for
from tests.isolation.routes import Route, routes_of
from tests.isolation.story import Thing
from tests.isolation.variants import Variant

NO_DESK = "bestaat-niet"
OTHER_DESKS = {"g": ("apeldoorn", "brummen"), "aanbieder": ("thuisbasis-oost", "lindehaege")}
# Rows without an owner of their own, that a person writes by being there.
ANYBODYS = frozenset(
    {"web_session", "throttle", "kept_form", "login_link", "account", "outbox", "product"}
)
# Posts that a page of the story cannot show a form for, with the reason.
FORMLESS: Mapping[str, str] = {
    "account.stay": "staat in de waarschuwing die vlak voor het einde van de sessie verschijnt",
    "provider.plan_check": "heeft pas een knop als elk blad is ingevuld; provider.form_check heeft die",
}
# Where a wrong answer is the only one that the story can give.
NEVER_OPENS: Mapping[str, str] = {}

Assignment = dict[str, Thing | str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be."""

    answer: str
    what: str

    def __str__(self) -> str:
        return f"{self.answer}: {self.what}"


@dataclass
class Matrix:
    """One run over one portal. `is_full` asks everything; otherwise equal cells are folded."""

    house: House
    variant: Variant = Variant.BOTH
    is_full: bool = False
    cast: Sequence[Outsider] = CAST
    cells: int = 0
    findings: list[Finding] = field(default_factory=list)
    forms: dict[tuple[str, frozenset[str]], list[tuple[Form, Outsider]]] = field(
        default_factory=dict
    )
    queries: dict[str, set[tuple[str, str, str]]] = field(default_factory=dict)
    # Endpoint and desk -> the values of its own paths, as pages of that desk showed them.
    addresses: dict[tuple[str, str], dict[str, dict[str, str]]] = field(default_factory=dict)
    opened: dict[str, Answer] = field(default_factory=dict)
    sent: dict[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.story, self.journal = self.house.story, self.house.journal
        self.app = self.house.portal.app
        # A test of its own says which ones are not known yet.
        self.routes = [route for route in routes_of(self.app) if route.is_known]
        self._noted: set[tuple[object, ...]] = set()
        self._followed: set[tuple[str, frozenset[str]]] = set()
        self.by_value: dict[str, list[tuple[str, Thing]]] = {}
        for thing in self.story.things:
            for name, value in thing.ids.items():
                self.by_value.setdefault(value, []).append((name, thing))
        for found in self.by_value.values():
            # What is in a list under its own name is meant by that name.
            found.sort(key=lambda pair: pair[1].kind not in ("municipality", "provider"))

    def run(self, *, only: Iterable[str] | None = None) -> list[Finding]:
        """Try all routes, or those of these endpoints; what was found."""
        wanted = None if only is None else set(only)
        routes = [route for route in self.routes if wanted is None or route.endpoint in wanted]
        self._read_all([route for route in routes if "GET" in route.methods])
        # With one wall alone the short run writes and searches by a third of the routes.
        tried = routes if only is not None else [r for r in routes if self._is_sampled(r)]
        for route in tried:
            if "POST" in route.methods:
                self._post(route)
        for route in tried:
            if "GET" in route.methods:
                self._query(route)
        for route in tried:
            self._has_teeth(route)
        return self.findings

    def _is_sampled(self, route: Route) -> bool:
        if self.is_full or self.variant is Variant.BOTH:
            return True
        return zlib.crc32(route.rule.encode()) % 3 == list(Variant).index(self.variant)

    def _read_all(self, routes: list[Route]) -> None:
        """Read every page; those that others link to after those others."""
        while routes:
            ready = [r for r in routes if not r.is_linked or self._is_seen(r)]
            # What nobody links to is tried at the desks of others, and complained about.
            for route in ready or routes:
                for who in self._actors(route):
                    self._read(route, who)
            routes = [route for route in routes if route not in ready] if ready else []

    def _is_seen(self, route: Route) -> bool:
        return any(endpoint == route.endpoint for endpoint, _ in self.addresses)

    # — asking —

    def ask(self, who: Outsider, method: str, path: str, **request: object) -> Answer:
        """One cell: a request, and what holds for every answer."""
        answer = self.house.callers[who].ask(method, path, **request)  # type: ignore[arg-type]
        self.cells += 1
        for what in complaints(answer):
            self.note(answer, what)
        typed = set(TOKEN.findall(f"{path} {request.get('fields')}"))
        for canary in self.story.aviary.found_in(answer.said):
            if canary.token not in typed and not self._may_read(who, canary):
                self.note(answer, f"er staat wat niet voor {who} is: {canary}")
        if method != "POST" and any(write.table != "web_session" for write in answer.writes):
            self.journal.undo(answer.writes)
        return answer

    def _may_read(self, who: Outsider, canary: Canary) -> bool:
        # Secrets within a municipality are kept by the database's wall alone.
        is_open = self.variant is Variant.APPLICATION and canary.about is About.SECRET
        return is_open or who.may_read(canary)

    def note(self, answer: Answer | str, what: str) -> None:
        """Keep a finding; the same of another row of the same page says nothing new."""
        page = answer if isinstance(answer, str) else self._endpoint(answer.path, answer.method)
        who = "" if isinstance(answer, str) else str(answer.who)
        kind = re.sub(r"[A-Z]{2}-\d{4}-\w{4}-\w{4}|zq\w+zq|[0-9a-f-]{36}", "", what)
        if (page, who, kind) not in self._noted:
            self._noted.add((page, who, kind))
            self.findings.append(Finding(str(answer), what))

    def _actors(self, route: Route) -> Sequence[Outsider]:
        """Everybody, or one of each sort; which one differs per route."""
        if self.is_full:
            return self.cast
        sorts: dict[tuple[object, ...], list[Outsider]] = {}
        for who in self.cast:
            at_home = self._home(route, who) is not None
            sorts.setdefault((who.side, at_home, who.may(route.access)), []).append(who)
        turn, chosen = zlib.crc32(route.rule.encode()), []
        for (_, at_home, may), sort in sorts.items():
            # The first of those who may has most in the story, and sees every state of a page.
            if at_home and may and turn % len(sort):
                chosen.append(sort[0])
            chosen.append(sort[turn % len(sort)])
        if self.variant is not Variant.BOTH:
            # Who stands before the desk's own door sees no wall behind it.
            chosen = [
                who for who in chosen if self._home(route, who) is not None or not route.is_desk
            ]
        return chosen

    # — desks and values —

    def _home(self, route: Route, who: Outsider) -> str | None:
        """The desk of these pages where somebody belongs; "" for pages without a name in them."""
        if not route.is_desk:
            return ""
        if route.desk is None:
            return "" if who.desk == route.first else None
        return who.place if DESKS[route.desk] == who.desk.partition("/")[0] else None

    def _others(self, route: Route, who: Outsider) -> list[str]:
        if route.desk is None:
            return []
        places = [p for p in OTHER_DESKS[route.first] if p != who.place or who.side is None]
        return places if self.is_full else places[:1]

    def _expected(
        self, route: Route, who: Outsider, at_home: bool, is_fragment: bool
    ) -> int | None:
        """The status that refuses, or None where somebody may come in."""
        if route.access != "iedereen" and who.slug is None:
            return 401 if is_fragment else 303
        if not at_home:
            return 404
        return None if who.may(route.access) else 403

    def _assignments(self, route: Route, desk: str, *, limit: int) -> list[Assignment]:
        """Values that belong together and to this desk."""
        if route.is_linked:
            return _spread(self._linked(route, desk), limit)
        found: list[Assignment] = [{}]
        for name in route.arguments:
            meaning = route.stands_for(name)
            assert meaning is not None, f"{route}: {name}"
            assert not isinstance(meaning, Seen), f"{route}: {name}"
            if isinstance(meaning, Known):
                choices: Sequence[Thing | str] = meaning.values or (meaning.missing,)
                found = [{**one, name: value} for one in found for value in choices]
                continue
            own = self._own(meaning, desk)
            inside = [{**one, name: t} for one in found for t in own if _hangs_on(t, one)]
            found = inside or [{**one, name: thing} for one in found for thing in own]
        fitting = [one for one in found if _agrees(one)] or found
        return fitting[:limit]

    def _linked(self, route: Route, desk: str) -> list[Assignment]:
        """The values in the links and forms of the pages of this desk."""
        found: list[Assignment] = []
        for values in self.addresses.get((route.endpoint, desk), {}).values():
            one: Assignment = {}
            for name in route.arguments:
                meaning = route.stands_for(name)
                one[name] = values[name]
                if isinstance(meaning, Of):
                    one[name] = self._thing(meaning, values[name]) or values[name]
            found.append(one)
        return found

    def _thing(self, meaning: Of, value: str) -> Thing | None:
        things = (thing for name, thing in self.by_value.get(value, ()) if name == meaning.name)
        return next((thing for thing in things if thing.kind == meaning.kind), None)

    def _own(self, meaning: Of, desk: str) -> Sequence[Thing]:
        there = [thing for thing in self.story.of(meaning.kind) if not thing.gone]
        if meaning.kind in PUBLIC:
            return there[:3]
        own = [thing for thing in there if desk in thing.desks]
        # One of each state first: that is what pages differ by.
        first = one_per_state(own)
        return [*first, *(thing for thing in own if thing not in first)]

    def _some_path(self, route: Route) -> str:
        """A path of a desk without a name in it, with something that is there."""
        return next(
            (
                self.path(route, "", values)
                for values in self._assignments(route, route.first, limit=1)
            ),
            route.rule,
        )

    def path(self, route: Route, desk: str, values: Assignment) -> str:
        return route.path(desk, self._texts(route, values))

    def _texts(self, route: Route, values: Assignment) -> dict[str, str]:
        texts = {}
        for name, value in values.items():
            meaning = route.stands_for(name)
            if isinstance(value, Thing):
                assert isinstance(meaning, Of)
                texts[name] = value.ids[meaning.name]
            else:
                texts[name] = value
        return texts

    def _replaced(
        self, route: Route, desk: str, base: Assignment
    ) -> Iterator[tuple[str, Assignment, Assignment, bool]]:
        """What is somebody else's or gone in the place of one's own, with what is missing."""
        for name in route.arguments:
            meaning = route.stands_for(name)
            if isinstance(meaning, Seen):
                yield name, {**base, name: meaning.missing}, {**base, name: meaning.missing}, False
            if not isinstance(meaning, Of):
                continue
            values = values_for(self.story, meaning, desk)
            others = values.gone if meaning.kind in PUBLIC else values.foreign + values.gone
            if self.variant is Variant.APPLICATION:
                others = tuple(thing for thing in others if thing.state.split()[:1] != ["geheim"])
            for thing in others if self.is_full else _spread(others, 2):
                # What hangs on it comes along, so that nothing but the wall stops the request.
                changed = self._with_parts(route, {**base, name: thing}, name, thing)
                if meaning.linked and self._links_to(route, desk, changed):
                    continue
                missing = {**changed, name: meaning.missing}
                yield name, changed, missing, meaning.chosen_by_sender

    def _links_to(self, route: Route, desk: str, values: Assignment) -> bool:
        """Whether pages of this desk link to these values together, for whatever may be done."""
        texts = self._texts(route, values)
        return any(
            texts.items() <= found.items()
            for (_, there), kept in self.addresses.items()
            if there == desk
            for found in kept.values()
        )

    def _with_parts(self, route: Route, values: Assignment, name: str, thing: Thing) -> Assignment:
        for other in route.arguments[route.arguments.index(name) + 1 :]:
            meaning = route.stands_for(other)
            if isinstance(meaning, Of):
                parts = [t for t in self.story.of(meaning.kind) if t.within in thing.ids.values()]
                if parts:
                    values = {**values, other: parts[0]}
        return values

    # — reading —

    def _read(self, route: Route, who: Outsider) -> None:
        home = self._home(route, who)
        if home is not None:
            self._read_at_home(route, who, home)
        for place in self._others(route, who):
            if place != home:
                self._read_elsewhere(route, who, place)
        if route.is_desk and route.desk is None and home is None:
            for part in (False, True):
                answer = self.ask(who, "GET", self._some_path(route), is_fragment=part)
                self._refuses(route, answer, self._expected(route, who, False, part))

    def _read_at_home(self, route: Route, who: Outsider, home: str) -> None:
        desk = f"{route.first}/{home}" if route.desk else who.desk
        base: Assignment | None = None
        # The first who opens a page opens it in every state; the others see that they may too.
        first = 30 if self.variant is Variant.BOTH else 12
        limit = 60 if self.is_full else first if route.endpoint not in self.opened else 2
        opened = 0
        for values in self._assignments(route, desk, limit=limit):
            answer = self.ask(who, "GET", self.path(route, home, values))
            refused = self._expected(route, who, True, False)
            if refused is not None:
                self._refuses(route, answer, refused)
                base = base or values
                break
            if answer.status < 400:
                base = base or values
                self.opened.setdefault(route.endpoint, answer)
                self._keep_address(urlsplit(answer.headers.get("Location", "")).path, "GET", who)
                self._remember(answer, who)
                opened += 1
                if self.is_full or opened <= 2:
                    self.ask(who, "GET", answer.path, is_fragment=True)
        if base is None:
            # Somebody else may have what this one has not.
            return
        for turn, (_, foreign, missing, is_chosen) in enumerate(self._replaced(route, desk, base)):
            for part in self._parts(turn):
                theirs = self.ask(who, "GET", self.path(route, home, foreign), is_fragment=part)
                nobodys = self.ask(who, "GET", self.path(route, home, missing), is_fragment=part)
                self._looks_missing(theirs, nobodys, foreign, missing)
                refused = self._expected(route, who, True, part)
                if refused is None and not is_chosen:
                    refused = 404
                if refused is not None:
                    self._refuses(route, theirs, refused)

    def _parts(self, turn: int) -> tuple[bool, ...]:
        """Page and fragment, or one of them in turn."""
        return (False, True) if self.is_full else (turn % 2 == 1,)

    def _read_elsewhere(self, route: Route, who: Outsider, place: str) -> None:
        desk = f"{route.first}/{place}"
        for values in self._assignments(route, desk, limit=3 if self.is_full else 1):
            for part in self._parts(zlib.crc32(f"{route}{who}".encode())):
                theirs = self.ask(who, "GET", self.path(route, place, values), is_fragment=part)
                nobodys = self.ask(who, "GET", self.path(route, NO_DESK, values), is_fragment=part)
                self._looks_missing(theirs, nobodys, values, values, place, NO_DESK)
                self._refuses(route, theirs, self._expected(route, who, False, part))

    def _refuses(self, route: Route, answer: Answer, status: int | None) -> None:
        if status is not None and answer.status != status:
            self.note(answer, f"hoort {status} te zijn")

    def _looks_missing(
        self, theirs: Answer, nobodys: Answer, foreign: Assignment, missing: Assignment, *more: str
    ) -> None:
        """What is somebody else's cannot be told from what is not there."""
        named = [theirs.path, nobodys.path, *_texts(foreign), *_texts(missing), *more]
        if found := difference(theirs, nobodys, named, self.by_value):
            self.note(theirs, f"is te onderscheiden van wat er niet is: {found}")

    def _remember(self, answer: Answer, who: Outsider) -> None:
        """Keep the forms and links of a page that opened."""
        for path in links_in(answer):
            self._keep_address(path, "GET", who)
        for form in forms_in(answer):
            if form.method == "POST":
                endpoint = self._endpoint(form.path)
                self._keep_address(form.path, "POST", who)
                if endpoint is None:
                    self.note(answer, f"een formulier gaat naar {form.path}, waar niets is")
                    continue
                known = self.forms.setdefault((endpoint, form.names), [])
                # More than are tried, for when the first do not go well.
                if len(known) < 8:
                    known.append((form, who))
            else:
                self._follow(form, who)
        for path, name, value in queries_in(answer):
            endpoint = self._endpoint(path, "GET")
            if endpoint:
                self.queries.setdefault(endpoint, set()).add((name, value, who.desk))

    def _keep_address(self, path: str, method: str, who: Outsider) -> None:
        try:
            endpoint, values = self.app.url_map.bind("portaal.test").match(path, method=method)
        except (HTTPException, RequestRedirect):
            return
        kept = self.addresses.setdefault((str(endpoint), who.desk), {})
        kept.setdefault(path, {name: str(value) for name, value in values.items()})

    def _follow(self, form: Form, who: Outsider) -> None:
        """Send a form that only asks, once: behind it stand forms that change something."""
        endpoint = self._endpoint(form.path, "GET")
        if endpoint is None or (endpoint, form.names) in self._followed:
            return
        self._followed.add((endpoint, form.names))
        answer = self.ask(who, "GET", f"{form.path}?{urlencode(form.asked())}")
        if answer.status < 400:
            self._remember(answer, who)

    def _endpoint(self, path: str, method: str = "POST") -> str | None:
        try:
            endpoint, _ = self.app.url_map.bind("portaal.test").match(path, method=method)
        except (HTTPException, RequestRedirect):
            return None
        return str(endpoint)

    # — posting —

    def forms_for(self, route: Route) -> list[tuple[Form, Outsider]]:
        """The forms that pages showed for this route, all shapes of them."""
        return [
            pair
            for (endpoint, _), pairs in self.forms.items()
            if endpoint == route.endpoint
            for pair in pairs
        ]

    def _post(self, route: Route) -> None:
        forms = self.forms_for(route)
        tried: dict[frozenset[str], int] = {}
        for form, who in forms:
            if self._expected(route, who, self._home(route, who) is not None, False) is not None:
                continue
            sent = self.sent.get(route.endpoint)
            tried[form.names] = tried.get(form.names, 0) + 1
            if (
                tried[form.names] <= (6 if self.is_full else 2)
                or sent is None
                or sent.status >= 400
            ):
                self._post_own(route, who, form)
        body = forms[0][0].filled(FILLED_AT.get(route.endpoint)) if forms else []
        for who in self._actors(route):
            self._post_elsewhere(route, who, body)
            if self.variant is Variant.BOTH or self.is_full:
                self._post_refused(route, who, body)

    def _post_own(self, route: Route, who: Outsider, form: Form) -> None:
        """What somebody may do writes their own rows only, and nothing without the token."""
        body = form.filled(FILLED_AT.get(route.endpoint))
        # The token is looked at before anything of a desk is: no wall plays a part in it.
        tokens = (None, "geen-token", self._token_of_another(who))
        for token in tokens if self.variant is Variant.BOTH else ():
            answer = self.ask(who, "POST", form.action, fields=body, token=token)
            self._refuses(route, answer, 400)
            self._wrote_nothing(answer)
        answer = self.send(who, form.action, body, files=self._files(route.endpoint))
        if answer.status < 400:
            self.sent[route.endpoint] = answer
        else:
            self.sent.setdefault(route.endpoint, answer)
        self._second_ids(route, who, form)

    def _files(self, endpoint: str) -> Files:
        """What to choose in the boxes for files: ready, or what another page handed out."""
        handed_out = {
            box: (f"{box}.docx", self.opened[source].body)
            for box, source in FILES_FROM.get(endpoint, {}).items()
            if source in self.opened
        }
        return {**FILES_AT.get(endpoint, {}), **handed_out}

    def send(self, who: Outsider, path: str, body: Fields, *, files: Files | None = None) -> Answer:
        """Post as somebody who may; only own rows are written, and put back as they were."""
        answer = self.ask(who, "POST", path, fields=body, files=files)
        self._wrote_own(answer)
        return answer

    def _token_of_another(self, who: Outsider) -> str:
        return next(c.token for other, c in self.house.callers.items() if other != who)

    def _post_elsewhere(self, route: Route, who: Outsider, body: Fields) -> None:
        """Somebody else's thing at one's own desk, or somebody else's desk: as if not there."""
        home = self._home(route, who)
        if home is not None and self._expected(route, who, True, False) is None:
            desk = f"{route.first}/{home}" if route.desk else who.desk
            for base in self._assignments(route, desk, limit=1):
                for _, foreign, missing, is_chosen in self._replaced(route, desk, base):
                    theirs = self._attempt(who, self.path(route, home, foreign), body)
                    nobodys = self._attempt(who, self.path(route, home, missing), body)
                    self._looks_missing(theirs, nobodys, foreign, missing)
                    if not is_chosen:
                        self._refuses(route, theirs, 404)
                        self._wrote_nothing(theirs)
                    elif _kinds(theirs.writes) != _kinds(nobodys.writes):
                        self.note(theirs, f"schrijft anders dan {nobodys}")
        for place in self._others(route, who):
            if place == home:
                continue
            for values in self._assignments(route, f"{route.first}/{place}", limit=1):
                theirs = self._attempt(who, self.path(route, place, values), body)
                nobodys = self._attempt(who, self.path(route, NO_DESK, values), body)
                self._looks_missing(theirs, nobodys, values, values, place, NO_DESK)
                self._refuses(route, theirs, self._expected(route, who, False, False))
                self._wrote_nothing(theirs)

    def _post_refused(self, route: Route, who: Outsider, body: Fields) -> None:
        """Whoever lacks the permission changes nothing at the own desk."""
        home = self._home(route, who)
        if home is None and not (route.is_desk and route.desk is None):
            return
        refused = self._expected(route, who, home is not None, False)
        if refused is None:
            return
        desk = f"{route.first}/{home}" if route.desk else route.first
        for values in self._assignments(route, desk, limit=2) or [{}]:
            if len(values) != len(route.arguments):
                continue
            answer = self._attempt(who, self.path(route, home or "", values), body)
            self._refuses(route, answer, refused)
            self._wrote_nothing(answer)

    def _attempt(self, who: Outsider, path: str, body: Fields) -> Answer:
        answer = self.ask(who, "POST", path, fields=body)
        self._wrote_own(answer)
        return answer

    def _wrote_own(self, answer: Answer) -> None:
        """Complain about rows of others, and put everything back."""
        who = answer.who
        # What a provider hands in is a link in the chain of each municipality that gets it.
        handed_to = {w.tenant for w in answer.writes if self._slug(w.provider) == who.place}
        for write in answer.writes:
            is_link = write.table in ("ledger_entry", "ledger_head") and write.tenant in handed_to
            if not is_link and not self._is_own(who, write):
                self.note(answer, f"schreef wat niet van {who} is: {write}")
        self.journal.undo(answer.writes)

    def _wrote_nothing(self, answer: Answer) -> None:
        for write in answer.writes:
            if write.table not in ("web_session", "throttle"):
                self.note(answer, f"schreef toch: {write}")

    def _is_own(self, who: Outsider, write: Write) -> bool:
        """Whether a row may be written by somebody: of the own organisation, or of nobody."""
        tenant, provider = self._slug(write.tenant), self._slug(write.provider)
        if tenant is None and provider is None:
            return write.table in ANYBODYS or who.desk in ("regio", "platform")
        if who.desk.startswith("g/"):
            return tenant == who.place
        if who.desk.startswith("aanbieder/"):
            # A draft has no municipality; a membership here has no municipality either.
            return provider == who.place
        if who.desk == "platform":
            # What is to be done for whomever; of what it is about nothing is seen or written.
            return write.table == "outbox"
        return who.desk == "regio"

    def _slug(self, row_id: str | None) -> str | None:
        if row_id is None:
            return None
        for name, thing in self.by_value.get(row_id, ()):
            if name == "id" and thing.kind in ("municipality", "provider"):
                return thing.ids["slug"]
        return row_id

    # — second ids —

    def _second_ids(self, route: Route, who: Outsider, form: Form) -> None:
        """An id inside a body that is somebody else's does what an unknown one does."""
        for box in form.boxes:
            for value in {box.value, *box.options}:
                for name, thing in self.by_value.get(value, ())[:1]:
                    if thing.kind in PUBLIC:
                        continue
                    self._second_id(who, form, box.name, value, name, thing)

    def _second_id(
        self, who: Outsider, form: Form, box: str, value: str, name: str, thing: Thing
    ) -> None:
        meaning = Of(thing.kind, name, _missing_like(value))
        body = [(n, v) for n, v in form.filled() if n != box] + [(box, value)]
        others = values_for(self.story, meaning, who.desk).foreign
        nobodys = self._attempt(who, form.action, with_value(body, box, value, meaning.missing))
        for other in others if self.is_full else others[:1]:
            theirs = self._attempt(who, form.action, with_value(body, box, value, other.ids[name]))
            named = [other.ids[name], meaning.missing, value]
            if found := difference(theirs, nobodys, named, self.by_value):
                self.note(theirs, f"{box} van een ander ({thing.kind}) verschilt: {found}")
            if _kinds(theirs.writes) != _kinds(nobodys.writes):
                self.note(theirs, f"{box}={other.ids[name]} schrijft anders dan onbekend")

    # — query strings —

    def _query(self, route: Route) -> None:
        """What others have in a query string shows nothing of theirs and changes nothing."""
        seen = self.queries.get(route.endpoint, set())
        names = {name for name, _, _ in seen} | ({"bewaard"} if "POST" in route.methods else set())
        insiders = [
            who
            for who in self._actors(route)
            if self._home(route, who) is not None
            and self._expected(route, who, True, False) is None
        ]
        for who in insiders if self.is_full else insiders[:2]:
            home = self._home(route, who) or ""
            desk = f"{route.first}/{home}" if route.desk else who.desk
            for values in self._assignments(route, desk, limit=1):
                path = self.path(route, home, values)
                for name in sorted(names):
                    self._query_parameter(who, path, name, seen, desk)

    def _query_parameter(
        self, who: Outsider, path: str, name: str, seen: set[tuple[str, str, str]], desk: str
    ) -> None:
        own = {value for n, value, d in seen if n == name and d == desk}
        foreign = {value for n, value, d in seen if n == name and d != desk} - own
        for value in sorted(foreign)[: None if self.is_full else 2]:
            self._ask_with(who, path, name, value)
        for canary in self._words_of_others(who):
            found = self._ask_with(who, path, name, canary)
            nothing = self._ask_with(who, path, name, UNUSED)
            named = [canary, UNUSED]
            if told := difference(found, nothing, named, self.by_value):
                self.note(found, f"zoeken op {self.story.aviary.known[canary]} vindt iets: {told}")
        for value in own:
            for kind, thing in self.by_value.get(value, ())[:1]:
                meaning = Of(thing.kind, kind, _missing_like(value))
                nobodys = self._ask_with(who, path, name, meaning.missing)
                for other in values_for(self.story, meaning, who.desk).foreign[:2]:
                    theirs = self._ask_with(who, path, name, other.ids[kind])
                    named = [other.ids[kind], meaning.missing]
                    if told := difference(theirs, nobodys, named, self.by_value):
                        self.note(theirs, f"{name} van een ander verschilt van onbekend: {told}")

    def _ask_with(self, who: Outsider, path: str, name: str, value: str) -> Answer:
        part = zlib.crc32(f"{path}{name}".encode()) % 2 == 0
        return self.ask(who, "GET", f"{path}?{urlencode({name: value})}", is_fragment=part)

    def _words_of_others(self, who: Outsider) -> list[str]:
        words = [c.token for c in self.story.aviary.known.values() if not who.may_read(c)]
        return words[:: max(1, len(words) // (6 if self.is_full else 1))][
            : 6 if self.is_full else 1
        ]

    # — teeth —

    def _has_teeth(self, route: Route) -> None:
        """A page that never opened, or a form that nobody saw, was not tried at all.

        With one wall alone the short run takes a part of the routes; what opens is then told by
        the run with both.
        """
        if self.variant is not Variant.BOTH and not self.is_full:
            return
        if "GET" in route.methods and route.endpoint not in self.opened | NEVER_OPENS:
            self.note(route.rule, "ging voor niemand open: geef het verhaal wat deze pagina toont")
        if "POST" not in route.methods or route.endpoint in FORMLESS:
            return
        if not self.forms_for(route):
            self.note(
                route.rule, "geen pagina toont hier een formulier voor: breid het verhaal uit"
            )
            return
        answer = self.sent.get(route.endpoint)
        if answer is None or answer.status >= 400:
            self.note(
                answer or route.rule,
                "lukte voor niemand: zeg in tests/isolation/forms.py wat er in te vullen is:"
                f" {errors_in(answer) if answer else ''}",
            )


def _texts(values: Assignment) -> list[str]:
    return [
        text
        for value in values.values()
        for text in (value.ids.values() if isinstance(value, Thing) else [value])
    ]


def _kinds(writes: Iterable[Write]) -> set[tuple[str, str]]:
    return {(write.table, write.how) for write in writes}


def _hangs_on(thing: Thing, values: Assignment) -> bool:
    """Whether it belongs to what was chosen before it in the path."""
    chosen = {
        v for value in values.values() if isinstance(value, Thing) for v in value.ids.values()
    }
    return bool(chosen) and thing.within in chosen


def _agrees(values: Assignment) -> bool:
    """Whether a thing with a kind stands beside that kind."""
    kinds = [value for value in values.values() if isinstance(value, str)]
    return all(
        value.kind != "draft" or not kinds or value.state in kinds
        for value in values.values()
        if isinstance(value, Thing)
    )


def _spread(things: Sequence, limit: int) -> list:
    """At most so many, taken evenly and always the first."""
    step = max(1, -(-len(things) // limit))
    return list(things[::step])


def _missing_like(value: str) -> str:
    """A value of the same form that is nobody's."""
    turned = {"0": "f", "f": "0"}
    if "@" in value:
        return "niemand@voorbeeld.example"
    if len(value) == 36 and value.count("-") == 4:
        return f"0195f0c0-0000-7000-8000-{value[-12:].translate(str.maketrans(turned))}"
    return "bestaat-niet"
