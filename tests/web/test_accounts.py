"""Signing in, guessing, passwords and the links that set them."""

import statistics
import time
from datetime import UTC, datetime, timedelta
from weakref import WeakKeyDictionary

import pytest

from portal.adapters.passwords import Passwords
from portal.domain.errors import RuleBroken
from portal.services.sessions import sign_in
from portal.services.throttling import Attempt, network_of
from tests.support.app import Page, Portal, Visitor, make_portal
from tests.support.database import TestDatabase

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
PASSWORD = "lopen langs de rivier"
ALICE = "alice@brummen.voorbeeld.example"
NOBODY = "niemand@brummen.voorbeeld.example"
TOKENS: WeakKeyDictionary[Visitor, str] = WeakKeyDictionary()


@pytest.fixture
def at_noon(portal: Portal) -> Portal:
    """A portal that stands still, in which Alice has a password."""
    portal.at(NOON)
    give_password(portal, ALICE)
    return portal


def give_password(portal: Portal, email: str, password: str = PASSWORD) -> None:
    portal.database.admin.execute(
        "UPDATE account SET password_hash = %s WHERE email = %s",
        (portal.tools.passwords.hash(password), email),
    )


def attempt(
    browser: Visitor, email: str = ALICE, password: str = "fout", *, address: str = "192.0.2.1"
) -> Page:
    """Try to sign in, from an address, on the page that the browser has open."""
    token = TOKENS.pop(browser, "") or browser.csrf_token()
    page = browser.post(
        "/aanmelden",
        {"email": email, "wachtwoord": password, "csrf_token": token},
        environ_overrides={"REMOTE_ADDR": address},
    )
    if page.status != 303:
        TOKENS[browser] = token
    return page


def later(portal: Portal, seconds: float) -> None:
    """Let time pass."""
    assert portal.clock.moment is not None
    portal.at(portal.clock.moment + timedelta(seconds=seconds))


def link_in_mail(portal: Portal) -> str:
    portal.work()
    word = next(w for w in portal.mail.sent[-1].body.split() if "/link/" in w)
    return word.removeprefix(portal.settings.base_url)


# -- signing in


def test_the_right_password_opens_the_own_desk(at_noon: Portal) -> None:
    browser = at_noon.visitor()
    page = attempt(browser, password=PASSWORD)

    assert (page.status, page.location) == (303, "/g/brummen/")
    assert browser.get(page.location).status == 200


def test_an_address_is_known_in_any_letters_and_with_spaces_around_it(at_noon: Portal) -> None:
    assert attempt(at_noon.visitor(), f"  {ALICE.upper()} ", PASSWORD).status == 303


def test_somebody_with_several_desks_chooses_one(at_noon: Portal) -> None:
    at_noon.database.admin.execute(
        "INSERT INTO membership (account_id, side, role, tenant_id, from_on, created_at)"
        " SELECT a.id, 'gemeente', 'jurist', t.id, '2026-01-01', now() FROM account a, tenant t"
        " WHERE a.slug = 'alice' AND t.slug = 'epe'"
    )
    browser = at_noon.visitor()
    page = attempt(browser, password=PASSWORD)

    assert page.location == "/balies"
    assert {"Gemeente Brummen", "Gemeente Epe"} <= browser.get("/balies").links().keys()
    switch = browser.get("/g/brummen/").tree.xpath("//header//a[contains(., 'Gemeente Epe')]")
    assert [link.get("href") for link in switch] == ["/g/epe/"]


def test_known_unknown_blocked_and_invited_people_get_the_same_answer(at_noon: Portal) -> None:
    at_noon.database.admin.execute(
        "UPDATE account SET blocked_at = now() WHERE email = 'dora@apeldoorn.voorbeeld.example'"
    )
    give_password(at_noon, "dora@apeldoorn.voorbeeld.example")
    answers = {
        email: attempt(at_noon.visitor(), email, password)
        for email, password in (
            (ALICE, "fout"),
            (NOBODY, "fout"),
            ("dora@apeldoorn.voorbeeld.example", PASSWORD),
            ("eva@epe.voorbeeld.example", "fout"),
        )
    }

    assert {page.status for page in answers.values()} == {422}
    told = {tuple(page.errors) for page in answers.values()}
    assert len(told) == 1
    assert len({page.words for page in answers.values()}) == 1


class CountingPasswords(Passwords):
    """Real hashing that remembers how often it looked."""

    looked = 0

    def matches(self, password_hash: str | None, password: str) -> bool:
        self.looked += 1
        return super().matches(password_hash, password)


