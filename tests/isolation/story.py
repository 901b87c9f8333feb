"""What has happened in the portal before anybody knocks: told once, by the real services.

Three providers, four municipalities, every kind in every state. Whatever is free text holds a
canary; whatever has an identity is a Thing that belongs to one or more desks.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from portal.adapters.database import ScopedSession
from portal.adapters.uploads import take_in
from portal.domain.calendar import local_date
from portal.domain.configuration.sections import BY_SLUG
from portal.domain.people import Organisation, Role, Side
from portal.domain.scopes import AuthScope, ProviderScope, TenantScope
from portal.domain.submissions.registry import all_kinds
from portal.queries.configuration import documents_in_force
from portal.queries.provider_facts import facts_for, facts_of
from portal.queries.themes import stylesheet
from portal.services import colleagues, deciding, drafts, following, handling, questions
from portal.services.configuring import put_section
from portal.services.links import Purpose, make_link
from portal.services.receiving_elsewhere import record_elsewhere
from portal.services.recording import Actor
from portal.services.submitting import FileFacts, file_submission
from tests.isolation.canaries import About, Aviary
from tests.support.app import Portal
from tests.support.forms import fill_in, go_through, notice, plan, stop

BEGINS = datetime(2026, 4, 7, 7, 0, tzinfo=UTC)
MUNICIPALITIES = ("brummen", "apeldoorn", "epe", "zutphen")
STAFF = {"brummen": "alice", "apeldoorn": "dora", "epe": "eva", "zutphen": "zoe"}
ADMINS = {"brummen": "frank", "apeldoorn": "daan", "epe": "esther", "zutphen": "zita"}
SUBMITTERS = {"lindehaege": "bob", "thuisbasis-oost": "charlie", "veldkracht": "dirk-veldkracht"}
# Where each has a contract for product W101, and with whom it has any.
CONTRACTED = {"lindehaege": "brummen", "thuisbasis-oost": "zutphen", "veldkracht": "epe"}
MEANT_FOR = {
    "lindehaege": ("brummen", "epe", "apeldoorn"),
    "thuisbasis-oost": ("brummen", "zutphen"),
}
MAX_BYTES = 1024 * 1024
PASSWORD = "een lange wachtzin 42"

# Who submits to whom, and what becomes of it at the first municipality.
PLOT: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "lindehaege",
        ("brummen", "epe"),
        ("bij_team", "in_behandeling", "gevraagd", "aangevuld", "besloten", "ingetrokken",
         "heropend", "opheffing"),
    ),
    ("lindehaege", ("apeldoorn",), ("bij_team", "besloten")),
    ("thuisbasis-oost", ("brummen",), ("bij_team", "aangevuld", "besloten", "ingetrokken")),
    ("thuisbasis-oost", ("zutphen",), ("gevraagd",)),
    ("veldkracht", ("apeldoorn", "epe"), ("bij_team", "aangevuld", "ingetrokken")),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something with an identity. `ids` maps a name to the value by which a request names it.

    `desks` are those where it is at home; `state` tells which of its kind it is; `within` is
    the value of the thing that it hangs on.
    """

    kind: str
    ids: Mapping[str, str]
    desks: frozenset[str]
    state: str = ""
    within: str = ""
    gone: bool = False


