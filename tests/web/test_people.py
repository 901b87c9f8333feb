"""Inviting, blocking, re-admitting, giving and ending roles, at a municipality and a provider."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.domain.calendar import local_date
from tests.support.app import Page, Portal, Visitor

NOON = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
DESKS = {
    "municipality": ("frank", "/g/brummen/mensen", "contractmanager", "functioneel_beheerder"),
    "provider": ("bob", "/aanbieder/lindehaege/collegas", "indiener", "organisatiebeheerder"),
}


@pytest.fixture(params=DESKS)
def at(request: pytest.FixtureRequest, portal: Portal) -> "At":
    portal.at(NOON)
    return At(portal, *DESKS[request.param])


class At:
    """A manager at one desk."""

    def __init__(self, portal: Portal, slug: str, path: str, role: str, admin: str) -> None:
        self.portal, self.path, self.role, self.admin = portal, path, role, admin
        self.slug = slug
        self.manager = portal.visitor(slug)

    def invite(self, email: str = "fatma@voorbeeld.example", **changes: Any) -> Page:
        return self.manager.submit(
            f"{self.path}/uitnodigen",
            {"naam": "Fatma Yilmaz", "email": email, "rol": self.role, **changes},
        )

    def person(self, email: str) -> str:
        """Path of a person's page."""
        found = self.portal.database.one("SELECT id FROM account WHERE email = %s", email)
        return f"{self.path}/{found}"

    def joined(self, email: str = "fatma@voorbeeld.example", **changes: Any) -> Visitor:
        """Somebody who was invited, chose a password and is signed in."""
        assert self.invite(email, **changes).status == 303
        self.portal.work()
        link = link_to(self.portal, email)
        newcomer = self.portal.visitor()
        done = newcomer.submit(
            link, {"wachtwoord": "lopen langs de rivier", "herhaling": "lopen langs de rivier"}
        )
        assert done.status == 303, done.words
        return newcomer

    @property
    def home(self) -> str:
        """A page that everybody at this desk may see."""
        return self.path.rpartition("/")[0] + "/"


def link_to(portal: Portal, email: str) -> str:
    """The link in the last mail to somebody, as a path."""
    mail = [mail for mail in portal.mail.sent if mail.to == email][-1]
    word = next(w for w in mail.body.split() if w.startswith(portal.settings.base_url))
    return word.removeprefix(portal.settings.base_url)


def day(name: str, on: Any) -> dict[str, str]:
    """The three boxes of a date."""
    return {
        f"{name}-dag": str(on.day),
        f"{name}-maand": str(on.month),
        f"{name}-jaar": str(on.year),
    }


def test_a_colleague_is_invited_chooses_a_password_and_works(at: At) -> None:
    newcomer = at.joined()

    assert newcomer.get(at.home).status == 200
    page = at.manager.get(at.path)
    assert "Fatma Yilmaz" in page.words
    assert "Uitgenodigd" not in page.words


def test_the_mail_names_the_organisation_and_the_link_is_made_from_the_base_url(at: At) -> None:
    at.invite()
    at.portal.work()

    mail = at.portal.mail.sent[-1]
    assert mail.to == "fatma@voorbeeld.example"
    assert "gemeente Brummen" in mail.body or "Zorggroep Lindehaege" in mail.body
    assert f"{at.portal.settings.base_url}/link/" in mail.body
    assert "11 mei 2026" in mail.body


def test_somebody_invited_stands_in_the_list_as_such(at: At) -> None:
    page = at.manager.follow(at.invite())

    assert page.h1 == "Fatma Yilmaz"
    assert "Uitgenodigd" in page.words
    assert "Rol " in page.words
    assert "gegeven vanaf 4 mei 2026" in page.words


def test_an_invitation_that_is_sent_again_replaces_the_first_link(at: At) -> None:
    at.invite()
    at.portal.work()
    first = link_to(at.portal, "fatma@voorbeeld.example")
    at.portal.at(NOON + timedelta(minutes=2))
    done = at.manager.post(at.person("fatma@voorbeeld.example") + "/uitnodiging")
    at.portal.work()
    second = link_to(at.portal, "fatma@voorbeeld.example")

    assert done.status == 303
    assert first != second
    assert at.portal.visitor().get(first).status == 404
    assert at.portal.visitor().get(second).status == 200


