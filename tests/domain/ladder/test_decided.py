"""What a letter says by itself of what was decided."""

from decimal import Decimal

from portal.domain.ladder.acts import ActAtOnce, ImposeMeasure
from portal.domain.ladder.contract import ImmediateEffect
from portal.domain.ladder.decided import AT_ONCE, IMPOSED, decided
from portal.domain.ladder.vocabulary import MeasureKind

from .dossiers import CM, dossier, on
from .ladders import contract


def imposed(code: str, **values: object) -> ImposeMeasure:
    return ImposeMeasure(**{"code": code, "on": on(4), "by": "alice", "role": CM, **values})


def test_a_stop_says_for_what_and_from_when() -> None:
    act = imposed("5a", products=("W101", "W102"), from_on=on(10), until_on=on(1, 6))
    assert decided(dossier(), act, {"W101": "Begeleiding licht"}) == (
        IMPOSED,
        "Maatregel: Cliëntenstop.\nGrond: Uitvoeringsovereenkomst, artikel 18.\n"
        "Voor: Begeleiding licht en W102.\nVanaf 10 maart 2026 tot en met 1 juni 2026.",
    )


def test_a_penalty_says_its_amount_and_its_event() -> None:
    text = decided(dossier(), imposed("5c", event_on=on(3)), {})[1]
    assert "Bedrag: € 2.500,00, voor de gebeurtenis van 3 maart 2026." in text


def test_a_part_of_a_measure_does_not_bear_the_name_of_the_whole() -> None:
    act = imposed("5c", kinds=(MeasureKind.OVERDRACHT,))
    text = decided(dossier("bijlage-e"), act, {})[1]
    assert text.startswith("Maatregel: overdracht van cliënten. De rest van “Beëindiging")


def test_a_discount_says_that_it_is_not_due_yet() -> None:
    state = dossier(contract=contract("wmo-2026"))
    text = decided(state, imposed("3.19.1-korting", percentage=Decimal("4.5")), {})[1]
    assert "Percentage: 4,50" in text
    assert "pas te betalen nadat wij u hebben aangemaand" in text


def test_an_immediate_act_says_its_ground_in_the_contract() -> None:
    state = dossier(contract=contract("wmo-2026"))
    ground = next(g for g in state.contract.immediate if ImmediateEffect.CLIENTENSTOP in g.effects)
    act = ActAtOnce(
        ground=ground.code, effects=(ImmediateEffect.CLIENTENSTOP,), on=on(4), by="a", role=CM,
        products=("W101",),
    )  # fmt: skip
    head, text = decided(state, act, {})
    assert head == AT_ONCE
    assert text.startswith("Cliëntenstop per direct, vanaf 4 maart 2026.\nGrond: ")
    assert text.endswith("Voor: W101.")
