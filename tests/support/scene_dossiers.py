"""Dossiers in the states that show most, for every page of a dossier to have something to show."""

import io
from uuid import uuid4

from portal.adapters.uploads import take_in
from portal.adapters.word import example_template
from portal.domain.ladder.walking import Choice
from portal.services.dossiers import answering, plans
from portal.services.dossiers.afterwards import close_dossier
from portal.services.dossiers.establishing import add_evidence
from portal.services.recording import Actor
from tests.support.app import Portal
from tests.support.dossier_pages import Walk, give_mandate
from tests.support.dossiers import (
    NOTICE,
    Case,
    in_days,
    open_case,
    open_in_browser,
    publish_copy,
)
from tests.support.submitting import file_in

MAX_BYTES = 1_000_000


def set_dossiers(portal: Portal) -> None:
    """One in every state, in the municipality that has most; one elsewhere."""
    give_mandate(portal, "brummen", "alice", "frank", "terugvordering", "korting")
    _letter_template(portal)
    _older(portal)
    open_case(portal)
    open_case(portal, "apeldoorn", "dora", categories=[])
    open_case(portal, title="Een bevinding", source="bevinding")
    _closed(portal)
    open_case(portal, confidentiality="bibob", named=[(portal.database.account("lea"), "Lea")])
    _talked(portal)
    _planned(portal)
    _signing(portal)
    _measures(portal)


def _letter_template(portal: Portal) -> None:
    """Brummen lays its letters out in a document of its own."""
    frank, page = portal.visitor("frank"), "/g/brummen/beheer/instellingen/brieven/sjabloon"
    file = (io.BytesIO(example_template()), "brief.docx")
    sent = frank.post(page, {**frank.get(page).form("/sjabloon"), "sjabloon": file})
    assert sent.status == 303, sent.errors


def _older(portal: Portal) -> None:
    """A dossier on a version that is no longer in force."""
    open_case(portal, title="Op de oude ladder")
    publish_copy(portal)


def _closed(portal: Portal) -> None:
    closed = open_case(portal, title="Een klacht die nergens op rustte")
    with portal.database.scoped(closed.scope("alice")) as session:
        close_dossier(
            session, closed.scope("alice"), closed.id, version=closed.version,
            result="Het klopt weer.", doer=closed.doer("alice"),
        )  # fmt: skip


def _talked(portal: Portal) -> None:
    """After a talk, with a file in evidence and an answer of the provider that nobody read yet."""
    alice = portal.visitor("alice")
    path = open_in_browser(portal, alice, titel="Wachtlijsten")
    Walk(portal, "alice", path).invite("1", "Wij nodigen u uit voor een gesprek.")
    found = portal.database.one(
        "SELECT id FROM dossier WHERE number = %s ORDER BY tenant_id LIMIT 1",
        path.rpartition("/")[2],
    )
    case = Case(portal, "brummen", found, "alice")
    file = take_in(
        portal.storage, io.BytesIO(b"Steekproef van maart"), name="steekproef.txt",
        max_bytes=MAX_BYTES,
    )  # fmt: skip
    with portal.database.scoped(case.scope("alice")) as session:
        add_evidence(
            session, case.scope("alice"), case.id, about="1", text="De steekproef",
            files=[file.as_values()], doer=case.doer("alice"),
        )  # fmt: skip
    scope = portal.database.provider("lindehaege", "bob")
    with portal.database.scoped(scope) as session:
        answering.reply(
            session, scope, case.id, key=uuid4(), kind="antwoord", body="Wij komen graag.",
            letter_id=None, milestone=None, files=[], actor=Actor("Bob", scope.account_id),
        )  # fmt: skip


def _planned(portal: Portal) -> None:
    """Plans that were asked for: one is not there yet, one waits, one was accepted."""
    for state in ("gevraagd", "ontvangen", "aanvaard"):
        case = open_case(portal, title=f"Plan {state}")
        case.ask_plan()
        if state == "gevraagd":
            continue
        scope = portal.database.provider("lindehaege", "bob")
        with portal.database.scoped(scope) as session:
            filed = file_in(session, "verbeterplan", "brummen", for_dossier_id=case.id)
        portal.work()
        if state == "aanvaard":
            delivery = portal.database.one(
                "SELECT id FROM delivery WHERE submission_id = %s", filed.submission_id
            )
            with portal.database.scoped(case.scope("alice")) as session:
                plans.assess_plan(
                    session, case.scope("alice"), case.id, version=case.version,
                    delivery_id=delivery, outcome=plans.ACCEPTED, answer_by=None,
                    reason="Dit volstaat.", doer=case.doer("alice"),
                )  # fmt: skip


def _signing(portal: Portal) -> None:
    """A notice that waits for the lawyer."""
    asked = Walk(
        portal, "alice", open_in_browser(portal, portal.visitor("alice"), titel="Mee te tekenen")
    )
    work = asked.prepare("stap", "3")
    asked.fill(work, "keuzes", reden="Het is ernstig.", termijn=asked.days(20))
    asked.fill(work, "brief", **NOTICE)
    asked.ask(work)


def _measures(portal: Portal) -> None:
    case = open_case(portal, title="Personeel zonder papieren")
    case.send_notice()
    case.impose("5a", "clientenstop", producten=["W101"], vanaf=in_days(portal, 1))
    case.impose("5c", "dwangsom", gebeurtenis_op=in_days(portal, 0))
    case.impose(
        "3.19.1-korting", "korting", percentage="3", vanaf=in_days(portal, 1),
        tot_en_met=in_days(portal, 60),
    )  # fmt: skip
    case.prepare(Choice.STAP, "4", brief_tekst="U bent in verzuim.", reden="De termijn is om.")
    case.prepare(Choice.MAATREGEL, "5b", motivering="Het duurt te lang.", reden="Ernstig.")
