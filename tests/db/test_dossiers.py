"""Dossiers that follow their ladder, through the real services and the real database."""

import io
from datetime import date, timedelta

import pytest
from docx import Document

from portal.domain.errors import NotAllowed, NotThere, RuleBroken
from portal.domain.ladder.demands import Refused
from portal.domain.ladder.dossier import Outcome
from portal.domain.ladder.walking import Choice
from portal.services.dossiers.afterwards import close_dossier, end_measure, judge_step
from portal.services.dossiers.word import letter_from_word, letter_to_word
from tests.support.app import Portal
from tests.support.dossiers import in_days, open_case

NOTICE = {
    "brief_tekst": "Wij spreken u aan op de volgende punten.",
    "brief_onregelmatigheden": "De rapportages over januari tot en met maart kwamen te laat.",
    "brief_verbeteringen": "Lever elke rapportage binnen tien dagen na het einde van de maand.",
}


def test_a_dossier_is_numbered_per_municipality_and_year(portal: Portal) -> None:
    first, second = open_case(portal), open_case(portal)
    other = open_case(portal, "apeldoorn", "dora", categories=[])
    year = portal.clock().year
    numbers = {
        case.id: portal.database.one("SELECT number FROM dossier WHERE id = %s", case.id)
        for case in (first, second, other)
    }
    assert numbers == {
        first.id: f"D-{year}-0001",
        second.id: f"D-{year}-0002",
        other.id: f"D-{year}-0001",
    }


