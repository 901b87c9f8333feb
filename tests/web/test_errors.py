"""Every error as it really comes about: in Dutch, saying what to do, with every safe header."""

from collections.abc import Callable

import pytest

from tests.isolation.answers import Answer
from tests.isolation.cast import NOBODY
from tests.isolation.invariants import complaints
from tests.support.app import Page, Portal
from tests.support.dossiers import open_case
from tests.support.forms import begin, confirm, fill_in, plan
from tests.support.outages import with_a_defect, without_database
from tests.support.submitting import submit

HOME = "/aanbieder/lindehaege/"


def without_token(portal: Portal) -> Page:
    return portal.visitor("bob").post("/account/elders-afmelden", csrf=False)


def without_permission(portal: Portal) -> Page:
    return portal.visitor("jan").get("/g/brummen/beheer")


def somebody_elses(portal: Portal) -> Page:
    reference = submit(portal.database, "verbeterplan", "brummen").reference
    return portal.visitor("charlie").get(f"{HOME}indieningen/{reference}")


def posted_to_a_page(portal: Portal) -> Page:
    return portal.visitor("bob").post(HOME)


def changed_meanwhile(portal: Portal) -> Page:
    reference = submit(portal.database, "verbeterplan", "brummen").reference
    portal.work()
    return portal.visitor("alice").post(f"/g/brummen/zaken/{reference}/oppakken", {"versie": "99"})


def too_large(portal: Portal) -> Page:
    huge = {"CONTENT_LENGTH": str(10**9)}
    return portal.visitor("bob").post("/aanmelden", environ_overrides=huge)


def too_often(portal: Portal) -> Page:
    visitor = portal.visitor()
    typed = {"email": "alice@brummen.voorbeeld.example", "wachtwoord": "geraden"}
    pages = [visitor.submit("/aanmelden", typed) for _ in range(6)]
    return pages[-1]


def defect(portal: Portal) -> Page:
    bob = portal.visitor("bob")
    check = fill_in(bob, "verbeterplan", plan("brummen"))
    with with_a_defect(portal.database):
        return confirm(bob, check)


def database_gone(portal: Portal) -> Page:
    bob = portal.visitor("bob")
    with without_database(portal.database):
        return bob.get(HOME)


ERRORS: dict[int, tuple[Callable[[Portal], Page], str]] = {
    400: (without_token, "laad de pagina opnieuw"),
    403: (without_permission, "Vraag het aan een"),
    404: (somebody_elses, "Controleer het adres"),
    405: (posted_to_a_page, "gebruik de knoppen die daar staan"),
    409: (changed_meanwhile, "opnieuw"),
    413: (too_large, "Kies een kleiner bestand"),
    429: (too_often, "wacht"),
    500: (defect, "Kijk dan eerst of het is aangekomen"),
    503: (database_gone, "Probeer het over een paar minuten opnieuw"),
}


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_says_what_to_do_and_carries_every_header(portal: Portal, status: int) -> None:
    bring_about, advice = ERRORS[status]
    page = bring_about(portal)
    assert page.status == status
    assert advice.lower() in page.words.lower()
    assert len(page.tree.xpath("//h1")) == 1
    assert page.title.startswith("Fout: ")
    answer = Answer(
        who=NOBODY, method="POST", path="/", is_fragment=False, status=page.status,
        headers=page.response.headers, body=page.response.get_data(), writes=(),
    )  # fmt: skip
    # That an answer of 500 is one is what was asked for here.
    assert [what for what in complaints(answer) if what != f"gaf {status}"] == []


@pytest.mark.parametrize("status", [429, 503])
def test_who_has_to_wait_is_told_how_long(portal: Portal, status: int) -> None:
    page = ERRORS[status][0](portal)
    assert int(page.response.headers["Retry-After"]) > 0


def test_a_form_without_end_is_refused_before_it_is_read(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan").replace("aanleiding", "acties")
    rows = [f"r{number}" for number in range(2_000)]
    assert bob.post(path, {"acties": rows[:1_900], "actie": "concept"}).status == 303
    assert bob.post(path, {"acties": rows, "actie": "concept"}).status == 400


@pytest.mark.parametrize(
    ("slug", "path"),
    [
        ("alice", "/g/brummen/?aanbieder=%00"),
        ("alice", "/g/brummen/oppakken?zaak=%00"),
        ("rens", "/regio/organisaties?zoek=%00&na=%00"),
    ],
)
def test_a_nul_in_an_address_is_passed_over(portal: Portal, slug: str, path: str) -> None:
    assert portal.visitor(slug).get(path).status == 200


def test_a_referrer_that_is_no_address_is_passed_over(portal: Portal) -> None:
    page = portal.visitor().post("/account/elders-afmelden", headers={"Referer": "http://["})
    assert (page.status, page.location) == (303, "/aanmelden")


def test_a_part_of_a_form_without_a_name_is_passed_over(portal: Portal) -> None:
    bob = portal.visitor("bob")
    path = begin(bob, "verbeterplan").replace("aanleiding", "bijlagen")
    token = bob.csrf_token().encode()
    parts = (b'form-data; name="csrf_token"\r\n\r\n' + token, b"form-data\r\n\r\nx")
    sent = b"".join(b"--g\r\nContent-Disposition: " + part + b"\r\n" for part in parts)
    page = bob.client.post(
        path, data=sent + b"--g--\r\n", content_type="multipart/form-data; boundary=g"
    )
    assert page.status_code == 303


@pytest.mark.parametrize(
    ("who", "rest"),
    [
        ("alice", "dossiers/{dossier}/brieven/{number}"),
        ("alice", "dossiers/{dossier}/brieven/{number}.pdf"),
        ("alice", "zaken/{case}/versies/{number}"),
        ("frank", "beheer/ladders/bijlage-4/{number}"),
        ("frank", "beheer/instellingen/termijnen/versies/{number}"),
    ],
)
def test_a_number_without_end_is_missing_like_any_other(
    portal: Portal, who: str, rest: str
) -> None:
    open_case(portal)
    names = {
        "dossier": portal.database.one("SELECT number FROM dossier"),
        "case": submit(portal.database, "verbeterplan", "brummen").reference,
    }
    visitor = portal.visitor(who)
    for number in ("77", "9" * 30):
        page = visitor.get(f"/g/brummen/{rest.format(number=number, **names)}")
        assert page.status == 404, number
