"""What a provider reads: states, and a municipality's texts filled in."""

import pytest

from portal.domain.configuration.placeholders import fill
from portal.domain.submissions.lifecycle import State, name_for_provider


@pytest.mark.rule("004-79")
@pytest.mark.parametrize("state", [State.RECEIVED, State.AT_DESK, State.IN_HAND, State.COMPLETED])
def test_a_stop_that_nobody_consented_to_waits_for_consent(state: State) -> None:
    assert name_for_provider(state, stops_clients=True) == "Wacht op toestemming"
    assert name_for_provider(state, stops_clients=False) != "Wacht op toestemming"


@pytest.mark.parametrize("state", [State.ASKED, State.LIFT_ASKED, State.DONE, State.WITHDRAWN])
def test_any_other_state_keeps_its_own_name(state: State) -> None:
    assert name_for_provider(state, stops_clients=True) == name_for_provider(
        state, stops_clients=False
    )


@pytest.mark.parametrize("state", State)
def test_no_name_tells_which_desk_or_person_has_it(state: State) -> None:
    assert "team" not in name_for_provider(state, stops_clients=False).lower()


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{team} leest het.", "Het team leest het."),
        ("Dank u wel. {team} leest het.", "Dank u wel. Het team leest het."),
        ("Bel {team}.", "Bel het team."),
        ("Bel ons!\n{team} helpt u.", "Bel ons!\nHet team helpt u."),
        ("Zie:\n{link}", "Zie:\nhttps://portaal.example"),
        ("{link}", "https://portaal.example"),
    ],
)
def test_a_word_that_starts_a_sentence_gets_its_capital(text: str, filled: str) -> None:
    assert fill(text, {"team": "het team", "link": "https://portaal.example"}) == filled
