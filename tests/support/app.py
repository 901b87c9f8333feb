"""The web app under test: real database and Redis, null twins for what leaves the house."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from portal.adapters.clock import utc_now
from portal.adapters.mail import NullMail
from portal.adapters.passwords import Passwords
from portal.adapters.pdf import Typesetter
from portal.adapters.queue import NoWakeUp, WakeUp
from portal.adapters.signing import Signer
from portal.adapters.storage import Storage
from portal.app import create_app
from portal.domain.scopes import AuthScope
from portal.services.effects import HANDLERS
from portal.services.outbox import Drained, drain
from portal.services.runtime import LETTERS
from portal.services.sessions import start_session
from portal.services.tools import Tools
from portal.settings import Settings
from portal.web.database import db
from tests.support.database import TestDatabase

SIGNING_SEED = bytes(range(32))


@dataclass
class TestClock:
    """The clock of the web app and the worker; stands still when told to."""

    __test__ = False
    moment: datetime | None = None

    def __call__(self) -> datetime:
        return self.moment or utc_now()


@dataclass
class Portal:
    """Everything a test needs of a running portal."""

    app: Flask
    database: TestDatabase
    mail: NullMail
    storage: Storage
    tools: Tools
    clock: TestClock
    settings: Settings
    drained: list[Drained] = field(default_factory=list)

    def visitor(self, slug: str | None = None) -> "Visitor":
        """A browser; signed in as somebody of the cast when given."""
        client = self.app.test_client()
        visitor = Visitor(self, client)
        if slug:
            visitor.sign_in(slug)
        return visitor

    def close(self) -> None:
        """Let go of the app's connections."""
        with self.app.app_context():
            db.engine.dispose()

    def work(self) -> Drained:
        """Let the worker do all that waits, in this process."""
        done = drain(self.database.engine, HANDLERS, self.tools)
        self.drained.append(done)
        return done

    def at(self, moment: datetime) -> None:
        """Let the clocks of web, worker and database all show this moment."""
        self.clock.moment = moment
        self.database.legal_time(moment)

    def real_time(self) -> None:
        self.clock.moment = None
        self.database.real_time()