def test_somebody_with_a_password_gets_no_second_invitation(at: At) -> None:
    at.joined()
    sent = len(at.portal.mail.sent)
    refused = at.manager.post(at.person("fatma@voorbeeld.example") + "/uitnodiging")
    at.portal.work()

    assert refused.status == 409
    assert len(at.portal.mail.sent) == sent


def test_a_block_works_on_the_next_request_and_can_be_undone(at: At) -> None:
    newcomer = at.joined()
    person = at.person("fatma@voorbeeld.example")

    assert at.manager.post(f"{person}/blokkeren").status == 303
    assert newcomer.get(at.home).status != 200
    assert "Geblokkeerd" in at.manager.get(person).words

    assert at.manager.post(f"{person}/toelaten").status == 303
    again = at.portal.visitor()
    signed_in = again.submit(
        "/aanmelden", {"email": "fatma@voorbeeld.example", "wachtwoord": "lopen langs de rivier"}
    )
    assert signed_in.status == 303
    assert again.get(at.home).status == 200
    words = at.manager.get(person).words
    assert "Geblokkeerd" in words
    assert "Weer toegelaten" in words


def test_a_role_that_ends_at_once_is_gone_on_the_next_request(at: At) -> None:
    newcomer = at.joined()
    person = at.person("fatma@voorbeeld.example")
    end = at.manager.get(person).links()["Beëindigen: " + role_name(at)]

    assert at.manager.submit(end, {"wanneer": "meteen"}).status == 303
    assert newcomer.get(at.home).status != 200
    assert "Geen rol meer" in at.manager.get(person).words


def test_a_role_counts_on_its_first_and_last_day_and_on_no_other(at: At) -> None:
    first, last = local_date(NOON) + timedelta(days=3), local_date(NOON) + timedelta(days=10)
    newcomer = at.joined(**day("vanaf", first), **day("tot_en_met", last))
    expected = {
        first - timedelta(days=1): False,
        first: True,
        last: True,
        last + timedelta(days=1): False,
    }
    for on, counts in expected.items():
        at.portal.at(datetime(on.year, on.month, on.day, 12, 0, tzinfo=UTC))
        newcomer.client.delete_cookie("portaal")
        newcomer.submit(
            "/aanmelden",
            {"email": "fatma@voorbeeld.example", "wachtwoord": "lopen langs de rivier"},
        )
        assert (newcomer.get(at.home).status == 200) is counts, on


def test_a_role_ends_at_midnight_in_the_netherlands_in_the_middle_of_a_session(at: At) -> None:
    newcomer = at.joined(**day("tot_en_met", local_date(NOON)))
    at.portal.at(datetime(2026, 5, 4, 21, 40, tzinfo=UTC))
    newcomer.submit(
        "/aanmelden", {"email": "fatma@voorbeeld.example", "wachtwoord": "lopen langs de rivier"}
    )
    at.portal.at(datetime(2026, 5, 4, 21, 59, 59, tzinfo=UTC))
    assert newcomer.get(at.home).status == 200
    at.portal.at(datetime(2026, 5, 4, 22, 0, 0, tzinfo=UTC))
    assert newcomer.get(at.home).status != 200


def test_an_end_before_today_is_refused_and_what_was_chosen_stays(at: At) -> None:
    at.joined()
    end = at.manager.get(at.person("fatma@voorbeeld.example")).links()[
        "Beëindigen: " + role_name(at)
    ]
    page = at.manager.submit(
        end, {"wanneer": "later", **day("laatste_dag", local_date(NOON) - timedelta(days=1))}
    )

    assert page.status == 422
    assert page.errors == ["Kies een dag vanaf 4 mei 2026, of laat de rol meteen eindigen."]
    assert page.form()["laatste_dag-dag"] == "3"


