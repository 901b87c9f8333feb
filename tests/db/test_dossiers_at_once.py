"""The same thing twice, and two people at once, in dossiers: one letter, one measure, one amount."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.ladder.demands import Refused
from portal.domain.ladder.walking import Choice
from portal.services.dossiers import acting
from portal.services.dossiers.answering import reply
from portal.services.dossiers.noting import read_reply
from portal.services.dossiers.opening import NewDossier, open_dossier
from portal.services.recording import Actor
from tests.support.app import Portal
from tests.support.dossiers import Case, contract_of, in_days, open_case

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event_type = 'Lock'"
)


def penalty(case: Case) -> UUID:
    """A dwangsom that lacks nothing but who imposes it."""
    factors = case.state().ladder.measure_rules.factors
    work = case.prepare(
        Choice.MAATREGEL, "5c",
        bewijsmaat="Vast.", motivering="Nodig.", rechtvaardiging="Geen.", reden="Ernstig",
        gebeurtenis_op=in_days(case.portal, 0), brief_tekst="Wij leggen een dwangsom op.",
        **{f"factor_{factor.code}": "Gewogen." for factor in factors},
    )  # fmt: skip
    case.evidence("5c")
    case.mandate(work, "dwangsom")
    case.look_along(work, "lea")
    return work


def until_it_waits(portal: Portal, other: Future[Any]) -> None:
    """Until the second one stands behind the first in the database, or is through."""
    deadline = time.monotonic() + 10
    while not other.done() and not portal.database.one(WAITING):
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.rule("002-11")
def test_two_penalties_at_once_in_two_dossiers_do_not_pass_the_cap(portal: Portal) -> None:
    first, second = open_case(portal), open_case(portal)
    case = open_case(portal)
    case.carry_out(penalty(case))
    portal.database.admin.execute(
        "INSERT INTO imposed_measure (tenant_id, provider_id, dossier_id, number, code, name,"
        " kinds, products, from_on, cents, event_on) SELECT tenant_id, provider_id, dossier_id, n,"
        " code, name, kinds, products, from_on, cents, event_on"
        " FROM imposed_measure, generate_series(2, 9) n"
    )
    works = penalty(first), penalty(second)
    scope, doer = case.scope("alice"), case.doer("alice")
    with ThreadPoolExecutor(1) as pool:
        with portal.database.scoped(scope) as session:
            acting.carry_out(
                session, scope, works[0], version=first.version_of(works[0]), doer=doer,
                tools=portal.tools,
            )  # fmt: skip
            other = pool.submit(second.carry_out, works[1])
            until_it_waits(portal, other)
        with pytest.raises(Refused) as refused:
            other.result(timeout=10)
    assert [each.code for each in refused.value.refusals] == ["cap"]
    assert portal.database.one("SELECT sum(cents) FROM imposed_measure") == 25_000_00


def opened(portal: Portal, **changes: Any) -> str:
    """The number of the dossier that a form opens."""
    scope = portal.database.tenant("brummen", "alice")
    assert scope.account_id is not None
    given = NewDossier(
        **{
            "contract_id": contract_of(portal, "brummen", "lindehaege"),
            "title": "Rapportages", "track": "reactief", "categories": ["administratief"],
            "what_happened": "Te laat.", "source": "eigen", **changes,
        }
    )  # fmt: skip
    with portal.database.scoped(scope) as session:
        return open_dossier(
            session, scope, given, actor=Actor("Alice", scope.account_id)
        ).row.number


def test_one_form_sent_twice_opens_one_dossier(portal: Portal) -> None:
    key = uuid4()
    assert opened(portal, key=key) == opened(portal, key=key)
    assert portal.database.one("SELECT count(*) FROM dossier") == 1
    assert portal.database.one("SELECT count(*) FROM event") == 1
    with pytest.raises(RuleBroken) as refused:
        opened(portal, key=key, title="Iets anders")
    assert refused.value.code == "key_reused"
    opened(portal)
    assert portal.database.one("SELECT count(*) FROM dossier") == 2


def test_two_presses_of_one_button_at_once_open_one_dossier(portal: Portal) -> None:
    key = uuid4()
    with ThreadPoolExecutor(2) as pool:
        numbers = set(pool.map(lambda _: opened(portal, key=key), range(2)))
    assert len(numbers) == 1
    assert portal.database.one("SELECT count(*) FROM dossier") == 1


def test_the_form_for_a_dossier_sent_twice_leads_to_the_same_dossier(portal: Portal) -> None:
    alice = portal.visitor("alice")
    path = f"/g/brummen/dossiers/nieuw/{contract_of(portal, 'brummen', 'lindehaege')}"
    form = alice.get(path).form("") | {
        "titel": "Rapportages", "spoor": "reactief", "wat": "Te laat.", "bron": "eigen",
        "categorieen": "administratief",
    }  # fmt: skip
    first, second = alice.post(path, form), alice.post(path, form)
    assert (first.status, second.status) == (303, 303), second.errors
    assert first.location == second.location
    changed = alice.post(path, form | {"titel": "Iets anders"})
    assert changed.status == 422
    assert any("al geopend" in line for line in changed.errors)
    assert portal.database.one("SELECT count(*) FROM dossier") == 1


@pytest.mark.rule("002-11")
@pytest.mark.parametrize(
    "charged",
    [
        "ARRAY['clientenstop', 'dwangsom'], legal_now()::date, legal_now()::date",
        "ARRAY['dwangsom'], legal_now()::date + 400, NULL",
    ],
)
def test_what_another_dossier_charged_counts_as_it_counts_there(
    portal: Portal, charged: str
) -> None:
    """Of a measure that holds more than money, and by the day on which it was imposed."""
    other, case = open_case(portal), open_case(portal)
    portal.database.admin.execute(
        "INSERT INTO imposed_measure (tenant_id, provider_id, dossier_id, number, code, name,"
        " products, cents, kinds, from_on, event_on) SELECT tenant_id, provider_id, id, 1, '5c',"
        f" 'Dwangsom', '{{}}', 2500000, {charged} FROM dossier WHERE id = %s",
        (other.id,),
    )
    assert [each.code for each in case.stops(penalty(case))] == ["cap"]


def test_of_two_colleagues_who_open_an_answer_at_once_one_is_the_first(portal: Portal) -> None:
    case, database = open_case(portal), portal.database
    case.send_notice()
    provider = database.provider("lindehaege", "bob")
    assert provider.account_id is not None
    with database.scoped(provider) as session:
        answer = reply(
            session, provider, case.id, key=uuid4(), kind="antwoord", body="Wij lossen het op.",
            letter_id=None, milestone=None, files=[], actor=Actor("Bob", provider.account_id),
        )  # fmt: skip
    scope, actor = case.scope("alice"), case.doer("alice").actor

    def opens() -> bool:
        with database.scoped(scope) as session:
            return read_reply(session, scope, case.id, answer, actor=actor)

    with ThreadPoolExecutor(1) as pool:
        with database.scoped(scope) as session:
            assert read_reply(session, scope, case.id, answer, actor=actor)
            other = pool.submit(opens)
            until_it_waits(portal, other)
        assert not other.result(timeout=10)
    read = database.one("SELECT count(*) FROM event WHERE type = 'antwoord_gelezen'")
    assert read == 1