@dataclass
class Story:
    """What was told."""

    aviary: Aviary = field(default_factory=Aviary)
    things: list[Thing] = field(default_factory=list)

    def of(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind == kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A submission of the story: its id and reference, and a delivery per municipality."""

    id: UUID
    reference: str
    provider: str
    deliveries: Mapping[str, UUID]


class Storyteller:
    """Tells the story to one portal."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.database = portal.database
        self.story = Story()
        self.now = BEGINS
        self.counts: dict[str, int] = defaultdict(int)
        # Dossiers that not everybody of their municipality may see.
        self.secret: set[UUID] = set()

    def tell(self, *chapters: Callable[["Storyteller"], None]) -> Story:
        """All of it, with these chapters before the last."""
        self.portal.at(self.now)
        # Let in whatever day the tests run on: the walls ask the database's own clock.
        self.database.admin.execute(
            "UPDATE region_grant SET from_on = '2020-01-01', until_on = '2099-12-31'"
        )
        self.database.admin.execute(
            "UPDATE account SET password_hash = %s WHERE slug IS NOT NULL",
            (self.portal.tools.passwords.hash(PASSWORD),),
        )
        for slug in MUNICIPALITIES:
            self._configure(slug)
            self._staff(slug)
        for slug in SUBMITTERS:
            self._colleagues(slug)
            self._register(slug)
            self._drafts(slug)
        for kind in all_kinds():
            for provider, municipalities, states in PLOT:
                for state in states:
                    self._bring_to(state, kind, provider, municipalities)
        for municipality, provider in (
            ("brummen", "lindehaege"), ("brummen", "thuisbasis-oost"), ("apeldoorn", "lindehaege"),
        ):  # fmt: skip
            self._elsewhere(municipality, provider)
        self.work()
        for chapter in chapters:
            chapter(self)
        self._completions()
        self._unrouted()
        self._identify()
        return self.story

    # — helpers —

    def later(self, **by: int) -> None:
        """Time passes."""
        self.now += timedelta(**(by or {"minutes": 7}))
        self.portal.at(self.now)

    def work(self) -> None:
        """The worker does what waits, and nothing goes wrong."""
        assert self.portal.work().failed == 0

    def line(self, about: About, what: str, *readers: str) -> str:
        return self.story.aviary.line(about, what, readers)

    def text(self, about: About, what: str, *readers: str) -> str:
        return self.story.aviary.text(about, what, readers)

    def actor(self, slug: str) -> Actor:
        name = self.database.one("SELECT name FROM account WHERE slug = %s", slug)
        return Actor(name, self.database.account(slug))

    @contextmanager
    def staff(self, municipality: str) -> Iterator[tuple[ScopedSession, TenantScope, Actor]]:
        person = STAFF[municipality]
        scope = self.database.tenant(municipality, person)
        with self.database.scoped(scope) as session:
            yield session, scope, self.actor(person)
        self.later()

    @contextmanager
    def provider(self, slug: str) -> Iterator[tuple[ScopedSession, ProviderScope, Actor]]:
        person = SUBMITTERS[slug]
        scope = self.database.provider(slug, person)
        with self.database.scoped(scope) as session:
            yield session, scope, self.actor(person)
        self.later()

    def version(self, delivery: UUID) -> int:
        return int(self.database.one("SELECT version FROM delivery WHERE id = %s", delivery))

    def add(self, kind: str, *desks: str, **more: Any) -> None:
        ids = {name: str(value) for name, value in more.pop("ids").items()}
        self.story.things.append(Thing(kind=kind, ids=ids, desks=frozenset(desks), **more))

    # — organisations —

    def _configure(self, slug: str) -> None:
        """Names and reasons inside a municipality, and who set them."""
        here = f"g/{slug}"
        admin = self.actor(ADMINS[slug])
        scope = self.database.tenant(slug, ADMINS[slug])
        with self.database.scoped(scope) as session:
            for section in ("teams", "routering"):
                stored = documents_in_force(session, scope, [scope.tenant_id], section)
                document = stored[scope.tenant_id][1]
                if section == "teams":
                    for team in document["team"]:
                        team["waarvoor"] = self.text(About.CONFIGURATION, "team", here)
                else:
                    for rule in document["regel"]:
                        rule["naam"] = self.line(About.CONFIGURATION, "regel", here)
                value, findings = BY_SLUG[section].parse(document)
                assert value is not None, findings
                put_section(
                    session, scope.tenant_id, section, document,
                    author_id=admin.account_id, author_name=admin.name,
                    note=self.line(About.CONFIGURATION, "toelichting", here), now=self.now,
                )  # fmt: skip

    def _invite(self, side: Side, slug: str, role: Role, by: str, desk: str) -> UUID:
        tenant = self.database.one("SELECT id FROM tenant WHERE slug = %s", slug)
        provider = self.database.one("SELECT id FROM provider WHERE slug = %s", slug)
        manager = colleagues.Manager(
            account_id=self.database.account(by),
            name=self.actor(by).name,
            roles=frozenset(
                Role(role)
                for (role,) in self.database.rows(
                    "SELECT m.role FROM membership m JOIN account a ON a.id = m.account_id"
                    " WHERE a.slug = %s",
                    by,
                )
            ),
        )
        organisation = Organisation(
            side=side,
            tenant_id=tenant if side is Side.MUNICIPALITY else None,
            provider_id=provider if side is Side.PROVIDER else None,
        )
        name = f"{self.story.aviary.mint(About.PEOPLE, 'collega', [desk])} Proef"
        address = f"{self.story.aviary.mint(About.PEOPLE, 'adres', [desk])}@voorbeeld.example"
        with self.database.scoped(AuthScope()) as session:
            account = colleagues.invite(
                session, organisation, manager, name=name, email=address, role=role,
                period=colleagues.Period(from_on=local_date(self.now)), now=self.now,
            )  # fmt: skip
        # A name takes letters only; pages escape it all the same.
        self.database.admin.execute(
            "UPDATE account SET name = %s WHERE id = %s",
            (self.line(About.PEOPLE, "collega", desk), account),
        )
        return account

    def _staff(self, slug: str) -> None:
        account = self._invite(
            Side.MUNICIPALITY, slug, Role.CONTRACT_MANAGER, ADMINS[slug], f"g/{slug}"
        )
        self.database.admin.execute(
            "INSERT INTO desk_member (tenant_id, desk, account_id)"
            " SELECT id, 'contractmanagement', %s FROM tenant WHERE slug = %s",
            (account, slug),
        )

        self._block(self._invite(Side.MUNICIPALITY, slug, Role.LAWYER, ADMINS[slug], f"g/{slug}"))

    def _block(self, account: UUID) -> None:
        self.database.admin.execute(
            "UPDATE membership SET blocked_at = %s WHERE account_id = %s", (self.now, account)
        )

    def _colleagues(self, slug: str) -> None:
        self._block(
            self._invite(Side.PROVIDER, slug, Role.SUBMITTER, SUBMITTERS[slug], f"aanbieder/{slug}")
        )
        self._invite(Side.PROVIDER, slug, Role.SUBMITTER, SUBMITTERS[slug], f"aanbieder/{slug}")

    def _register(self, slug: str) -> None:
        """Contact data and contract numbers, for the provider and where it has contracts."""
        contracted = [
            place
            for (place,) in self.database.rows(
                "SELECT DISTINCT t.slug FROM contract c JOIN tenant t ON t.id = c.tenant_id"
                " JOIN provider p ON p.id = c.provider_id WHERE p.slug = %s",
                slug,
            )
        ]
        readers = [f"aanbieder/{slug}", *(f"g/{place}" for place in contracted)]
        self.database.admin.execute(
            "UPDATE provider SET contact = contact || jsonb_build_object('naam', %s::text),"
            " visiting_address = visiting_address || jsonb_build_object('straat', %s::text),"
            " postal_address = postal_address || jsonb_build_object('straat', %s::text)"
            " WHERE slug = %s",
            (
                self.line(About.REGISTER, "contactpersoon", *readers),
                self.line(About.REGISTER, "bezoekadres", *readers),
                self.line(About.REGISTER, "postadres", *readers),
                slug,
            ),
        )
        for place in contracted:
            for (contract,) in self.database.rows(
                "SELECT c.id FROM contract c JOIN tenant t ON t.id = c.tenant_id"
                " JOIN provider p ON p.id = c.provider_id WHERE p.slug = %s AND t.slug = %s",
                slug,
                place,
            ):
                self.database.admin.execute(
                    "UPDATE contract SET number = %s WHERE id = %s",
                    (
                        self.story.aviary.mint(
                            About.CONTRACT, "nummer", [f"aanbieder/{slug}", f"g/{place}"]
                        ),
                        contract,
                    ),
                )

    # — providers —

    def _attach(
        self, session: ScopedSession, scope: ProviderScope, key: UUID, *readers: str
    ) -> FileFacts:
        name = f"{self.story.aviary.mint(About.CASE, 'bestandsnaam', readers)}.txt"
        content = self.text(About.CASE, "bestandsinhoud", *readers).encode()
        stored = take_in(self.portal.storage, io.BytesIO(content), name=name, max_bytes=MAX_BYTES)
        file_id = drafts.attach(session, scope, key=key, values=stored.as_values())
        return FileFacts(
            id=file_id, name=stored.file_name, sha256=stored.sha256, size_bytes=stored.size_bytes
        )

    def _drafts(self, slug: str) -> None:
        """A draft of every kind, filled in to the end with a file, and one that was thrown away."""
        home = f"aanbieder/{slug}"
        for kind in all_kinds() if slug in MEANT_FOR else ("verbeterplan",):
            key = self._draft(slug, kind)
            with self.provider(slug) as (session, scope, _):
                self._attach(session, scope, key, home)
            self.add("draft", home, ids={"key": key}, state=kind)
        key = self._draft(slug, "verbeterplan")
        with self.provider(slug) as (session, scope, _):
            drafts.delete_draft(session, scope, key=key)
        self.add("draft", home, ids={"key": key}, state="verbeterplan", gone=True)

    def _draft(self, slug: str, kind: str) -> UUID:
        """Typed page by page, up to the check page; gives the key."""
        home = f"aanbieder/{slug}"
        place = CONTRACTED[slug]

        def own(what: str) -> str:
            return self.line(About.OWN, what, home)

        pages = {
            "verbeterplan": plan(
                place,
                aanleiding={"onderwerp": own("onderwerp"), "toelichting": own("toelichting")},
                acties={"acties-r1-wat": own("wat"), "acties-r1-bewijs": own("bewijs")},
            ),
            "clientenstop": stop(
                {place: ["W101"]},
                periode={"reden": own("reden")},
                overleg={"geen_overleg": own("geen overleg"), "alternatief": own("alternatief")},
            ),
            "continuiteitsmelding": notice(
                *MEANT_FOR.get(slug, ()),
                gronden={"omstandigheden": own("omstandigheden")},
                gevolgen={"gevolgen": own("gevolgen"), "maatregelen": own("maatregelen")},
            ),
        }
        visitor = self.portal.visitor(SUBMITTERS[slug])
        check = fill_in(visitor, kind, pages[kind], f"/{home}")
        assert check.status == 200, check.words[:300]
        self.later()
        return UUID(check.response.request.path.split("/")[-2])

    def answers(self, kind: str, provider: str, municipalities: tuple[str, ...]) -> dict[str, Any]:
        """Answers full of canaries, each for who may read it."""
        home = f"aanbieder/{provider}"
        readers = [home, *(f"g/{slug}" for slug in municipalities)]

        def told(what: str) -> str:
            return self.text(About.CASE, what, *readers)

        match kind:
            case "verbeterplan":
                return {
                    "onderwerp": self.line(About.CASE, "onderwerp", *readers),
                    "aanleiding": "eigen",
                    "toelichting": told("toelichting"),
                    "gemeenten": list(municipalities),
                    "acties": [
                        {
                            "id": "a1",
                            "wat": told("wat"),
                            "resultaat": told("resultaat"),
                            "eigenaar": self.line(About.CASE, "eigenaar", *readers),
                            "bewijs": self.line(About.CASE, "bewijs", *readers),
                            "datum": "2029-06-01",
                        }
                    ],
                }
            case "clientenstop":
                return {
                    "producten": {slug: ["W101", "W102"] for slug in municipalities},
                    "oorsprong": "wens",
                    "ingangsdatum": (local_date(self.now) + timedelta(days=5)).isoformat(),
                    "einde": "nader_bericht",
                    "reden": told("reden"),
                    "overlegd": True,
                    "gesprekken": [
                        {
                            "id": f"g{number}",
                            "gemeente": slug,
                            "datum": "2026-04-01",
                            "met": self.line(About.CASE, "met wie", home, f"g/{slug}"),
                            "uitkomst": self.text(About.CASE, "uitkomst", home, f"g/{slug}"),
                        }
                        for number, slug in enumerate(municipalities)
                    ],
                    "alternatief": told("alternatief"),
                }
            case "continuiteitsmelding":
                return {
                    "gronden": ["b_liquiditeit", "anders"],
                    "anders": told("anders"),
                    "omstandigheden": told("omstandigheden"),
                    "bekend_sinds": "2026-04-02",
                    "gebeld": True,
                    "gebeld_op": "2026-04-03T10:00:00+02:00",
                    "gebeld_aan": self.line(About.CASE, "gebeld aan", *readers),
                    "gevolgen": told("gevolgen"),
                    "maatregelen": told("maatregelen"),
                    "gemeenten": list(municipalities),
                }
        raise AssertionError(f"Geef het verhaal antwoorden voor de soort {kind}.")

    def submit(self, kind: str, provider: str, municipalities: tuple[str, ...]) -> Told:
        """Submit something with a file."""
        key = uuid4()
        home = f"aanbieder/{provider}"
        answers = self.answers(kind, provider, municipalities)
        with self.provider(provider) as (session, scope, actor):
            today = local_date(session.legal_now)
            facts = facts_of(session, scope, today, kind=kind)
            if kind == "continuiteitsmelding":
                answers["niet_naar"] = {
                    slug: self.line(About.OWN, "niet naar", home)
                    for slug in facts.municipalities
                    if slug not in municipalities
                }
            file = self._attach(
                session, scope, key, home, *(f"g/{slug}" for slug in municipalities)
            )
            filed = file_submission(
                session, scope, kind=all_kinds()[kind], key=key, answers=answers, files=[file],
                facts=facts, actor=actor,
                provider_name=provider,
            )  # fmt: skip
        deliveries = dict(
            self.database.rows(
                "SELECT t.slug, d.id FROM delivery d JOIN tenant t ON t.id = d.tenant_id"
                " WHERE d.submission_id = %s",
                filed.submission_id,
            )
        )
        return Told(
            id=filed.submission_id, reference=filed.reference, provider=provider,
            deliveries=deliveries,
        )  # fmt: skip

    # — what municipalities do —

    def _bring_to(
        self, state: str, kind: str, provider: str, municipalities: tuple[str, ...]
    ) -> None:
        """One more submission, and its first delivery brought in a state."""
        if state == "opheffing" and not all_kinds()[kind].stops_clients:
            return
        told = self.submit(kind, provider, municipalities)
        self.work()
        if state != "bij_team":
            self._bring(kind, told, municipalities[0], state)
            self.work()

    def _bring(self, kind: str, told: Told, slug: str, state: str) -> None:
        delivery = told.deliveries[slug]
        home, here = f"aanbieder/{told.provider}", f"g/{slug}"
        if state == "ingetrokken":
            with self.provider(told.provider) as (session, scope, actor):
                following.withdraw(
                    session, scope, delivery, version=self.version(delivery),
                    reason=self.text(About.CASE, "intrekking", home, here), actor=actor,
                )  # fmt: skip
            return
        self._take(slug, delivery, here)
        if state in ("gevraagd", "aangevuld"):
            self._ask(slug, delivery, home, here)
        if state == "aangevuld":
            self._complete(kind, told, slug, delivery, home, here)
        if state in ("besloten", "heropend", "opheffing"):
            self._decide(kind, slug, delivery, home, here)
        if state == "heropend":
            with self.staff(slug) as (session, scope, actor):
                deciding.reopen(
                    session, scope, delivery, version=self.version(delivery),
                    reason=self.text(About.CASE, "heropening", home, here), actor=actor,
                )  # fmt: skip
        if state == "opheffing":
            with self.provider(told.provider) as (session, scope, actor):
                following.ask_lift(
                    session, scope, delivery, version=self.version(delivery),
                    reason=self.text(About.CASE, "opheffing", home, here),
                    wished_on=date(2027, 1, 1), actor=actor,
                )  # fmt: skip

    def _take(self, slug: str, delivery: UUID, here: str) -> None:
        with self.staff(slug) as (session, scope, actor):
            handling.mark_seen(session, scope, delivery, actor)
        with self.staff(slug) as (session, scope, actor):
            handling.take(session, scope, delivery, version=self.version(delivery), actor=actor)
        with self.staff(slug) as (session, scope, actor):
            handling.write_note(
                session, scope, delivery, body=self.text(About.INTERNAL, "notitie", here),
                actor=actor,
            )  # fmt: skip
        with self.staff(slug) as (session, scope, actor):
            handling.hand_over(
                session, scope, delivery, version=self.version(delivery),
                desk="contractmanagement", assignee_id=None,
                reason=self.text(About.INTERNAL, "overdracht", here), actor=actor,
            )  # fmt: skip
        with self.staff(slug) as (session, scope, actor):
            handling.take(session, scope, delivery, version=self.version(delivery), actor=actor)

    def _ask(self, slug: str, delivery: UUID, home: str, here: str) -> None:
        with self.staff(slug) as (session, scope, actor):
            questions.ask_completion(
                session, scope, delivery, version=self.version(delivery),
                question=self.text(About.CASE, "vraag", home, here),
                answer_by=local_date(self.now) + timedelta(days=20), actor=actor,
            )  # fmt: skip

    def _complete(
        self, kind: str, told: Told, slug: str, delivery: UUID, home: str, here: str
    ) -> None:
        key = uuid4()
        answers = self.answers(kind, told.provider, (slug,))
        with self.provider(told.provider) as (session, scope, actor):
            facts = facts_of(session, scope, local_date(session.legal_now))
            if kind == "continuiteitsmelding":
                answers["niet_naar"] = {
                    other: self.line(About.OWN, "niet naar", home)
                    for other in facts.municipalities
                    if other != slug
                }
            file = self._attach(session, scope, key, home, here)
            following.complete(
                session, scope, delivery, key=key, answers=answers, municipality=slug,
                files=[file], explanation=self.text(About.CASE, "aanvulling", home, here),
                facts=facts, actor=actor,
            )  # fmt: skip

    def _decide(self, kind: str, slug: str, delivery: UUID, home: str, here: str) -> None:
        for (task,) in self.database.rows(
            "SELECT id FROM task WHERE delivery_id = %s AND closed_at IS NULL", delivery
        ):
            with self.staff(slug) as (session, scope, actor):
                handling.close_task(
                    session, scope, delivery, task_id=task, actor=actor,
                    record={
                        "op": local_date(self.now).isoformat(),
                        "met": self.line(About.INTERNAL, "overleg met", here),
                        "verslag": self.text(About.INTERNAL, "verslag", here),
                        "afspraken": self.text(About.INTERNAL, "afspraken", here),
                    },
                )  # fmt: skip
        outcome, details = all_kinds()[kind].outcomes[0].slug, {}
        if all_kinds()[kind].stops_clients:
            start = (local_date(self.now) + timedelta(days=20)).isoformat()
            details = {
                "producten": {
                    code: {"toegestemd": True, "vanaf": start} for code in ("W101", "W102")
                }
            }
        with self.staff(slug) as (session, scope, actor):
            deciding.decide(
                session, scope, delivery, version=self.version(delivery), outcome=outcome,
                details=details, reason=self.text(About.CASE, "motivering", home, here),
                actor=actor,
            )  # fmt: skip

    def _elsewhere(self, municipality: str, provider: str) -> None:
        """Something that came by letter; the provider disputes the first."""
        home, here = f"aanbieder/{provider}", f"g/{municipality}"
        key = uuid4()
        answers = self.answers("verbeterplan", provider, (municipality,))
        provider_id = self.database.one("SELECT id FROM provider WHERE slug = %s", provider)
        file = take_in(
            self.portal.storage,
            io.BytesIO(self.text(About.CASE, "bewijsstuk", home, here).encode()),
            name=f"{self.story.aviary.mint(About.CASE, 'bewijsnaam', [home, here])}.txt",
            max_bytes=MAX_BYTES,
        )
        with self.staff(municipality) as (session, scope, actor):
            reference = record_elsewhere(
                session, scope, kind=all_kinds()["verbeterplan"], provider_id=provider_id,
                municipality=municipality, key=key, answers=answers, channel="brief",
                arrived_at=self.now - timedelta(days=1),
                evidence=self.text(About.CASE, "bewijs van binnenkomst", home, here),
                files=[file.as_values()],
                facts=facts_for(session, scope, provider_id, local_date(session.legal_now)),
                actor=actor,
            )  # fmt: skip
        delivery = self.database.one("SELECT id FROM delivery WHERE reference = %s", reference)
        if (municipality, provider) == ("brummen", "lindehaege"):
            with self.provider(provider) as (session, scope, actor):
                following.dispute(
                    session, scope, delivery,
                    reason=self.text(About.CASE, "betwisting", home, here), actor=actor,
                )  # fmt: skip

    def _completions(self) -> None:
        """Answers to questions that are still open, filled in and not sent."""
        for provider, municipality, reference in self.database.rows(
            "SELECT p.slug, t.slug, d.reference FROM delivery d JOIN tenant t ON t.id = d.tenant_id"
            " JOIN provider p ON p.id = d.provider_id WHERE d.state = 'aanvulling_gevraagd'"
        ):
            home = f"aanbieder/{provider}"
            here = f"/{home}/indieningen/{reference}/{municipality}"
            visitor = self.portal.visitor(SUBMITTERS[provider])
            said = {"toelichting_aanvulling": self.line(About.OWN, "aanvulling", home)}
            check = go_through(
                visitor, visitor.get(f"{here}/aanvullen").location,
                defaultdict(dict, toelichting=said),
            )  # fmt: skip
            assert check.status == 200, check.words[:300]
            key = check.response.request.path.split("/")[-2]
            self.add("completion", home, ids={"key": key}, within=reference, state=municipality)
            self.later()

    def _unrouted(self) -> None:
        """What has just come in stands at no desk yet."""
        for provider, municipalities in (
            ("lindehaege", ("brummen", "apeldoorn")), ("thuisbasis-oost", ("zutphen",)),
            ("veldkracht", ("epe",)),
        ):  # fmt: skip
            self.submit("verbeterplan", provider, municipalities)

    def _links(self) -> None:
        """A link that works and one that was replaced, after all mails have gone out."""
        with self.database.scoped(AuthScope()) as session:
            for slug in ("umit-buitenspoor", "tilly-noordrand"):
                account = self.database.account(slug)
                first, second = (
                    make_link(session, account_id=account, purpose=Purpose.PASSWORD, now=self.now)
                    for _ in range(2)
                )
                self.add("link", ids={"token": second})
                self.add("link", ids={"token": first}, gone=True)

    # — what it left behind —

    def _identify(self) -> None:
        """Everything with an identity, with the desks where it is at home."""
        for (slug,) in self.database.rows("SELECT slug FROM tenant ORDER BY slug"):
            with self.database.scoped(AuthScope()) as session:
                found = stylesheet(session, AuthScope(), slug)
            assert found is not None
            self.add("theme", ids={"digest": found.digest}, within=slug)
        self._links()
        for query, kind, names in THINGS:
            for *values, tenants, providers, state, within in self.database.rows(query):
                desks = {slug if slug == "regio" else f"g/{slug}" for slug in tenants if slug}
                desks |= {f"aanbieder/{slug}" for slug in providers if slug}
                if values[-1] in self.secret:
                    # Nobody of the cast can be told about the one that Anton opened.
                    state = f"geheim {state}"
                self.add(
                    kind, *desks, ids=dict(zip(names, values, strict=True)), state=state or "",
                    within=str(within or ""),
                )  # fmt: skip


# How to find what has an identity: its ids, then municipalities, providers, state, and the
# reference of what it hangs on.
THINGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        """
        SELECT s.reference, s.id, s.key, array_agg(t.slug), ARRAY[p.slug],
          concat_ws(' ', s.kind, min(d.state), s.channel, min(d.disputed_at)), NULL
        FROM submission s JOIN provider p ON p.id = s.provider_id
        JOIN delivery d ON d.submission_id = s.id JOIN tenant t ON t.id = d.tenant_id
        GROUP BY s.id, p.slug ORDER BY s.received_at
        """,
        "submission",
        ("reference", "id", "key"),
    ),
    (
        """
        SELECT d.reference, d.id, t.slug, ARRAY[t.slug], ARRAY[p.slug], d.kind || ' ' || d.state,
          d.reference
        FROM delivery d JOIN provider p ON p.id = d.provider_id
        JOIN tenant t ON t.id = d.tenant_id ORDER BY d.received_at, d.id
        """,
        "delivery",
        ("reference", "id", "municipality"),
    ),
    (
        """
        SELECT a.id, CASE WHEN a.tenant_id IS NOT NULL THEN ARRAY[t.slug] ELSE
          ARRAY(SELECT o.slug FROM delivery d JOIN tenant o ON o.id = d.tenant_id
                WHERE d.submission_id = a.submission_id) END,
          ARRAY[p.slug], CASE WHEN a.draft_key IS NULL THEN 'ingediend' ELSE 'concept' END,
          coalesce(s.reference, a.draft_key::text)
        FROM attachment a JOIN provider p ON p.id = a.provider_id
        LEFT JOIN tenant t ON t.id = a.tenant_id LEFT JOIN submission s ON s.id = a.submission_id
        WHERE a.dossier_id IS NULL ORDER BY a.id
        """,
        "attachment",
        ("id",),
    ),
    (
        """
        SELECT k.id, ARRAY[t.slug], '{}'::text[],
          CASE WHEN k.closed_at IS NULL THEN 'open' ELSE 'dicht' END, d.reference
        FROM task k JOIN tenant t ON t.id = k.tenant_id JOIN delivery d ON d.id = k.delivery_id
        ORDER BY k.id
        """,
        "task",
        ("id",),
    ),
    (
        """
        SELECT q.id, ARRAY[t.slug], ARRAY[p.slug],
          CASE WHEN q.answered_at IS NULL THEN 'open' ELSE 'beantwoord' END, d.reference
        FROM completion_request q JOIN tenant t ON t.id = q.tenant_id
        JOIN provider p ON p.id = q.provider_id JOIN delivery d ON d.id = q.delivery_id
        ORDER BY q.id
        """,
        "question",
        ("id",),
    ),
    (
        """
        SELECT a.id, a.email,
          array_agg(DISTINCT CASE m.side WHEN 'regio' THEN 'regio' ELSE t.slug END),
          array_agg(DISTINCT p.slug),
          CASE WHEN bool_or(m.blocked_at IS NOT NULL) THEN 'geblokkeerd'
               WHEN a.password_hash IS NULL THEN 'uitgenodigd' ELSE '' END, NULL
        FROM account a JOIN membership m ON m.account_id = a.id
        LEFT JOIN tenant t ON t.id = m.tenant_id LEFT JOIN provider p ON p.id = m.provider_id
        WHERE m.side IN ('gemeente', 'aanbieder', 'regio') GROUP BY a.id ORDER BY a.created_at, a.id
        """,
        "account",
        ("id", "email"),
    ),
    (
        """
        SELECT m.id, ARRAY[CASE m.side WHEN 'regio' THEN 'regio' ELSE t.slug END], ARRAY[p.slug],
          m.role, a.id
        FROM membership m JOIN account a ON a.id = m.account_id
        LEFT JOIN tenant t ON t.id = m.tenant_id LEFT JOIN provider p ON p.id = m.provider_id
        WHERE m.side IN ('gemeente', 'aanbieder', 'regio') ORDER BY m.created_at, m.id
        """,
        "membership",
        ("id",),
    ),
    (
        """
        SELECT p.slug, p.id, array_append(array_agg(DISTINCT t.slug), 'regio'), ARRAY[p.slug], '', NULL
        FROM provider p LEFT JOIN contract c ON c.provider_id = p.id
        LEFT JOIN tenant t ON t.id = c.tenant_id GROUP BY p.id ORDER BY p.slug
        """,
        "provider",
        ("slug", "id"),
    ),
    (
        """
        SELECT c.id, c.number, ARRAY[t.slug, 'regio'], ARRAY[p.slug], c.domain, NULL
        FROM contract c JOIN tenant t ON t.id = c.tenant_id
        JOIN provider p ON p.id = c.provider_id ORDER BY c.number
        """,
        "contract",
        ("id", "number"),
    ),
    (
        """
        SELECT t.slug, t.id, ARRAY[t.slug], array_agg(DISTINCT p.slug), '', NULL FROM tenant t
        LEFT JOIN contract c ON c.tenant_id = t.id LEFT JOIN provider p ON p.id = c.provider_id
        GROUP BY t.id ORDER BY t.slug
        """,
        "municipality",
        ("slug", "id"),
    ),
    (
        """
        SELECT d.number, d.id, CASE WHEN d.confidentiality <> 'gewoon' AND d.opened_by_name = 'Anton'
            THEN '{}'::text[] ELSE ARRAY[t.slug] END,
          CASE WHEN d.shared_at IS NULL THEN '{}'::text[] ELSE ARRAY[p.slug] END,
          concat_ws(' ', d.confidentiality, d.current, d.is_closed), NULL
        FROM dossier d JOIN tenant t ON t.id = d.tenant_id JOIN provider p ON p.id = d.provider_id
        ORDER BY d.opened_at, d.id
        """,
        "dossier",
        ("number", "id"),
    ),
    (
        """
        SELECT w.id, ARRAY[t.slug], '{}'::text[], concat_ws(' ', w.state, w.choice, w.code), d.number
        FROM dossier_work w JOIN dossier d ON d.id = w.dossier_id
        JOIN tenant t ON t.id = w.tenant_id ORDER BY w.started_at, w.id
        """,
        "work",
        ("id",),
    ),
    (
        """
        SELECT r.id, r.key, ARRAY[t.slug], ARRAY[p.slug], r.kind, d.number
        FROM dossier_reply r JOIN dossier d ON d.id = r.dossier_id
        JOIN tenant t ON t.id = r.tenant_id JOIN provider p ON p.id = r.provider_id
        ORDER BY r.received_at, r.id
        """,
        "reply",
        ("id", "key"),
    ),
    (
        """
        SELECT a.id, ARRAY[t.slug], CASE WHEN a.internal THEN '{}'::text[] ELSE ARRAY[p.slug] END,
          CASE WHEN a.internal THEN 'intern' ELSE 'antwoord' END, d.number
        FROM attachment a JOIN dossier d ON d.id = a.dossier_id
        JOIN tenant t ON t.id = d.tenant_id JOIN provider p ON p.id = a.provider_id ORDER BY a.id
        """,
        "dossier_file",
        ("id",),
    ),
    (
        """
        SELECT v.ladder, array_append(array_agg(DISTINCT t.slug), 'regio'), '{}'::text[], '', NULL
        FROM ladder_version v JOIN tenant t ON t.id = v.tenant_id GROUP BY v.ladder
        ORDER BY v.ladder
        """,
        "ladder",
        ("slug",),
    ),
    (
        """
        SELECT m.id, ARRAY[t.slug], '{}'::text[], '', NULL
        FROM mandate m JOIN tenant t ON t.id = m.tenant_id ORDER BY m.recorded_at, m.id
        """,
        "mandate",
        ("id",),
    ),
    (
        """
        SELECT g.id, ARRAY[t.slug], '{}'::text[], '', NULL
        FROM region_grant g JOIN tenant t ON t.id = g.tenant_id ORDER BY g.id
        """,
        "grant",
        ("id",),
    ),
    (
        """
        SELECT p.code, ARRAY['regio'], '{}'::text[], '', NULL FROM product p ORDER BY p.code
        """,
        "product",
        ("code",),
    ),
)