@pytest.mark.rule("002-07")
def test_a_notice_of_default_does_not_leave_with_a_part_empty(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(
        Choice.STAP,
        "3",
        **{**NOTICE, "brief_verbeteringen": "", "reden": "Ernstig", "termijn": in_days(portal, 20)},
    )
    case.sign(work, "jan")
    with pytest.raises(Refused) as refused:
        case.carry_out(work)
    assert [r.path for r in refused.value.refusals] == ["brief.verbeteringen"]
    assert portal.database.one("SELECT count(*) FROM letter") == 0


@pytest.mark.rule("002-07")
def test_a_notice_of_default_needs_the_lawyers_signature(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(Choice.STAP, "3", **NOTICE, reden="Ernstig", termijn=in_days(portal, 20))
    assert [stop.code for stop in case.stops(work)] == ["co_signer:0:jurist"]
    case.sign(work, "jan")
    assert case.stops(work) == []
    case.carry_out(work)
    kind, shared = portal.database.rows(
        "SELECT l.kind, d.shared_at IS NOT NULL FROM letter l JOIN dossier d ON d.id = l.dossier_id"
    )[0]
    assert (kind, shared) == ("ingebrekestelling", True)


def test_a_signature_falls_away_when_the_letter_changes_after_it(portal: Portal) -> None:
    case = open_case(portal)
    answers = {**NOTICE, "reden": "Ernstig", "termijn": in_days(portal, 20)}
    work = case.prepare(Choice.STAP, "3", **answers)
    case.sign(work, "jan")
    case.prepare(Choice.STAP, "3", **{**answers, "brief_verbeteringen": "Iets heel anders."})
    assert [stop.code for stop in case.stops(work)] == ["co_signer:0:jurist"]


def test_nobody_signs_for_the_own_work(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(Choice.STAP, "3", **NOTICE)
    with pytest.raises(NotAllowed):
        case.sign(work, "alice")


@pytest.mark.rule("002-08")
def test_default_is_proposed_after_the_term_and_taken_by_a_person(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(Choice.STAP, "3", **NOTICE, reden="Ernstig", termijn=in_days(portal, 14))
    case.sign(work, "jan")
    case.carry_out(work)
    scope, doer = case.scope("alice"), case.doer("alice")
    default = case.prepare(Choice.STAP, "4", brief_tekst="U bent in verzuim.", reden="Zie stap 3")
    assert any(stop.code.startswith("prerequisite") for stop in case.stops(default))
    portal.at(portal.clock() + timedelta(days=15))
    with portal.database.scoped(scope) as session:
        judge_step(
            session, scope, case.id, version=case.version, number=1,
            outcome=Outcome.NIET_GEVOLGD, note="Weer te laat.", doer=doer,
        )  # fmt: skip
    case.sign(default, "jan")
    assert case.stops(default) == []
    case.carry_out(default)
    assert [step.rung for step in case.state().steps] == ["3", "4"]


@pytest.mark.rule("002-14")
@pytest.mark.rule("004-67")
def test_a_measure_is_weighed_looked_at_twice_and_lifted(portal: Portal) -> None:
    case = open_case(portal)
    factors = {
        f"factor_{factor.code}": "Gewogen." for factor in case.state().ladder.measure_rules.factors
    }
    work = case.prepare(
        Choice.MAATREGEL, "5a",
        bewijsmaat="Blijkt uit drie steekproeven.", motivering="Cliënten wachten te lang.",
        rechtvaardiging="Er was geen rechtvaardiging.", producten=["W101"],
        vanaf=in_days(portal, 1), brief_tekst="Wij leggen een cliëntenstop op.", reden="Ernstig",
        **factors,
    )  # fmt: skip
    wanted = {stop.code for stop in case.stops(work)}
    assert {"second_person", "mandate", "evidence"} <= wanted
    case.evidence("5a")
    case.mandate(work, "clientenstop")
    case.look_along(work, "lea")
    assert case.stops(work) == []
    case.carry_out(work)
    assert portal.database.rows("SELECT code, products, ended_on FROM imposed_measure") == [
        ("5a", ["W101"], None)
    ]
    scope = case.scope("alice")
    number = case.state().measures[0].number
    portal.at(portal.clock() + timedelta(days=5))
    lifted_on = date.fromisoformat(in_days(portal, 0))
    with portal.database.scoped(scope) as session:
        end_measure(
            session, scope, case.id, version=case.version, number=number, on=lifted_on,
            reason="Het gaat weer goed.", in_vain=False, doer=case.doer("alice"),
        )  # fmt: skip
    assert portal.database.one("SELECT ended_on FROM imposed_measure") == lifted_on


@pytest.mark.rule("002-11")
def test_the_eleventh_penalty_of_a_year_is_refused_with_the_sum(portal: Portal) -> None:
    case = open_case(portal)
    factors = {
        f"factor_{factor.code}": "Gewogen." for factor in case.state().ladder.measure_rules.factors
    }
    for number in range(11):
        work = case.prepare(
            Choice.MAATREGEL, "5c",
            bewijsmaat="Vast.", motivering="Nodig.", rechtvaardiging="Geen.", reden="Ernstig",
            gebeurtenis_op=in_days(portal, 0), brief_tekst="Wij leggen een dwangsom op.",
            **factors,
        )  # fmt: skip
        case.evidence("5c", f"Gebeurtenis {number}")
        case.mandate(work, "dwangsom")
        case.look_along(work, "lea")
        if number < 10:
            case.carry_out(work)
        else:
            with pytest.raises(Refused) as refused:
                case.carry_out(work)
            assert "25.000" in refused.value.sentence
    assert portal.database.one("SELECT sum(cents) FROM imposed_measure") == 25_000_00


def test_a_confidential_dossier_opens_to_named_people_only(portal: Portal) -> None:
    lea = portal.database.account("lea")
    case = open_case(portal, confidentiality="fraude", named=[(lea, "Lea")])
    for slug, sees in (("alice", True), ("lea", True), ("jan", False)):
        with portal.database.scoped(case.scope(slug)) as session:
            found = session.connection().exec_driver_sql("SELECT count(*) FROM dossier").scalar()
            events = session.connection().exec_driver_sql("SELECT count(*) FROM event").scalar()
        assert (found, events) == ((1, 1) if sees else (0, 0)), slug


@pytest.mark.rule("004-95")
def test_a_fraud_dossier_is_not_closed_before_its_two_reports(portal: Portal) -> None:
    case = open_case(portal, confidentiality="fraude")
    scope = case.scope("alice")
    with portal.database.scoped(scope) as session, pytest.raises(Refused) as refused:
        close_dossier(
            session, scope, case.id, version=case.version, result="Klaar.", doer=case.doer("alice")
        )
    assert len(refused.value.refusals) == 2


def test_a_dossier_of_another_municipality_does_not_exist(portal: Portal) -> None:
    case = open_case(portal)
    scope = portal.database.tenant("apeldoorn", "dora")
    with portal.database.scoped(scope) as session, pytest.raises(NotThere):
        close_dossier(session, scope, case.id, version=1, result="Klaar.", doer=case.doer("dora"))


def test_a_provider_sees_nothing_of_a_dossier_before_something_was_sent(portal: Portal) -> None:
    open_case(portal)
    with portal.database.scoped(portal.database.provider("lindehaege", "bob")) as session:
        assert session.connection().exec_driver_sql("SELECT id FROM dossier").all() == []


def test_what_was_done_already_is_not_signed_again(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(Choice.STAP, "3", **NOTICE)
    case.prepare(Choice.STAP, "3", **{**NOTICE, "brief_tekst": "Anders."})
    portal.database.admin.execute("UPDATE dossier_work SET state = 'gezet'")
    with pytest.raises(RuleBroken):
        case.sign(work, "jan")


def test_a_letter_edited_in_word_comes_back_and_drops_the_signature(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(Choice.STAP, "3", **NOTICE, reden="Ernstig", termijn=in_days(portal, 20))
    case.sign(work, "jan")
    scope, doer = case.scope("alice"), case.doer("alice")
    with portal.database.scoped(scope) as session:
        name, content = letter_to_word(session, scope, work, doer=doer, template=None)
    assert name.endswith(".docx")
    document = Document(io.BytesIO(content))
    target = next(p for p in document.paragraphs if p.text == NOTICE["brief_verbeteringen"])
    target.text = "Lever voortaan op tijd."
    edited = io.BytesIO()
    document.save(edited)
    with portal.database.scoped(scope) as session:
        saved = letter_from_word(
            session,
            scope,
            work,
            version=case.version_of(work),
            content=edited.getvalue(),
            doer=doer,
        )
        assert saved.answers["brief_verbeteringen"] == "Lever voortaan op tijd."
    assert [stop.code for stop in case.stops(work)] == ["co_signer:0:jurist"]
