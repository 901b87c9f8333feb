"""The acceptatieplicht per product, by the origin of the stop."""

from datetime import date

import pytest

from portal.domain.configuration.acceptance import DEFAULT, STAYS, AcceptanceDuty, StopEffect
from portal.domain.ladder.acceptance import Stop, StopOrigin, acceptance, stops_of
from portal.domain.ladder.acts import EndMeasure
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.walking import take

from .dossiers import FAR, at_once, dossier, facts, in_default, measure, on
from .ladders import contract

MAY = date(2026, 5, 4)
STAYS_ON_WISH = AcceptanceDuty(
    wish=StopEffect(effect=STAYS, explanation="Lezing van deze gemeente."),
    waiting_time=DEFAULT.waiting_time,
    agreed=DEFAULT.agreed,
    imposed=DEFAULT.imposed,
)


@pytest.mark.rule("004-67")
def test_an_imposed_stop_ends_the_duty_for_its_products_on_its_days_only() -> None:
    state = facts(in_default(), "5a")
    state = take(state, measure(state, "5a", MAY, from_on=on(10, 5), until_on=on(20, 5)), FAR)
    stops = stops_of(state)
    found = {
        (product, day): acceptance(product, stops, DEFAULT, on(day, 5)).must_accept
        for product in ("B1", "B2")
        for day in (9, 10, 20, 21)
    }
    assert [key for key, must in found.items() if not must] == [("B1", 10), ("B1", 20)]
    lifted = take(state, EndMeasure(number=5, on=on(12, 5), by="alice", reason="Hersteld"), FAR)
    assert acceptance("B1", stops_of(lifted), DEFAULT, on(13, 5)).must_accept


def test_a_stop_that_still_has_to_begin_is_told_and_one_that_never_began_is_not() -> None:
    coming = Stop(origin=StopOrigin.OPGELEGD, products=("B1",), from_on=on(10))
    told = acceptance("B1", [coming], DEFAULT, on(9))
    assert told.must_accept
    assert told.sentences[-1] == "Vanaf 10 maart 2026 geldt een cliëntenstop."
    lifted = Stop(origin=StopOrigin.OPGELEGD, products=("B1",), from_on=on(10), until_on=on(8))
    assert len(acceptance("B1", [lifted], DEFAULT, on(9)).sentences) == 1


@pytest.mark.rule("004-67")
@pytest.mark.rule("004-78")
def test_a_stop_at_once_ends_the_duty_from_the_same_day() -> None:
    state = facts(dossier(contract=contract()), "3.5.5")
    act = at_once(
        "3.5.5", on(3), effects=(ImmediateEffect.CLIENTENSTOP,), products=("B1",),
        signals=("kwaliteit",), conditions=("veiligheid",),
    )  # fmt: skip
    state = take(state, act, FAR)
    assert not acceptance("B1", stops_of(state), DEFAULT, on(3)).must_accept


@pytest.mark.rule("004-115")
def test_what_a_stop_on_wish_does_is_data_and_shown_as_a_reading() -> None:
    stops = [Stop(origin=StopOrigin.WENS, products=("B1",), from_on=on(3))]
    lapses = acceptance("B1", stops, DEFAULT, on(4))
    stays = acceptance("B1", stops, STAYS_ON_WISH, on(4))
    assert (lapses.must_accept, stays.must_accept) == (False, True)
    assert "Lezing" in lapses.sentences[0]
    (sentence,) = stays.sentences
    assert sentence.startswith("Er is een cliëntenstop op verzoek van de aanbieder")
    assert sentence.endswith("De acceptatieplicht blijft. Lezing van deze gemeente.")


@pytest.mark.rule("004-115")
@pytest.mark.parametrize("origin", list(StopOrigin))
def test_every_origin_is_known_to_the_municipality_s_data(origin: StopOrigin) -> None:
    stops = [Stop(origin=origin, products=("B1",), from_on=on(3))]
    assert not acceptance("B1", stops, DEFAULT, on(4)).must_accept


@pytest.mark.rule("004-67")
def test_a_full_bestedingsruimte_ends_the_duty_and_nothing_leaves_it() -> None:
    assert acceptance("B1", (), DEFAULT, on(3)).must_accept
    assert not acceptance("B1", (), DEFAULT, on(3), cap_reached=True).must_accept
