"""What holds for every page and every form of the url map, found by walking through the portal."""

import gzip
import random
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from lxml import html

from portal.adapters.rule_table import read_rules
from tests.isolation.cast import CAST, NOBODY
from tests.isolation.forms import Form
from tests.isolation.invariants import complaints
from tests.isolation.journal import Journal
from tests.support.app import Portal, make_portal
from tests.support.database import TestDatabase
from tests.support.dossiers import open_case
from tests.support.scene import set_scene
from tests.support.statements import counted
from tests.support.submitting import submit
from tests.support.tour import NO_PAGES, NOT_LINKED, SECOND, Kept, Tour, as_answer

# On one worker: what it tells and walks is told and walked once.
pytestmark = pytest.mark.xdist_group("wandeling")

FEW = ("alice", "bob", "frank", "jan", "rita", "rens", "oscar")
MOST_STATEMENTS = 15
MOST_BYTES = 60_000
ROUNDS = 2
# What people, machines and attackers put in boxes.
JUNK = (
    "", " ", "\0", "0", "-1", "1e9", "99999999999999999999", "12,345.678,9", "31", "2029-02-30",
    "نص", "😀" * 50, "' OR 1=1 --", "{{ 7*7 }}", "<script>alert(1)</script>", "../../etc/passwd",
    "%00", "true", "null", "[]", "a" * 5_000, "\r\n\r\n", "brummen", "W101", "ja", "#12345g",
    "0195f0c0-0000-7000-8000-00000000dead", "D-2026-0001", "versie:1", "\u202e", "\ud7ff",
)  # fmt: skip
# ISO dates, colons in times, one of many, and what Python calls nothing.
OF_MACHINES = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b[012]\d:[0-5]\d\b|\bNone\b"
    r"|\b1 (?:dagen|weken|uren|bestanden|zaken|dossiers|overeenkomsten|regels|producten|vragen|gemeenten)\b"
)
# What stands in a dossier, and what cannot be twice the same of it.
IN_A_DOSSIER = {
    "note": {},
    "letter": {"number": "old.number + 100 * n"},
    "dossier_reply": {"key": "gen_random_uuid()"},
    "attachment": {"storage_key": "old.storage_key || n"},
}


@dataclass(frozen=True, slots=True)
class Walked:
    """A portal in which everything happened, the pages of it, and what each asked the database."""

    portal: Portal
    tour: Tour


@pytest.fixture(scope="module")
def walked(
    own_database: TestDatabase, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Walked]:
    with ExitStack() as stack:
        database = TestDatabase(f"wandeling_{worker_id}", own_database.number)
        stack.callback(database.close)
        portal = make_portal(database, tmp_path_factory.mktemp("wandeling"))
        stack.callback(portal.close)
        starts = set_scene(portal)
        # On a slow machine a sign-in would otherwise be touched half-way: a statement more.
        portal.clock.moment = portal.clock()
        journal = Journal(database)
        journal.start()
        cast = [who for who in CAST if who is NOBODY or who.slug in FEW]
        tour = Tour(portal, cast=[*cast, SECOND], most=4, journal=journal)
        yield Walked(portal, tour.walk([*starts, *NO_PAGES]))


