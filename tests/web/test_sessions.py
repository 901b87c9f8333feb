"""Sign-ins that end, forms that outlive them, and ways that do not lead out of the portal."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.http import parse_cookie

from portal.services.kept_forms import KEEP_FOR, MAX_FORMS, NEVER_KEPT
from portal.services.tidying import tidy_up
from portal.web.account import forms as account_forms
from tests.support.app import Page, Portal, Visitor, make_portal
from tests.support.database import TestDatabase

START = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PASSWORD = "lopen langs de rivier"
FORM = "/g/brummen/mensen/uitnodigen"
TYPED = {
    "naam": "Fatma Yilmaz",
    "email": "fatma@voorbeeld.example",
    "rol": "jurist",
    "vanaf-dag": "1",
    "vanaf-maand": "6",
    "vanaf-jaar": "2026",
}


@pytest.fixture
def clock(portal: Portal) -> Portal:
    """A portal that stands still, in which Frank and Alice have a password."""
    portal.at(START)
    portal.database.admin.execute(
        "UPDATE account SET password_hash = %s WHERE slug IN ('frank', 'alice')",
        (portal.tools.passwords.hash(PASSWORD),),
    )
    return portal


def sign_in(browser: Visitor, slug: str, path: str = "/aanmelden") -> Page:
    email = f"{slug}@brummen.voorbeeld.example"
    return browser.submit(path, {"email": email, "wachtwoord": PASSWORD})


def is_in(browser: Visitor, path: str = "/account", **options: Any) -> bool:
    return browser.get(path, **options).status == 200


# -- how long a sign-in lasts


def test_a_session_ends_after_half_an_hour_without_a_request(clock: Portal) -> None:
    browser = clock.visitor("frank")
    clock.at(START + 30 * MINUTE - timedelta(seconds=1))
    assert is_in(browser)
    clock.at(START + 60 * MINUTE - timedelta(seconds=2))
    assert is_in(browser)
    clock.at(START + 90 * MINUTE - timedelta(seconds=2))
    assert not is_in(browser)


def test_whoever_keeps_working_is_signed_out_after_eight_hours(clock: Portal) -> None:
    browser = clock.visitor("frank")
    for minutes in range(20, 480, 20):
        clock.at(START + minutes * MINUTE)
        assert is_in(browser), minutes
    clock.at(START + 480 * MINUTE - timedelta(seconds=1))
    assert is_in(browser)
    clock.at(START + 480 * MINUTE)
    assert not is_in(browser)


@pytest.mark.parametrize("header", ["X-Autosave", "X-Polling"])
def test_what_happens_in_the_background_keeps_nobody_signed_in(clock: Portal, header: str) -> None:
    browser = clock.visitor("frank")
    for minutes in (10, 20, 29):
        clock.at(START + minutes * MINUTE)
        assert is_in(browser, headers={header: "1"})
    clock.at(START + 30 * MINUTE)
    assert not is_in(browser, headers={header: "1"})
    assert not is_in(browser)


def test_the_page_says_how_long_the_session_lasts(clock: Portal) -> None:
    browser = clock.visitor("frank")
    page = browser.get("/account")
    assert page.tree.xpath("//body/@data-session-ends-in") == ["1800"]
    assert page.response.headers["X-Session-Ends-In"] == "1800"

    clock.at(START + 20 * MINUTE)
    assert browser.get("/account", headers={"X-Polling": "1"}).response.headers[
        "X-Session-Ends-In"
    ] == str(10 * 60)


def test_staying_signed_in_answers_the_script_and_the_form(clock: Portal) -> None:
    browser = clock.visitor("frank")
    clock.at(START + 29 * MINUTE)
    part = browser.post("/aangemeld-blijven", fragment=True)
    assert (part.status, part.response.headers["X-Session-Ends-In"]) == (204, "1800")

    clock.at(START + 58 * MINUTE)
    whole = browser.post(f"/aangemeld-blijven?terug={FORM}")
    assert (whole.status, whole.location) == (303, FORM)
    assert browser.post("/aangemeld-blijven?terug=https://evil.example").location == "/"


def test_a_lost_session_answers_a_fragment_with_the_way_to_sign_in(clock: Portal) -> None:
    browser = clock.visitor("frank")
    clock.at(START + 31 * MINUTE)
    page = browser.get("/g/brummen/mensen?zoek=a", fragment=True)

    assert page.status == 401
    assert page.response.headers["HX-Redirect"].startswith("/aanmelden")
    assert page.text == ""


# -- the id of a session


def test_the_id_changes_at_every_sign_in_and_the_old_one_is_dead(clock: Portal) -> None:
    browser = clock.visitor()
    sign_in(browser, "frank")
    first = token_of(browser)
    sign_in(browser, "frank")

    assert token_of(browser) != first
    assert not is_in(holding(clock, first))


def test_an_id_that_was_planted_before_the_sign_in_is_worth_nothing_after_it(
    clock: Portal,
) -> None:
    browser = clock.visitor()
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = "geplant"
        cookie["csrf_token"] = "geplant"
    browser.client.get("/aanmelden")
    sign_in(browser, "frank")

    assert token_of(browser) != "geplant"
    assert not is_in(holding(clock, "geplant"))
    with browser.client.session_transaction() as cookie:
        assert cookie.get("csrf_token") != "geplant"


def test_after_signing_out_the_cookie_of_before_opens_nothing(clock: Portal) -> None:
    browser = clock.visitor()
    sign_in(browser, "frank")
    token = token_of(browser)
    assert browser.post("/afmelden").status == 303

    assert not is_in(browser)
    assert not is_in(holding(clock, token))


def test_signing_out_takes_a_form_and_its_token(clock: Portal) -> None:
    browser = clock.visitor("frank")
    assert browser.get("/afmelden").status == 405
    assert browser.post("/afmelden", csrf=False).status == 400
    assert is_in(browser)


def test_requests_that_were_under_way_survive_a_change_of_the_id(clock: Portal) -> None:
    """Two tabs load while the rights change: the second still holds the id of before."""
    browser, beside = clock.visitor("frank"), clock.visitor()
    before = token_of(browser)
    clock.database.admin.execute("UPDATE web_session SET renew = true")
    assert is_in(browser)
    assert token_of(browser) != before

    beside = holding(clock, before)
    assert is_in(beside)
    clock.at(START + timedelta(seconds=31))
    assert not is_in(holding(clock, before))
    assert is_in(browser)


def test_signing_out_with_the_id_of_before_ends_the_sign_in(clock: Portal) -> None:
    """Of two tabs under way one takes the new id, and the other presses the button."""
    browser = clock.visitor("frank")
    beside = holding(clock, token_of(browser))
    clock.database.admin.execute("UPDATE web_session SET renew = true")
    assert is_in(browser)
    beside.post("/afmelden")
    assert not is_in(browser)


def test_a_request_in_the_background_never_takes_the_new_id(clock: Portal) -> None:
    browser = clock.visitor("frank")
    before = token_of(browser)
    clock.database.admin.execute("UPDATE web_session SET renew = true")
    assert is_in(browser, headers={"X-Autosave": "1"})
    assert token_of(browser) == before


def test_the_database_keeps_no_token(clock: Portal) -> None:
    browser = clock.visitor()
    sign_in(browser, "frank")
    rows = clock.database.one("SELECT string_agg(w::text, '') FROM web_session w")
    assert token_of(browser) not in rows
    assert token_of(browser).encode().hex() not in rows


def test_blocking_an_account_works_on_its_next_request(clock: Portal) -> None:
    browser = clock.visitor("frank")
    assert is_in(browser)
    clock.database.admin.execute("UPDATE account SET blocked_at = now() WHERE slug = 'frank'")
    assert not is_in(browser)


# -- cookies


def cookies_of(portal: Portal, **options: Any) -> dict[str, str]:
    """Set-Cookie lines by name, after signing in."""
    browser = portal.visitor()
    fields = browser.get("/aanmelden", **options).form()
    page = browser.post(
        "/aanmelden",
        {**fields, "email": "frank@brummen.voorbeeld.example", "wachtwoord": PASSWORD},
        headers={"Referer": "https://portaal.test/aanmelden"},
        **options,
    )
    assert page.status == 303, page.words
    return {
        next(iter(parse_cookie(line))): line for line in page.response.headers.getlist("Set-Cookie")
    }


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(clock: Portal) -> None:
    lines = cookies_of(clock)
    assert lines.keys() == {"portaal", "toestel"}
    for line in lines.values():
        assert "HttpOnly" in line
        assert "SameSite=Lax" in line
    assert "Path=/;" in lines["portaal"] + ";"
    assert "Path=/aanmelden" in lines["toestel"]
    assert "Expires" not in lines["portaal"]


def test_over_https_cookies_go_over_https_only_and_to_this_host_only(
    clock: Portal, database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secure = make_portal(
        database, tmp_path_factory.mktemp("opslag"), base_url="https://portaal.test", demo=False
    )
    try:
        secure.clock.moment = START
        lines = cookies_of(secure, base_url="https://portaal.test")
        assert lines.keys() == {"__Host-portaal", "toestel"}
        for line in lines.values():
            assert "Secure" in line
        assert "Domain" not in lines["__Host-portaal"]
        assert "Path=/" in lines["__Host-portaal"]
    finally:
        secure.close()


# -- what was typed on a session that had ended


def typed_too_late(clock: Portal, slug: str = "frank") -> tuple[Visitor, str]:
    """Frank sends an invitation half an hour too late; his browser, and where it is sent."""
    browser = clock.visitor()
    sign_in(browser, slug)
    fields = browser.get(FORM).form()
    clock.at(START + 31 * MINUTE)
    page = browser.post(FORM, {**fields, **TYPED})
    assert page.status == 303
    assert page.location.startswith("/aanmelden?bewaard=")
    return browser, page.location


def test_a_form_that_came_too_late_is_back_after_signing_in(clock: Portal) -> None:
    browser, where = typed_too_late(clock)
    assert "Wat u invulde is bewaard" in browser.get(where).words
    done = sign_in(browser, "frank", where)
    assert done.location.startswith(f"{FORM}?bewaard=")
    page = browser.follow(done)

    assert page.status == 200
    assert TYPED.items() <= page.form().items()
    assert "Dit had u ingevuld" in page.words
    assert "Fout" not in page.title
    assert not clock.database.one("SELECT 1 FROM account WHERE email = %s", TYPED["email"])


def test_what_came_back_is_sent_and_then_forgotten(clock: Portal) -> None:
    browser, where = typed_too_late(clock)
    page = browser.follow(sign_in(browser, "frank", where))
    assert clock.database.one("SELECT count(*) FROM kept_form") == 1

    assert browser.post(FORM, page.form()).status == 303
    assert clock.database.one("SELECT 1 FROM account WHERE email = %s", TYPED["email"])
    assert clock.database.one("SELECT count(*) FROM kept_form") == 0


def test_a_reload_shows_it_again(clock: Portal) -> None:
    browser, where = typed_too_late(clock)
    path = sign_in(browser, "frank", where).location
    for _ in range(2):
        assert TYPED.items() <= browser.get(path).form().items()


def test_nobody_else_sees_what_was_typed(clock: Portal) -> None:
    clock.database.admin.execute(
        "UPDATE membership SET role = 'functioneel_beheerder' WHERE account_id ="
        " (SELECT id FROM account WHERE slug = 'alice')"
    )
    _, where = typed_too_late(clock)
    other = clock.visitor()
    done = sign_in(other, "alice", where)

    assert "bewaard" not in done.location
    page = other.get(f"{FORM}?{where.partition('?')[2]}")
    assert page.status == 200
    assert page.form()["naam"] == ""
    assert TYPED["naam"] not in page.text


def test_what_was_typed_comes_back_on_its_own_page_only(clock: Portal) -> None:
    browser, where = typed_too_late(clock)
    sign_in(browser, "frank", where)
    kept = where.rpartition("=")[2]
    assert TYPED["naam"] not in browser.get(f"/account/wachtwoord?bewaard={kept}").text
    for nonsense in ("abc", "00000000-0000-0000-0000-000000000000", "", "%00"):
        assert browser.get(f"{FORM}?bewaard={nonsense}").status == 200


def test_what_was_typed_stands_encrypted_in_the_database(clock: Portal) -> None:
    typed_too_late(clock)
    stored = bytes(clock.database.one("SELECT ciphertext FROM kept_form"))
    for value in ("Fatma", "fatma@", "jurist"):
        assert value.encode() not in stored
    others = clock.database.one("SELECT string_agg(k::text, '') FROM kept_form k")
    assert "Fatma" not in others


def test_it_is_dropped_after_half_a_day(clock: Portal) -> None:
    browser, where = typed_too_late(clock)
    clock.at(START + 31 * MINUTE + KEEP_FOR + MINUTE)
    done = sign_in(browser, "frank", where)
    assert "bewaard" not in done.location

    tidy_up(clock.database.engine, clock.tools)
    assert clock.database.one("SELECT count(*) FROM kept_form") == 0


def test_an_autosave_that_comes_too_late_keeps_nothing_and_says_so(clock: Portal) -> None:
    browser = clock.visitor("frank")
    fields = browser.get(FORM).form()
    clock.at(START + 31 * MINUTE)
    page = browser.post(FORM, {**fields, **TYPED}, autosave=True)

    assert page.status in (303, 401)
    assert clock.database.one("SELECT count(*) FROM kept_form") == 0


def test_a_part_of_a_page_that_is_sent_too_late_is_kept_too(clock: Portal) -> None:
    browser = clock.visitor("frank")
    fields = browser.get(FORM).form()
    clock.at(START + 31 * MINUTE)
    page = browser.post(FORM, {**fields, **TYPED}, fragment=True)

    assert page.status == 401
    assert page.response.headers["HX-Redirect"].startswith("/aanmelden?bewaard=")
    assert clock.database.one("SELECT count(*) FROM kept_form") == 1


def test_a_button_that_is_pressed_too_late_does_nothing_and_leads_back_to_its_page(
    clock: Portal,
) -> None:
    browser = clock.visitor()
    sign_in(browser, "frank")
    person = f"/g/brummen/mensen/{clock.database.account('jan')}"
    token = browser.get(person).form("blokkeren")["csrf_token"]
    clock.at(START + 31 * MINUTE)
    page = browser.post(
        f"{person}/blokkeren",
        {"csrf_token": token},
        headers={"Referer": f"http://localhost{person}"},
    )

    assert clock.database.one("SELECT count(*) FROM kept_form") == 0
    assert not clock.database.one("SELECT 1 FROM membership WHERE blocked_at IS NOT NULL")
    done = sign_in(browser, "frank", page.location)
    assert done.location == person
    assert browser.get(person).status == 200


def test_a_form_without_a_valid_token_is_not_kept(clock: Portal) -> None:
    browser = clock.visitor("frank")
    clock.at(START + 31 * MINUTE)
    assert browser.post(FORM, TYPED, csrf=False).status == 400
    assert clock.database.one("SELECT count(*) FROM kept_form") == 0


def test_passwords_are_never_kept(clock: Portal) -> None:
    browser = clock.visitor("frank")
    token = browser.csrf_token()
    clock.at(START + 31 * MINUTE)
    page = browser.post(
        "/account/wachtwoord",
        {"csrf_token": token, "huidig": "a", "wachtwoord": "b", "herhaling": "b"},
    )
    assert "bewaard" not in page.location
    assert clock.database.one("SELECT count(*) FROM kept_form") == 0


def test_every_secret_of_the_account_pages_is_on_the_list_of_what_is_never_kept() -> None:
    secrets = {
        field.name
        for fields in vars(account_forms).values()
        if isinstance(fields, tuple)
        for field in fields
        if type(field).__name__ == "PasswordField"
    }
    assert secrets
    assert secrets <= NEVER_KEPT


def test_one_account_has_a_limited_number_of_kept_forms(clock: Portal) -> None:
    browser = clock.visitor("frank")
    token = browser.csrf_token()
    role = clock.database.one("SELECT id FROM membership LIMIT 1")
    clock.at(START + 31 * MINUTE)
    for number in range(MAX_FORMS + 5):
        clock.at(START + 31 * MINUTE + timedelta(seconds=number))
        person = f"00000000-0000-0000-0000-{number:012d}"
        path = f"/g/brummen/mensen/{person}/rollen/{role}"
        browser.post(path, {"csrf_token": token, "wanneer": "meteen"})
        browser.post(path, {"csrf_token": token, "wanneer": "later"})
    assert clock.database.one("SELECT count(*) FROM kept_form") == MAX_FORMS
    assert not clock.database.one("SELECT 1 FROM kept_form WHERE path LIKE '%%000000000000/%%'")


def test_a_form_in_another_tab_stays_valid_when_the_same_person_signs_in_again(
    clock: Portal,
) -> None:
    browser = clock.visitor()
    sign_in(browser, "frank")
    fields = browser.get(FORM).form()
    clock.at(START + 31 * MINUTE)
    sign_in(browser, "frank")

    assert browser.post(FORM, {**fields, **TYPED}).status == 303


def test_a_form_in_another_tab_is_not_sent_in_the_name_of_somebody_else(clock: Portal) -> None:
    browser = clock.visitor()
    sign_in(browser, "alice")
    fields = browser.get("/account/wachtwoord").form()
    sign_in(browser, "frank")

    assert browser.post(FORM, {**fields, **TYPED}).status == 400
    assert not clock.database.one("SELECT 1 FROM account WHERE email = %s", TYPED["email"])


# -- the way after signing in


def test_after_signing_in_one_is_where_one_wanted_to_be(clock: Portal) -> None:
    browser = clock.visitor()
    asked = browser.get("/g/brummen/mensen?zoek=jos%C3%A9&x=%26")
    done = sign_in(browser, "frank", asked.location)
    assert done.location == "/g/brummen/mensen?zoek=jos%C3%A9&x=%26"


EVIL = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "/%2f%2fevil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/..//evil.example",
    "/.//evil.example",
    "//evil.example/%2e%2e",
    "/@evil.example/..",
    "//g/brummen/mensen@evil.example",
    "/g/brummen/mensen\r\nLocation: https://evil.example",
    "/afmelden",
    "/bestaat/niet",
    "/" + "a" * 3000,
)


@pytest.mark.parametrize("target", EVIL)
@pytest.mark.parametrize("name", ["verder", "terug"])
def test_no_address_leads_out_of_the_portal(clock: Portal, name: str, target: str) -> None:
    browser = clock.visitor()
    if name == "verder":
        fields = browser.get("/aanmelden").form()
        page = browser.post(
            "/aanmelden",
            {**fields, "email": "frank@brummen.voorbeeld.example", "wachtwoord": PASSWORD},
            query_string={"verder": target},
        )
        assert (page.status, page.location) == (303, "/g/brummen/")
    else:
        sign_in(browser, "frank")
        page = browser.post("/aangemeld-blijven", query_string={"terug": target})
        assert (page.status, page.location) == (303, "/")


def test_a_referrer_from_elsewhere_is_not_followed(clock: Portal) -> None:
    browser = clock.visitor("frank")
    token = browser.csrf_token()
    clock.at(START + 31 * MINUTE)
    page = browser.post(
        f"/g/brummen/mensen/{clock.database.account('jan')}/blokkeren",
        {"csrf_token": token},
        headers={"Referer": "https://evil.example/account"},
    )
    assert page.location == "/aanmelden"


def token_of(visitor: Visitor) -> str:
    with visitor.client.session_transaction() as cookie:
        return str(cookie["_user_id"])


def holding(portal: Portal, token: str) -> Visitor:
    """A browser that holds somebody's cookie."""
    visitor = portal.visitor()
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = token
    return visitor