def test_an_unknown_name_takes_as_long_as_a_known_one(portal: Portal) -> None:
    """Medians of attempts in turns, with the hashing that is used for real."""
    passwords = CountingPasswords()
    portal.database.admin.execute(
        "UPDATE account SET password_hash = %s WHERE email = %s",
        (passwords.hash(PASSWORD), ALICE),
    )
    took: dict[str, list[float]] = {ALICE: [], NOBODY: []}
    for turn in range(12):
        for email in took:
            knock = Attempt(email=email, address=f"198.51.100.{turn}")
            start = time.perf_counter()
            assert (
                sign_in(
                    portal.database.engine, knock, password="fout", passwords=passwords,
                    now=NOON + timedelta(minutes=turn),
                )
                is None
            )  # fmt: skip
            took[email].append(time.perf_counter() - start)

    known, unknown = (statistics.median(times) for times in took.values())
    assert passwords.looked == 24
    assert 0.7 < known / unknown < 1.4


def test_a_typed_password_never_comes_back_in_a_page(at_noon: Portal) -> None:
    page = attempt(at_noon.visitor(), password="dit staat nergens")

    assert page.form()["email"] == ALICE
    assert "dit staat nergens" not in page.text


# -- guessing


def test_the_sixth_guess_in_a_row_has_to_wait_and_keeps_what_was_typed(at_noon: Portal) -> None:
    browser = at_noon.visitor()
    assert [attempt(browser).status for _ in range(6)] == [422] * 5 + [429]

    page = attempt(browser, password=PASSWORD)
    assert page.status == 429
    assert page.errors == [
        "Er is te vaak geprobeerd om aan te melden. Wacht een minuut en probeer het opnieuw."
    ]
    assert page.form()["email"] == ALICE
    assert page.response.headers["Retry-After"] == "60"


def test_names_that_nobody_has_are_slowed_down_just_the_same(at_noon: Portal) -> None:
    browser = at_noon.visitor()
    known = [attempt(browser, ALICE) for _ in range(7)]
    unknown = [attempt(browser, NOBODY) for _ in range(7)]

    assert [page.status for page in known] == [page.status for page in unknown]
    assert [page.errors for page in known] == [page.errors for page in unknown]


def test_after_a_minute_the_right_password_works_again(at_noon: Portal) -> None:
    browser = at_noon.visitor()
    for _ in range(20):
        attempt(browser)
    later(at_noon, 60)
    assert attempt(browser, password=PASSWORD).status == 303


def test_impatience_is_not_punished(at_noon: Portal) -> None:
    """Somebody who keeps trying while he has to wait does not have to wait longer."""
    browser = at_noon.visitor()
    for _ in range(5):
        attempt(browser)
    waited = 0
    while attempt(browser, password=PASSWORD).status == 429:
        later(at_noon, 2)
        waited += 2
    assert waited <= 60


def test_an_attack_from_many_addresses_does_not_keep_the_user_out(at_noon: Portal) -> None:
    attacker = at_noon.visitor()
    refused = 0
    for number in range(150):
        page = attempt(attacker, address=f"203.0.113.{number % 50}")
        refused += page.status == 429
    assert refused > 50

    assert attempt(at_noon.visitor(), password=PASSWORD, address="192.0.2.77").status == 303


def test_a_typing_mistake_under_attack_costs_a_minute_at_most(at_noon: Portal) -> None:
    attacker, user = at_noon.visitor(), at_noon.visitor()
    for number in range(15):
        attempt(attacker, address=f"203.0.113.{number}")
    assert attempt(user, address="192.0.2.77").status == 422
    assert attempt(user, password=PASSWORD, address="192.0.2.77").status == 429
    for second in range(30):
        later(at_noon, 2)
        attempt(attacker, address=f"203.0.113.{second % 250}")
    assert attempt(user, password=PASSWORD, address="192.0.2.77").status == 303


def test_under_attack_an_address_guesses_an_account_a_few_times_a_minute(at_noon: Portal) -> None:
    """Once through the slow lane, twice because the account's own bucket drips."""
    attacker = at_noon.visitor()
    for number in range(15):
        attempt(attacker, address=f"203.0.113.{number}")
    looked = 0
    for _ in range(60):
        later(at_noon, 2)
        looked += attempt(attacker, address="198.51.100.9").status == 422
    assert looked <= 2 * (1 + 2) + 1


