"""What a signature, a second pair of eyes and a mandate in a dossier hold for, and for whom."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.ladder.demands import Refused
from portal.domain.ladder.dossier import FactKind
from portal.domain.ladder.walking import Choice
from portal.services.dossiers.acting import carry_out
from portal.services.dossiers.afterwards import move_to_version
from portal.services.dossiers.establishing import use_mandate
from portal.services.dossiers.preparing import start_work
from tests.db.test_configuring import Desk
from tests.support.app import Portal
from tests.support.dossiers import NOTICE, Case, in_days, open_case


def begun(case: Case, choice: Choice, code: str) -> UUID:
    """A preparation in which nothing was written yet."""
    scope, doer = case.scope("alice"), case.doer("alice")
    with case.portal.database.scoped(scope) as session:
        work = start_work(session, scope, case.id, choice=choice, code=code, actor=doer.actor)
        return work.id


def weighed(case: Case, **more: Any) -> dict[str, Any]:
    """All that a measure asks in words."""
    factors = case.state().ladder.measure_rules.factors
    return {
        "bewijsmaat": "Vast.", "motivering": "Nodig.", "rechtvaardiging": "Geen.",
        "brief_tekst": "Wij leggen een maatregel op.", "reden": "Ernstig",
        **{f"factor_{factor.code}": "Gewogen." for factor in factors}, **more,
    }  # fmt: skip


def stop(case: Case) -> UUID:
    """A cliëntenstop that lacks nothing but who does it, and a mandate of Alice."""
    answers = weighed(case, producten=["W101"], vanaf=in_days(case.portal, 5))
    work = case.prepare(Choice.MAATREGEL, "5a", **answers)
    case.evidence("5a")
    case.mandate(work, "clientenstop")
    case.look_along(work, "lea")
    return work


@pytest.mark.rule("002-07")
def test_who_signed_an_empty_preparation_signs_again_when_it_is_written(portal: Portal) -> None:
    case = open_case(portal)
    work = begun(case, Choice.STAP, "3")
    case.sign(work, "jan")
    case.prepare(Choice.STAP, "3", **NOTICE, reden="Ernstig", termijn=in_days(portal, 20))
    assert [each.code for each in case.stops(work)] == ["co_signer:0:jurist"]


@pytest.mark.rule("002-14")
def test_who_looked_at_an_empty_measure_looks_again_when_it_is_weighed(portal: Portal) -> None:
    case = open_case(portal)
    work = begun(case, Choice.MAATREGEL, "5a")
    case.look_along(work, "lea")
    case.prepare(Choice.MAATREGEL, "5a", **weighed(case, producten=["W101"]))
    assert "second_person" in {each.code for each in case.stops(work)}


@pytest.mark.rule("004-119")
def test_a_mandate_is_of_the_one_who_leaned_on_it_and_of_nobody_else(portal: Portal) -> None:
    case = open_case(portal)
    work = stop(case)
    scope = case.scope("tess")
    with portal.database.scoped(scope) as session, pytest.raises(Refused) as refused:
        carry_out(
            session, scope, work, version=case.version_of(work), doer=case.doer("tess"),
            tools=portal.tools,
        )  # fmt: skip
    assert [each.code for each in refused.value.refusals] == ["actor", "mandate"]
    assert portal.database.one("SELECT count(*) FROM imposed_measure") == 0
    case.carry_out(work)


@pytest.mark.rule("004-119")
def test_a_mandate_that_ended_since_somebody_leaned_on_it_gives_no_power(portal: Portal) -> None:
    case = open_case(portal)
    work = stop(case)
    portal.database.admin.execute("UPDATE mandate SET until_on = %s", (in_days(portal, 1),))
    portal.at(portal.clock() + timedelta(days=2))
    with pytest.raises(Refused) as refused:
        case.carry_out(work)
    assert [each.code for each in refused.value.refusals] == ["mandate"]
    ended = portal.database.one("SELECT id FROM mandate")
    scope, doer = case.scope("alice"), case.doer("alice")
    with portal.database.scoped(scope) as session, pytest.raises(RuleBroken):
        use_mandate(session, scope, work, mandate_id=ended, doer=doer)


def moved(case: Case, *, renamed: tuple[str, str] = ("", "")) -> None:
    """The dossier follows a newer version, in which one code may be called otherwise."""
    version = case.portal.database.one(
        "INSERT INTO ladder_version (tenant_id, ladder, number, state, document, based_on, note,"
        " created_by_name, created_at, changed_by_name, changed_at, published_at, in_force_from,"
        " published_by_name) SELECT tenant_id, ladder, 9, state, replace(jsonb_set(document,"
        " '{versie}', '\"2026\"')::text, %s, %s)::jsonb, based_on, note, created_by_name,"
        " created_at, changed_by_name, changed_at, legal_now(),"
        " (legal_now() AT TIME ZONE 'Europe/Amsterdam')::date, 'Fien'"
        " FROM ladder_version WHERE id = (SELECT ladder_version_id FROM dossier WHERE id = %s)"
        " RETURNING id",
        *(f'"{code}"' for code in renamed), case.id,
    )  # fmt: skip
    scope = case.scope("alice")
    with case.portal.database.scoped(scope) as session:
        move_to_version(
            session, scope, case.id, version=case.version, ladder_version_id=version,
            reason="Nieuwe afspraken.", codes={}, doer=case.doer("alice"),
        )  # fmt: skip


@pytest.mark.rule("000-01")
def test_what_was_signed_under_one_version_is_signed_again_under_the_next(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(Choice.STAP, "3", **NOTICE, reden="Ernstig", termijn=in_days(portal, 20))
    case.sign(work, "jan")
    seen = case.version_of(work)
    moved(case)
    assert [each.code for each in case.stops(work)] == ["co_signer:0:jurist"]
    assert case.version_of(work) > seen  # who has the page open does not sign unseen
    assert portal.database.one("SELECT asked_of FROM dossier_work") == [
        f"jurist:{portal.database.account('jan')}"
    ]


@pytest.mark.rule("000-01")
def test_a_preparation_that_the_next_version_does_not_know_stops_and_the_page_stays(
    portal: Portal,
) -> None:
    case = open_case(portal)
    work = stop(case)
    kept = case.prepare(Choice.STAP, "3", **NOTICE)
    moved(case, renamed=("5a", "5x"))
    states = dict(portal.database.rows("SELECT id, state FROM dossier_work"))
    assert states == {work: "vervallen", kept: "concept"}
    alice = portal.visitor("alice")
    path = f"/g/brummen/dossiers/{portal.database.one('SELECT number FROM dossier')}"
    page = alice.get(path)
    assert page.status == 200
    assert "Voorbereiding gestopt" in page.words
    for rest in ("", "/voorbeeld", "/controleren", "/meetekenen"):
        old = alice.get(f"{path}/voorbereiding/{work}{rest}")
        assert old.status == 303, rest
        assert alice.follow(old).status == 200
    assert alice.get(f"{path}/voorbereiding/{work}/voorbeeld.pdf").status == 404


@pytest.mark.rule("002-07")
def test_who_signed_before_the_fixed_words_of_letters_changed_signs_again(portal: Portal) -> None:
    case = open_case(portal)
    work = case.prepare(Choice.STAP, "3", **NOTICE, reden="Ernstig", termijn=in_days(portal, 20))
    case.sign(work, "jan")
    assert case.stops(work) == []
    own = {
        "soort": "ingebrekestelling", "onderwerp": "Ingebrekestelling", "aanhef": "Geachte directie,",
        "slot": "Wij beëindigen bij de eerste gelegenheid de overeenkomst.",
    }  # fmt: skip
    Desk(portal.database).change("brieven", {"brief": [own]})
    assert [each.code for each in case.stops(work)] == ["co_signer:0:jurist"]
    case.sign(work, "jan")
    case.carry_out(work)
    signed = [fact for fact in case.state().steps[0].facts if fact.kind is FactKind.ONDERTEKEND]
    assert len(signed) == 1