class Page:
    """An answer, parsed; finds things the way a person would."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.get_data(as_text=True)
        self._tree: Any = None

    @property
    def tree(self) -> Any:
        if self._tree is None:
            self._tree = html.fromstring(self.text or "<html></html>")
        return self._tree

    @property
    def title(self) -> str:
        return "".join(self.tree.xpath("//title//text()")).strip()

    @property
    def h1(self) -> str:
        return " ".join("".join(self.tree.xpath("//h1//text()")).split())

    @property
    def words(self) -> str:
        """All visible text, white space folded."""
        body = self.tree.xpath("//main") or [self.tree]
        return " ".join(body[0].text_content().split())

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [
            " ".join(line.text_content().split())
            for line in self.tree.xpath("//*[contains(@class, 'pt-summary')]//li")
        ]

    def links(self) -> dict[str, str]:
        """Text to href of every link in the page."""
        return {
            " ".join(a.text_content().split()): a.get("href") for a in self.tree.xpath("//a[@href]")
        }

    def form(self, action_ends: str = "") -> dict[str, Any]:
        """Names and values as a browser would send them, of the form whose action ends so."""
        for form in self.tree.xpath("//main//form"):
            action = (form.get("action") or "").partition("?")[0]
            if action.endswith(action_ends):
                return _fields_of(form)
        raise AssertionError(f"geen formulier met actie …{action_ends} op deze pagina")

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")


def _fields_of(form: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}

    def add(name: str, value: str) -> None:
        if name in fields:
            fields[name] = [
                *([fields[name]] if isinstance(fields[name], str) else fields[name]),
                value,
            ]
        else:
            fields[name] = value

    for control in form.xpath(".//input|.//textarea|.//select"):
        name, kind = control.get("name"), (control.get("type") or "text").lower()
        if not name or kind in ("submit", "button", "file", "image"):
            continue
        if control.tag == "textarea":
            add(name, (control.text or "").removeprefix("\n"))
        elif control.tag == "select":
            chosen = control.xpath(".//option[@selected]") or control.xpath(".//option")[:1]
            for option in chosen:
                add(name, option.get("value") or "")
        elif kind in ("checkbox", "radio"):
            if control.get("checked") is not None:
                add(name, control.get("value") or "on")
        else:
            add(name, control.get("value") or "")
    return fields


class Visitor:
    """A browser without JavaScript, keeping cookies, sending what forms hold."""

    def __init__(self, portal: Portal, client: FlaskClient) -> None:
        self.portal = portal
        self.client = client

    def sign_in(self, slug: str) -> None:
        """Mint a session directly; signing in itself has tests of its own."""
        database = self.portal.database
        with database.scoped(AuthScope()) as auth:
            token = start_session(auth, database.account(slug), self.portal.clock())
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True

    def get(self, path: str, *, fragment: bool = False, **options: Any) -> Page:
        headers = {"HX-Request": "true"} if fragment else {}
        headers |= options.pop("headers", {})
        return Page(self.client.get(path, headers=headers, **options))

    def post(
        self,
        path: str,
        data: Mapping[str, Any] | None = None,
        *,
        fragment: bool = False,
        csrf: bool = True,
        autosave: bool = False,
        **options: Any,
    ) -> Page:
        """Send a form; its token is added unless `csrf` is False."""
        fields = dict(data or {})
        if csrf and "csrf_token" not in fields:
            fields["csrf_token"] = self.csrf_token()
        headers = {"HX-Request": "true"} if fragment else {}
        headers |= options.pop("headers", {})
        if autosave:
            headers["X-Autosave"] = "1"
        return Page(self.client.post(path, data=fields, headers=headers, **options))

    def submit(
        self, path: str, changes: Mapping[str, Any] | None = None, *, action: str = ""
    ) -> Page:
        """Open a page, fill its form in, send it to where the form points."""
        page = self.get(path)
        assert page.status == 200, (page.status, page.words[:300])
        fields = page.form(action)
        target = next(
            form.get("action") or path
            for form in page.tree.xpath("//main//form")
            if (form.get("action") or "").partition("?")[0].endswith(action)
        )
        return self.post(target or path, {**fields, **(changes or {})})

    def follow(self, page: Page) -> Page:
        """Go where a redirect points."""
        assert page.status in (302, 303), (page.status, page.words[:500])
        return self.get(page.location)

    def csrf_token(self) -> str:
        """A token of this visitor, from a page that everybody may see."""
        page = self.client.get("/aanmelden").get_data(as_text=True)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, "geen token op de aanmeldpagina"
        return found.group(1)


def make_settings(database: TestDatabase, storage: Path, **changes: Any) -> Settings:
    """Settings of a test: not a demo, http allowed."""
    return Settings(
        **{
            "database_url": database.url,
            "redis_url": database.redis_url,
            "secret_key": secrets.token_urlsafe(32),
            "signing_key": SIGNING_SEED,
            "base_url": "http://portaal.test",
            "mail_url": "smtp://127.0.0.1:1",
            "mail_from": "Zorgportaal <portaal@voorbeeld.example>",
            "storage": storage,
            "testing": True,
            "demo": True,
            **changes,
        }
    )


def make_portal(
    database: TestDatabase, storage: Path, *, wake_up: WakeUp | None = None, **changes: Any
) -> Portal:
    """An app with twins for mail and, unless one is given, wake-up."""
    settings = make_settings(database, storage, **changes)
    mail, clock = NullMail(), TestClock()
    tools = Tools(
        mail=mail,
        storage=Storage(storage / "bestanden"),
        typesetter=Typesetter(LETTERS),
        signer=Signer(settings.signing_key),
        passwords=Passwords(cheap=True),
        base_url=settings.base_url,
        utc_now=clock,
    )
    app = create_app(settings, tools=tools, wake_up=wake_up or NoWakeUp())
    return Portal(app, database, mail, tools.storage, tools, clock, settings)