def test_a_browser_that_signed_in_before_gets_in_during_an_attack_from_its_own_address(
    at_noon: Portal,
) -> None:
    user, attacker = at_noon.visitor(), at_noon.visitor()
    assert attempt(user, password=PASSWORD).status == 303
    user.post("/afmelden")
    for _ in range(60):
        attempt(attacker)

    assert attempt(attacker, password=PASSWORD).status == 429
    assert attempt(user, password=PASSWORD).status == 303


def test_the_mark_of_a_browser_helps_with_its_own_account_only(at_noon: Portal) -> None:
    give_password(at_noon, "dora@apeldoorn.voorbeeld.example")
    browser = at_noon.visitor()
    attempt(browser, "dora@apeldoorn.voorbeeld.example", PASSWORD)
    browser.post("/afmelden")
    for _ in range(5):
        attempt(browser)

    assert attempt(browser).status == 429
    statuses = [attempt(browser, "dora@apeldoorn.voorbeeld.example").status for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2


def test_a_mark_that_somebody_made_himself_is_no_mark(at_noon: Portal) -> None:
    browser = at_noon.visitor()
    browser.client.set_cookie("toestel", "eyJhIjoiYiJ9.namaak", path="/aanmelden")
    assert [attempt(browser).status for _ in range(6)] == [422] * 5 + [429]


def test_one_address_that_tries_all_names_is_slowed_down(at_noon: Portal) -> None:
    attacker = at_noon.visitor()
    statuses = [
        attempt(attacker, f"naam{number % 30}@voorbeeld.example", address="198.51.100.9").status
        for number in range(120)
    ]
    assert statuses.count(422) < 85
    assert attempt(at_noon.visitor(), password=PASSWORD, address="192.0.2.77").status == 303


def test_success_forgives_the_mistakes_before_it(at_noon: Portal) -> None:
    browser = at_noon.visitor()
    for _ in range(4):
        attempt(browser)
    assert attempt(browser, password=PASSWORD).status == 303
    fresh = at_noon.visitor()
    assert [attempt(fresh).status for _ in range(6)] == [422] * 5 + [429]


def test_who_says_to_come_from_elsewhere_is_not_believed(at_noon: Portal) -> None:
    browser = at_noon.visitor()
    for number in range(7):
        page = browser.post(
            "/aanmelden",
            {"email": ALICE, "wachtwoord": "fout"},
            environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert page.status == 429


def test_a_proxy_of_our_own_is_believed_about_the_last_address_only(
    database: TestDatabase, tmp_path_factory: pytest.TempPathFactory
) -> None:
    portal = make_portal(database, tmp_path_factory.mktemp("opslag"), trusted_proxies=1)
    try:
        portal.clock.moment = NOON
        browser = portal.visitor()

        def through_proxy(forged: str, address: str) -> int:
            return browser.post(
                "/aanmelden",
                {"email": ALICE, "wachtwoord": "fout"},
                environ_overrides={"REMOTE_ADDR": "10.0.0.1"},
                headers={"X-Forwarded-For": f"{forged}, {address}"},
            ).status

        assert [through_proxy(f"203.0.113.{n}", "192.0.2.1") for n in range(6)][-1] == 429
        assert through_proxy("203.0.113.1", "192.0.2.2") == 422
    finally:
        portal.close()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("unix:", "onbekend"),
        ("", "onbekend"),
    ],
)
def test_a_household_with_ipv6_counts_as_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_a_guess_does_not_wait_for_the_password_of_another(portal: Portal) -> None:
    """While one password is being looked at, the next guess is counted already."""
    portal.at(NOON)

    class Looking(Passwords):
        inner: list[object]

        def matches(self, password_hash: str | None, password: str) -> bool:
            self.inner = [
                sign_in(
                    portal.database.engine, Attempt(email=NOBODY, address="192.0.2.2"),
                    password="fout", passwords=Passwords(cheap=True), now=NOON,
                )
            ]  # fmt: skip
            return False

    looking = Looking(cheap=True)
    first = Attempt(email=NOBODY, address="192.0.2.1")
    sign_in(portal.database.engine, first, password="fout", passwords=looking, now=NOON)
    assert looking.inner == [None]
    assert portal.database.one("SELECT failures FROM throttle WHERE bucket = 'alles'") == 2


# -- a forgotten password


def ask(browser: Visitor, email: str, *, address: str = "192.0.2.1") -> Page:
    return browser.post(
        "/wachtwoord-vergeten", {"email": email}, environ_overrides={"REMOTE_ADDR": address}
    )