def test_nobody_changes_the_own_rights(at: At) -> None:
    own = at.portal.database.account(at.slug)
    page = at.manager.get(f"{at.path}/{own}")
    assert "Dit bent u zelf" in page.words
    assert not page.tree.xpath("//main//form")

    email = at.portal.database.one("SELECT email FROM account WHERE id = %s", own)
    role = at.portal.database.one(
        "SELECT id FROM membership WHERE account_id = %s AND role = %s", own, at.admin
    )
    before = memberships(at.portal, own)
    refused = [
        at.invite(email),
        at.manager.post(f"{at.path}/{own}/blokkeren"),
        at.manager.post(f"{at.path}/{own}/toelaten"),
        at.manager.get(f"{at.path}/{own}/rol-geven"),
        at.manager.post(f"{at.path}/{own}/rol-geven", {"rol": at.role, **day("vanaf", NOON)}),
        at.manager.get(f"{at.path}/{own}/rollen/{role}"),
        at.manager.post(f"{at.path}/{own}/rollen/{role}", {"wanneer": "meteen"}),
    ]

    assert [page.status for page in refused] == [422, 403, 403, 403, 403, 403, 403]
    assert memberships(at.portal, own) == before


def test_a_role_of_another_side_cannot_be_given(at: At) -> None:
    for role in ("operator", "regiobeheerder", "regionaal_contractmanager", "bestaat_niet"):
        assert at.invite(rol=role).status == 422
    assert not at.portal.database.one("SELECT 1 FROM account WHERE email LIKE 'fatma%%'")


def test_the_same_role_in_the_same_period_is_given_once(at: At) -> None:
    at.joined()
    page = at.invite()

    assert page.status == 422
    assert "heeft deze rol hier al" in page.errors[0]
    assert page.form()["naam"] == "Fatma Yilmaz"


def test_wrong_answers_come_back_with_all_that_was_typed(at: At) -> None:
    page = at.invite(
        email="fatma", naam="www.evil.nl", **day("tot_en_met", local_date(NOON) - timedelta(days=1))
    )

    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert page.form()["email"] == "fatma"
    assert page.form()["naam"] == "www.evil.nl"
    assert any("naam@organisatie.nl" in line for line in page.errors)


def test_a_name_cannot_carry_a_link_into_a_mail(at: At) -> None:
    for name in ("Kijk op http://evil.example", "www.evil.nl", "a@b.nl", "Jan <script>"):
        assert at.invite(naam=name).status == 422
    at.portal.work()
    assert at.portal.mail.sent == []


def test_a_role_cannot_begin_in_the_past_or_end_before_it_begins(at: At) -> None:
    today = local_date(NOON)
    past = at.invite(**day("vanaf", today - timedelta(days=1)))
    empty = at.invite(
        **day("vanaf", today + timedelta(days=5)), **day("tot_en_met", today + timedelta(days=4))
    )

    assert past.errors == [
        "Een rol kan niet in het verleden beginnen. Kies vandaag of een latere dag."
    ]
    assert empty.errors == ["Kies een laatste dag op of na 9 mei 2026."]


def test_somebody_with_an_account_gets_a_second_desk_and_keeps_working(at: At) -> None:
    """Dora works for Apeldoorn; what others do with her roles never throws her out there."""
    dora = at.portal.visitor("dora")
    assert dora.get("/g/apeldoorn/").status == 200
    email = at.portal.database.one("SELECT email FROM account WHERE slug = 'dora'")

    assert at.invite(email).status == 303
    at.portal.work()
    assert "Een nieuwe rol" in at.portal.mail.sent[-1].subject
    assert "/link/" not in at.portal.mail.sent[-1].body
    assert dora.get("/g/apeldoorn/").status == 200
    assert dora.get(at.home).status == 200

    assert at.manager.post(at.person(email) + "/blokkeren").status == 303
    assert dora.get(at.home).status == 404
    assert dora.get("/g/apeldoorn/").status == 200


def test_a_change_of_rights_changes_the_id_of_the_session(at: At) -> None:
    dora = at.portal.visitor("dora")
    dora.get("/g/apeldoorn/")
    before = token_of(dora)
    email = at.portal.database.one("SELECT email FROM account WHERE slug = 'dora'")
    at.invite(email)

    thief = at.portal.visitor()
    with thief.client.session_transaction() as cookie:
        cookie["_user_id"] = before
    dora.get("/g/apeldoorn/")
    at.portal.at(NOON + timedelta(minutes=1))

    assert token_of(dora) != before
    assert dora.get("/g/apeldoorn/").status == 200
    assert thief.get("/g/apeldoorn/").status == 303