def expect_none(faults: list[str]) -> None:
    """All of them, a line each."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_every_answer_is_safe_and_reading_changes_nothing(walked: Walked) -> None:
    expect_none(
        [
            f"{kept}: {what}"
            for kept in walked.tour.pages
            if not kept.path.startswith("/static/")
            for what in complaints(as_answer(kept))
        ]
    )


def test_no_page_tells_a_person_our_own_rule_numbers(walked: Walked) -> None:
    """A page names the document and the article; the numbers are how we keep count ourselves."""
    numbers = "|".join(rule.number for rule in read_rules())
    ours = re.compile(rf"(?<![\w-])(?:{numbers})(?![\w-])")
    expect_none(
        [
            f"{kept}: {found.group()}"
            for kept in walked.tour.pages
            if kept.is_html
            for found in ours.finditer(" ".join(html.fromstring(kept.body).itertext()))
        ]
    )


def test_no_page_shows_a_date_or_a_time_as_a_machine_writes_it(walked: Walked) -> None:
    faults = {
        f"{kept}: “{found}”"
        for kept in walked.tour.pages
        if kept.is_html and kept.status != 422
        for found in OF_MACHINES.findall(words_of(kept))
    }
    expect_none(sorted(faults))


def words_of(kept: Kept) -> str:
    """What people read of the content of a page."""
    main = html.fromstring(kept.text).xpath("//main")
    return " ".join(" ".join(main[0].itertext()).split()) if main else ""


def test_the_walk_comes_across_every_page(walked: Walked) -> None:
    rules = walked.portal.app.url_map.iter_rules()
    read = {rule.endpoint for rule in rules if rule.methods and "GET" in rule.methods}
    missed = read - walked.tour.found() - {"static"}
    expect_none(sorted(missed ^ NOT_LINKED))


def test_no_page_asks_the_database_more_than_fifteen_things(walked: Walked) -> None:
    most: dict[str, Kept] = {}
    for kept in walked.tour.pages:
        if kept.is_html and kept.statements > most.setdefault(kept.endpoint, kept).statements:
            most[kept.endpoint] = kept
    expect_none(
        [f"{k}: {k.statements} opdrachten" for k in most.values() if k.statements > MOST_STATEMENTS]
    )


def test_a_page_does_not_ask_more_when_there_is_more(walked: Walked) -> None:
    """The same addresses again, with sixty rows where there were a few."""
    portal, tour = walked.portal, walked.tour
    firsts = {
        (kept.endpoint, kept.who): kept for kept in reversed(tour.pages) if kept.status == 200
    }
    before = {place: again(portal, kept) for place, kept in firsts.items()}
    for _ in range(57):
        submit(portal.database, "verbeterplan", "brummen", "epe", "apeldoorn")
        open_case(portal)
    _fill_dossiers(portal)
    portal.work()
    after = {place: again(portal, kept) for place, kept in firsts.items()}
    expect_none(
        [
            f"{firsts[place]}: {before[place]} opdrachten, en {after[place]} met meer rijen"
            for place in firsts
            if after[place] > before[place]
        ]
    )


def _fill_dossiers(portal: Portal) -> None:
    """Every dossier gets ten times what it holds: notes, letters, answers, files, acts begun."""
    for table, new in IN_A_DOSSIER.items():
        columns = [
            row[0]
            for row in portal.database.admin.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
                " AND table_name = %s AND is_generated = 'NEVER' AND column_name <> 'id'",
                (table,),
            )
        ]
        values = ", ".join(new.get(name, f"old.{name}") for name in columns)
        portal.database.admin.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values}"
            f" FROM {table} AS old, generate_series(1, 10) AS n WHERE old.dossier_id IS NOT NULL"
        )


def again(portal: Portal, kept: Kept) -> int:
    """How many statements a page takes now."""
    visitor = portal.visitor(kept.who.slug)
    with counted(portal) as seen:
        visitor.client.get(kept.path).close()
    return len(seen)


def test_every_page_is_at_most_60_kb_when_nothing_is_kept_yet(walked: Walked) -> None:
    static = {f"/static/{name}" for name in read_manifest_of(walked.portal).values()}
    weights: dict[str, int] = {}
    faults = []
    for kept in walked.tour.pages:
        if kept.status != 200 or not kept.is_html:
            continue
        asked = set(re.findall(r'(?:href|src)="(/(?:static|thema)/[^"]+)"', kept.text))
        assert asked & static
        for address in asked - weights.keys():
            with walked.portal.app.test_client().get(address) as answer:
                weights[address] = len(gzip.compress(answer.get_data()))
        weight = len(gzip.compress(kept.body)) + sum(weights[address] for address in asked)
        if weight > MOST_BYTES:
            faults.append(f"{kept}: {weight} bytes")
    expect_none(faults)


def read_manifest_of(portal: Portal) -> dict[str, str]:
    """The built files of the front end, by their own names."""
    return dict(portal.app.extensions["assets"])


def test_no_form_of_any_page_is_taken_without_its_token(walked: Walked) -> None:
    portal, tour = walked.portal, walked.tour
    assert tour.journal is not None
    tour.journal.take()
    faults = []
    for (endpoint, _), (form, who) in tour.forms.items():
        visitor = portal.visitor(who.slug)
        tour.journal.take()
        answer = visitor.post(form.action, dict(form.filled()), csrf=False)
        wrote = [w for w in tour.journal.take() if w.table not in ("web_session", "throttle")]
        if answer.status != 400 or wrote:
            faults.append(f"{who}: POST {form.action} ({endpoint}) -> {answer.status} {wrote}")
    expect_none(faults)


def test_no_junk_in_any_box_of_any_form_breaks_the_portal(walked: Walked) -> None:
    """Runs last: what is sent here may well be taken."""
    dice = random.Random(20261123)
    faults = []
    for _ in range(ROUNDS):
        for (endpoint, _names), (form, who) in walked.tour.forms.items():
            body = junk_in(form, dice)
            visitor = walked.portal.visitor(who.slug)
            token = visitor.csrf_token()
            answer = visitor.post(form.action, {**body, "csrf_token": token})
            if answer.status >= 500:
                faults.append(
                    f"{who}: POST {form.action} ({endpoint}) -> {answer.status}: {body!r}"
                )
    expect_none(faults)


def junk_in(form: Form, dice: random.Random) -> dict[str, list[str]]:
    """The form with junk in most boxes, now and then twice or under a name nobody gave."""
    body: dict[str, list[str]] = {}
    for name, value in form.filled():
        keep = dice.random() < 0.3
        body[name] = [value] if keep else [dice.choice(JUNK) for _ in range(dice.randint(1, 2))]
    body[dice.choice(JUNK) or "leeg"] = [dice.choice(JUNK)]
    return body