def test_asking_for_a_password_says_the_same_for_every_address(at_noon: Portal) -> None:
    known, unknown = ask(at_noon.visitor(), ALICE), ask(at_noon.visitor(), NOBODY)

    assert (known.status, known.words) == (unknown.status, unknown.words)
    waiting = at_noon.database.rows("SELECT effect, data->>'purpose' FROM outbox")
    assert waiting == [("mail_account", "wachtwoord")] * 2
    at_noon.work()
    assert [mail.to for mail in at_noon.mail.sent] == [ALICE]


def test_a_mailbox_is_not_filled_with_links(at_noon: Portal) -> None:
    pages = []
    for _ in range(12):
        pages.append(ask(at_noon.visitor(), ALICE))
        later(at_noon, 61)
    at_noon.work()

    assert {page.status for page in pages} == {200}
    assert len({page.words for page in pages}) == 1
    assert len(at_noon.mail.sent) <= 4


def test_one_address_cannot_have_mail_sent_to_everybody(at_noon: Portal) -> None:
    statuses = [
        ask(at_noon.visitor(), f"naam{number}@voorbeeld.example").status for number in range(25)
    ]
    assert statuses == [200] * 20 + [429] * 5


def test_a_new_password_signs_in_here_and_out_everywhere_else(at_noon: Portal) -> None:
    elsewhere = at_noon.visitor("alice")
    ask(at_noon.visitor(), ALICE)
    link = link_in_mail(at_noon)
    browser = at_noon.visitor()
    done = browser.submit(
        link, {"wachtwoord": "nog een lange zin", "herhaling": "nog een lange zin"}
    )

    assert done.status == 303
    assert browser.get("/g/brummen/").status == 200
    assert elsewhere.get("/g/brummen/").status == 303
    assert attempt(at_noon.visitor(), password=PASSWORD).status == 422
    assert attempt(at_noon.visitor(), password="nog een lange zin").status == 303


# -- links


def asked_link(portal: Portal) -> str:
    ask(portal.visitor(), ALICE)
    return link_in_mail(portal)


NEW = {"wachtwoord": "nog een lange zin", "herhaling": "nog een lange zin"}


def test_looking_at_a_link_does_not_use_it_up(at_noon: Portal) -> None:
    link = asked_link(at_noon)
    for _ in range(3):
        assert at_noon.visitor().get(link).status == 200
    assert at_noon.visitor().submit(link, NEW).status == 303


def test_a_link_works_once(at_noon: Portal) -> None:
    link = asked_link(at_noon)
    first, second = at_noon.visitor(), at_noon.visitor()
    assert first.submit(link, NEW).status == 303

    again = second.post(
        link, {**NEW, "wachtwoord": "een andere lange zin", "herhaling": "een andere lange zin"}
    )
    assert again.status == 404
    assert second.get(link).status == 404
    assert attempt(at_noon.visitor(), password="een andere lange zin").status == 422


def test_a_link_works_for_an_hour(at_noon: Portal) -> None:
    link = asked_link(at_noon)
    later(at_noon, 3599)
    assert at_noon.visitor().get(link).status == 200
    later(at_noon, 1)
    assert at_noon.visitor().get(link).status == 404
    assert at_noon.visitor().post(link, NEW).status == 404


def test_a_newer_link_replaces_the_older_one(at_noon: Portal) -> None:
    first = asked_link(at_noon)
    later(at_noon, 61)
    second = asked_link(at_noon)

    assert at_noon.visitor().get(first).status == 404
    assert at_noon.visitor().get(second).status == 200


def test_a_guessed_link_is_a_spent_link(at_noon: Portal) -> None:
    asked_link(at_noon)
    spent = at_noon.visitor().get("/link/" + "A" * 43)
    odd = at_noon.visitor().get("/link/' OR 1=1 --")

    assert (spent.status, odd.status) == (404, 404)
    assert spent.words == odd.words


def test_a_link_signs_in_the_account_it_was_sent_to_and_no_other(at_noon: Portal) -> None:
    """Also in a browser in which somebody else is signed in."""
    link = asked_link(at_noon)
    browser = at_noon.visitor("dora")
    page = browser.get(link)
    assert ALICE in page.words
    done = browser.submit(link, NEW)

    assert done.location == "/g/brummen/"
    assert browser.get("/g/apeldoorn/").status == 404
    assert "Alice" in browser.get("/account").words


def test_the_database_holds_no_token(at_noon: Portal) -> None:
    token = asked_link(at_noon).rpartition("/")[2]
    everything = at_noon.database.one(
        "SELECT string_agg(l::text, '') || (SELECT string_agg(o::text, '') FROM outbox o)"
        " FROM login_link l"
    )
    assert token not in everything
    assert token.encode().hex() not in everything


