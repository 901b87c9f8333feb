"""Who of a municipality is told that something waits: whoever works there, and may know."""

from uuid import uuid4

import pytest

from portal.services.dossiers.answering import reply
from portal.services.recording import Actor
from tests.support.app import Portal
from tests.support.dossiers import Case, in_days_on, open_case
from tests.support.handling import ask, delivery_id, take
from tests.support.provider_acts import complete_as
from tests.support.submitting import submit

MAILBOX = "contracten@brummen.voorbeeld.example"


def email(portal: Portal, slug: str) -> str:
    found: str = portal.database.one("SELECT email FROM account WHERE slug = %s", slug)
    return found


def leaves(portal: Portal, slug: str) -> None:
    """Blocked by the functional admin: the account itself lives on elsewhere."""
    portal.database.admin.execute(
        "UPDATE membership SET blocked_at = legal_now() WHERE account_id ="
        " (SELECT id FROM account WHERE slug = %s)",
        (slug,),
    )


def told(portal: Portal, case: Case) -> list[str]:
    """To whom the mail goes about an answer of the provider."""
    database = portal.database
    scope = database.provider("lindehaege", "bob")
    assert scope.account_id is not None
    portal.work()
    before = len(portal.mail.sent)
    with database.scoped(scope) as session:
        reply(
            session, scope, case.id, key=uuid4(), kind="antwoord", body="Wij lossen het op.",
            letter_id=None, milestone=None, files=[], actor=Actor("Bob", scope.account_id),
        )  # fmt: skip
    portal.work()
    return [mail.to for mail in portal.mail.sent[before:]]


def test_an_answer_is_told_to_whoever_has_the_dossier_as_long_as_he_works_here(
    portal: Portal,
) -> None:
    case = open_case(portal)
    case.send_notice()
    assert told(portal, case) == [email(portal, "alice")]
    leaves(portal, "alice")
    assert told(portal, case) == [MAILBOX]


@pytest.mark.parametrize("confidentiality", ["bibob", "fraude"])
def test_of_a_confidential_dossier_no_mailbox_hears(portal: Portal, confidentiality: str) -> None:
    lea = portal.database.account("lea")
    case = open_case(portal, confidentiality=confidentiality, named=[(lea, "Lea")])
    case.ask_plan()
    leaves(portal, "alice")
    assert told(portal, case) == [email(portal, "lea")]
    leaves(portal, "lea")
    assert told(portal, case) == []


def test_a_case_of_who_left_is_told_to_its_team(portal: Portal) -> None:
    reference = submit(portal.database, "verbeterplan", "brummen").reference
    portal.work()
    delivery = delivery_id(portal.database, reference, "brummen")
    take(portal.database, delivery, "alice")
    ask(portal.database, delivery, "alice", in_days_on(portal, 7))
    leaves(portal, "alice")
    before = len(portal.mail.sent)
    complete_as(portal, "bob", reference, "brummen")
    sent = [mail.to for mail in portal.mail.sent[before:] if "/g/brummen/" in mail.body]
    assert sent == [MAILBOX]
