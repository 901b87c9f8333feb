"""Enough of everything that happens in the portal for every page to have something to show.

Smaller than the story of the isolation tests, which says whose everything is.
"""

import io
from datetime import date, timedelta
from uuid import UUID, uuid4

from portal.domain.calendar import local_date
from portal.domain.scopes import AuthScope
from portal.domain.submissions.registry import all_kinds
from portal.queries.provider_facts import facts_for
from portal.services.links import Purpose, make_link
from portal.services.receiving_elsewhere import record_elsewhere
from portal.services.recording import Actor
from tests.support import handling
from tests.support.app import Portal
from tests.support.dossiers import in_days, in_days_on
from tests.support.forms import LINDEHAEGE, fill_in, notice, plan, send, stop
from tests.support.ladder_editor import Editor, begin
from tests.support.provider_acts import ask_lift_as, complete_as, withdraw_as
from tests.support.scene_dossiers import set_dossiers
from tests.support.submitting import answers_for, submit

# Where nobody can let others in, so that the region invites the first.
ORPHANS = (("provider", "waterlicht"), ("tenant", "hattem"))


def set_scene(portal: Portal) -> list[str]:
    """Let it all happen; addresses that no page links to, such as those in mails."""
    # Let in whatever day it is: the walls ask the database's own clock.
    portal.database.admin.execute(
        "UPDATE region_grant SET from_on = '2020-01-01', until_on = '2099-12-31'"
    )
    _submissions(portal)
    _drafts(portal)
    set_dossiers(portal)
    _ladders(portal)
    _organisations(portal)
    portal.work()
    return _addresses_in_mails(portal)


def _submissions(portal: Portal) -> None:
    """Every kind, in the states that show most."""
    database, today = portal.database, portal.clock().date()
    references = {
        name: submit(database, kind, *places).reference
        for name, kind, places in (
            ("nieuw", "verbeterplan", ("brummen", "epe")),
            ("gevraagd", "verbeterplan", ("brummen", "apeldoorn")),
            ("aangevuld", "verbeterplan", ("brummen",)),
            ("besloten", "verbeterplan", ("brummen",)),
            ("ingetrokken", "verbeterplan", ("brummen", "epe")),
            ("nieuwe stop", "clientenstop", ("brummen", "apeldoorn")),
            ("stop", "clientenstop", ("brummen",)),
            ("lange stop", "clientenstop", ("brummen",)),
            ("melding", "continuiteitsmelding", ("brummen", "apeldoorn", "epe")),
        )
    }
    portal.work()

    def part(name: str) -> UUID:
        return handling.delivery_id(database, references[name], "brummen")

    for name in ("gevraagd", "aangevuld", "besloten", "stop", "lange stop", "melding"):
        handling.take(database, part(name), "alice")
    for name in ("gevraagd", "aangevuld"):
        handling.ask(database, part(name), "alice", today + timedelta(days=10))
    complete_as(portal, "bob", references["aangevuld"], "brummen")
    handling.decide(database, part("besloten"), "alice", "aanvaard")
    for name in ("stop", "lange stop"):
        handling.decide_stop(
            database, part(name), "alice", handling.consent(W101=in_days(portal, 20))
        )
    portal.work()
    ask_lift_as(portal, "bob", references["stop"], "brummen", date(2029, 1, 1))
    withdraw_as(portal, "bob", references["ingetrokken"], "brummen")
    file = (io.BytesIO(b"Planning per kwartaal"), "planning.txt")
    send(portal.visitor("bob"), "verbeterplan", plan("brummen", bijlagen={"bijlagen": file}))
    _elsewhere(portal)


def _elsewhere(portal: Portal) -> None:
    """A plan that came by letter."""
    database = portal.database
    scope = database.tenant("brummen", "alice")
    provider = database.one("SELECT id FROM provider WHERE slug = 'lindehaege'")
    with database.scoped(scope) as session:
        record_elsewhere(
            session, scope, kind=all_kinds()["verbeterplan"], provider_id=provider,
            municipality="brummen", key=uuid4(), answers=answers_for("verbeterplan", "brummen"),
            channel="brief", arrived_at=portal.clock() - timedelta(days=1),
            evidence="Brief met stempel van de postkamer", files=[],
            facts=facts_for(session, scope, provider, local_date(session.legal_now)),
            actor=Actor("Alice", scope.account_id),
        )  # fmt: skip


def _drafts(portal: Portal) -> None:
    """A form of every kind, filled in up to its check page."""
    bob = portal.visitor("bob")
    for kind, pages in (
        ("verbeterplan", plan("brummen", "epe")),
        ("clientenstop", stop({"brummen": ["W101"]})),
        ("continuiteitsmelding", notice("brummen", "epe", "apeldoorn")),
    ):
        assert fill_in(bob, kind, pages, LINDEHAEGE).status == 200


def _ladders(portal: Portal) -> None:
    """In Brummen a draft with joined rungs, one that waits for a second person, one for later."""
    frank = portal.visitor("frank")
    base = "/g/brummen/beheer"
    offered = frank.get(f"{base}/ladders/beginnen").tree.xpath("//input[@name='begin']/@value")
    running = next(str(value) for value in offered if str(value).startswith("versie:"))
    template = next(str(value) for value in offered if str(value).startswith("sjabloon:"))
    begin(frank, base, running).press("treden/1", "samenvoegen")
    for code in ("voorgelegd", "later"):
        draft = begin(frank, base, template, nieuw="ja", code=code, naam=f"Ladder {code}")
        sent = draft.propose(in_days_on(portal, 30), "Besproken met het team en de jurist.")
        assert sent.status == 303, sent.errors
    assert Editor(portal.visitor("fien"), draft.home).publish().status == 303


def _organisations(portal: Portal) -> None:
    """A provider and a municipality that lost their only administrators."""
    for table, slug in ORPHANS:
        portal.database.admin.execute(
            f"UPDATE membership SET blocked_at = now() WHERE role LIKE '%%beheerder' AND {table}_id"
            f" = (SELECT id FROM {table} WHERE slug = %s)",
            (slug,),
        )


def _addresses_in_mails(portal: Portal) -> list[str]:
    """A link to choose a password: one that works, and one that was replaced by it."""
    with portal.database.scoped(AuthScope()) as session:
        account = portal.database.account("umit-buitenspoor")
        return [
            f"/link/{make_link(session, account_id=account, purpose=Purpose.PASSWORD, now=portal.clock())}"
            for _ in range(2)
        ]