def test_a_link_comes_from_the_settings_and_never_from_the_host_header(at_noon: Portal) -> None:
    browser, evil = at_noon.visitor(), "http://evil.example"
    fields = browser.get("/wachtwoord-vergeten", base_url=evil).form()
    browser.post("/wachtwoord-vergeten", {**fields, "email": ALICE}, base_url=evil)
    at_noon.work()
    assert "http://portaal.test/link/" in at_noon.mail.sent[-1].body
    assert "evil" not in at_noon.mail.sent[-1].body


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("kort", "minstens 12 tekens"),
        ("a" * 20, "te makkelijk te raden"),
        ("alice is mijn naam", "te makkelijk te raden"),
        ("x y" * 100, "hoogstens 200 tekens"),
    ],
)
def test_a_password_is_long_and_not_ones_own_address(
    at_noon: Portal, password: str, sentence: str
) -> None:
    link = asked_link(at_noon)
    page = at_noon.visitor().submit(link, {"wachtwoord": password, "herhaling": password})

    assert page.status == 422
    assert sentence in page.errors[0]
    assert at_noon.visitor().get(link).status == 200


def test_two_different_passwords_are_none(at_noon: Portal) -> None:
    page = at_noon.visitor().submit(
        asked_link(at_noon), {"wachtwoord": "een lange zin", "herhaling": "een lange zim"}
    )
    assert page.errors == ["Vul twee keer hetzelfde wachtwoord in."]


# -- one's own account


def test_a_password_is_changed_with_the_old_one(at_noon: Portal) -> None:
    here, elsewhere = at_noon.visitor("alice"), at_noon.visitor("alice")
    done = here.submit("/account/wachtwoord", {"huidig": PASSWORD, **NEW})

    assert done.status == 303
    assert "gewijzigd" in here.follow(done).words
    assert here.get("/g/brummen/").status == 200
    assert elsewhere.get("/g/brummen/").status == 303
    assert attempt(at_noon.visitor(), password=PASSWORD).status == 422
    assert attempt(at_noon.visitor(), password=NEW["wachtwoord"]).status == 303


def test_without_the_old_password_nothing_changes(at_noon: Portal) -> None:
    here = at_noon.visitor("alice")
    page = here.submit("/account/wachtwoord", {"huidig": "geraden", **NEW})

    assert page.status == 422
    assert page.errors[0].startswith("Dit is niet uw huidige wachtwoord")
    assert attempt(at_noon.visitor(), password=PASSWORD).status == 303


def test_the_old_password_cannot_be_guessed_by_who_found_an_open_screen(at_noon: Portal) -> None:
    here = at_noon.visitor("alice")
    statuses = [
        here.submit("/account/wachtwoord", {"huidig": f"gok {n}", **NEW}).status for n in range(8)
    ]
    assert statuses == [422] * 5 + [429] * 3


def test_a_change_of_password_ends_the_links_that_were_sent(at_noon: Portal) -> None:
    link = asked_link(at_noon)
    at_noon.visitor("alice").submit("/account/wachtwoord", {"huidig": PASSWORD, **NEW})
    assert at_noon.visitor().get(link).status == 404


def test_one_signs_out_everywhere_else_with_one_click(at_noon: Portal) -> None:
    here, there = at_noon.visitor("alice"), at_noon.visitor("alice")
    page = here.get("/account")
    assert page.words.count("Elders") >= 1
    assert page.words.count("Dit apparaat") == 1

    assert here.post("/account/elders-afmelden").status == 303
    assert here.get("/account").status == 200
    assert there.get("/account").status == 303


def test_ones_own_page_shows_roles_and_nobody_elses(at_noon: Portal) -> None:
    words = at_noon.visitor("bob").get("/account").words
    assert "Zorggroep Lindehaege" in words
    assert "Organisatiebeheerder" in words
    assert "Brugman" not in words


def test_a_refused_attempt_costs_nothing(at_noon: Portal) -> None:
    knock = Attempt(email=ALICE, address="192.0.2.1")
    for _ in range(5):
        sign_in(
            at_noon.database.engine, knock, password="fout", passwords=at_noon.tools.passwords,
            now=NOON,
        )  # fmt: skip
    before = at_noon.database.rows("SELECT bucket, failures FROM throttle ORDER BY bucket")
    for _ in range(10):
        with pytest.raises(RuleBroken):
            sign_in(
                at_noon.database.engine, knock, password=PASSWORD,
                passwords=at_noon.tools.passwords, now=NOON,
            )  # fmt: skip
    assert at_noon.database.rows("SELECT bucket, failures FROM throttle ORDER BY bucket") == before