def test_people_of_another_organisation_look_like_nobody(at: At) -> None:
    stranger = at.portal.database.account("dora")
    role = at.portal.database.one("SELECT id FROM membership WHERE account_id = %s", stranger)
    missing = "00000000-0000-0000-0000-000000000000"
    before = memberships(at.portal, stranger)
    for who in (stranger, missing):
        answers = [
            at.manager.get(f"{at.path}/{who}").status,
            at.manager.get(f"{at.path}/{who}/rol-geven").status,
            at.manager.post(f"{at.path}/{who}/rol-geven", {"rol": at.role}).status,
            at.manager.get(f"{at.path}/{who}/rollen/{role}").status,
            at.manager.post(f"{at.path}/{who}/rollen/{role}", {"wanneer": "meteen"}).status,
            at.manager.post(f"{at.path}/{who}/blokkeren").status,
            at.manager.post(f"{at.path}/{who}/toelaten").status,
            at.manager.post(f"{at.path}/{who}/uitnodiging").status,
        ]
        assert answers == [404] * len(answers)
    assert memberships(at.portal, stranger) == before


def test_a_role_of_somebody_else_does_not_end_through_a_colleagues_page(at: At) -> None:
    at.joined()
    person = at.person("fatma@voorbeeld.example")
    foreign = at.portal.database.one(
        "SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.slug = 'dora'"
    )

    assert at.manager.post(f"{person}/rollen/{foreign}", {"wanneer": "meteen"}).status == 404


def test_only_administrators_see_the_pages(at: At) -> None:
    at.joined()
    colleague = at.portal.visitor()
    colleague.submit(
        "/aanmelden", {"email": "fatma@voorbeeld.example", "wachtwoord": "lopen langs de rivier"}
    )
    for path in (at.path, f"{at.path}/uitnodigen", at.person("fatma@voorbeeld.example")):
        assert colleague.get(path).status == 403
        assert at.portal.visitor("dora").get(path).status == 404
        assert at.portal.visitor().get(path).status == 303


def test_the_list_is_searched_in_the_page_and_in_its_fragment(at: At) -> None:
    at.joined()
    whole = at.manager.get(f"{at.path}?zoek=yilmaz")
    part = at.manager.get(f"{at.path}?zoek=yilmaz", fragment=True)

    for page in (whole, part):
        assert "Fatma Yilmaz" in page.text
        assert "uzelf" not in page.text
    assert "<html" not in part.text
    assert "Niemand gevonden" in at.manager.get(f"{at.path}?zoek=xyzzy").words


def test_a_second_role_is_given_and_both_are_shown(at: At) -> None:
    at.joined()
    person = at.person("fatma@voorbeeld.example")
    done = at.manager.submit(f"{person}/rol-geven", {"rol": at.admin})

    assert done.status == 303
    page = at.manager.get(person)
    assert [row for row in page.words.split("Rol ") if "gegeven vanaf" in row]
    links = [label for label in page.links() if label.startswith("Beëindigen")]
    assert len(links) == 2


def test_a_role_that_has_not_begun_can_be_withdrawn_and_never_counts(at: At) -> None:
    first = local_date(NOON) + timedelta(days=3)
    at.joined(**day("vanaf", first))
    person = at.person("fatma@voorbeeld.example")
    end = at.manager.get(person).links()["Beëindigen: " + role_name(at)]
    at.manager.submit(end, {"wanneer": "meteen"})
    at.manager.post(f"{person}/toelaten")

    assert "ingetrokken" in at.manager.get(person).words
    at.portal.at(datetime(first.year, first.month, first.day, 12, tzinfo=UTC))
    newcomer = at.portal.visitor()
    newcomer.submit(
        "/aanmelden", {"email": "fatma@voorbeeld.example", "wachtwoord": "lopen langs de rivier"}
    )
    assert newcomer.get(at.home).status == 404


def memberships(portal: Portal, account: Any) -> list[tuple[Any, ...]]:
    """All roles of somebody, as they stand in the table."""
    return portal.database.rows(
        "SELECT id, role, from_on, until_on, blocked_at FROM membership"
        " WHERE account_id = %s ORDER BY id",
        account,
    )


def role_name(at: At) -> str:
    return at.role.capitalize()


def token_of(visitor: Visitor) -> str:
    with visitor.client.session_transaction() as cookie:
        return str(cookie["_user_id"])
