"""The first rule that fits decides, and says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.configuration.routing_rules import Routing, RoutingRule
from portal.domain.routing import Router, RoutingFacts, RoutingNames

NAMES = RoutingNames(
    desks={
        "continuiteit": "Continuïteit",
        "jeugd": "Team Jeugd",
        "contract": "Contractmanagement",
    },
    people={"carla@brummen.example": "Carla de Wit"},
    products={"02A05": "Begeleiding individueel", "07A03": "Begeleiding groep"},
)
ROUTING = Routing(
    fallback="contract",
    rules=(
        RoutingRule(
            name="Jeugd met begeleiding", desk="jeugd", domains=("jeugd",), products=("02A05",)
        ),
        RoutingRule(
            name="Continuïteit",
            desk="continuiteit",
            person="carla@brummen.example",
            kinds=("continuiteitsmelding",),
        ),
        RoutingRule(name="Plannen en stops", desk="jeugd", kinds=("verbeterplan", "clientenstop"), domains=("jeugd",)),
    ),
)  # fmt: skip
ROUTER = Router(ROUTING, NAMES)


def facts(kind: str = "verbeterplan", **sets: set[str]) -> RoutingFacts:
    return RoutingFacts(kind=kind, **{name: frozenset(codes) for name, codes in sets.items()})


def test_the_first_rule_that_fits_decides_and_explains_itself() -> None:
    decision = ROUTER.decide(facts("continuiteitsmelding", domains={"wmo"}))
    assert (decision.desk, decision.rule) == ("continuiteit", 2)
    assert decision.person == "carla@brummen.example"
    assert decision.explanation == (
        "Regel 2 “Continuïteit” paste: soort is continuïteitsmelding. "
        "Daarom: team Continuïteit, en daar Carla de Wit."
    )


def test_an_earlier_rule_goes_first() -> None:
    decision = ROUTER.decide(
        facts("continuiteitsmelding", domains={"jeugd", "wmo"}, products={"02A05", "07A03"})
    )
    assert decision.rule == 1
    assert decision.explanation == (
        "Regel 1 “Jeugd met begeleiding” paste: domein is Jeugd en product is Begeleiding "
        "individueel. Daarom: team Jeugd."
    )


@pytest.mark.parametrize(
    ("given", "desk"),
    [
        (facts(domains={"jeugd"}), "jeugd"),
        (facts("clientenstop", domains={"jeugd"}), "jeugd"),
        (facts(domains={"wmo"}), "contract"),
        (facts(products={"02A05"}), "contract"),
        (facts("iets_nieuws"), "contract"),
        (facts("iets_nieuws", domains={"jeugd"}, products={"02A05"}), "jeugd"),
    ],
)
def test_all_conditions_of_a_rule_must_fit(given: RoutingFacts, desk: str) -> None:
    assert ROUTER.decide(given).desk == desk


def test_what_fits_no_rule_goes_to_the_fallback_desk() -> None:
    decision = ROUTER.decide(facts(domains={"wmo"}))
    assert (decision.desk, decision.person, decision.rule) == ("contract", "", None)
    assert decision.explanation == (
        "Geen enkele regel paste. Daarom: team Contractmanagement, het vangnetteam."
    )


def test_of_an_absent_person_the_desk_stays_responsible() -> None:
    decision = ROUTER.decide(facts("continuiteitsmelding"), absent={"carla@brummen.example"})
    assert (decision.desk, decision.person) == ("continuiteit", "")
    assert decision.explanation.endswith(
        "Carla de Wit is afwezig; het team blijft verantwoordelijk en pakt het op."
    )


def test_a_rule_to_a_desk_that_is_gone_falls_back() -> None:
    gone = Routing(
        fallback="contract",
        rules=(RoutingRule(name="Oud", desk="opgeheven", person="carla@brummen.example"),),
    )
    decision = Router(gone, NAMES).decide(facts())
    assert (decision.desk, decision.person, decision.rule) == ("contract", "", 1)
    assert "“opgeheven” bestaat niet meer" in decision.explanation


def test_trying_out_shows_for_every_rule_why_it_fits_or_not() -> None:
    trials = ROUTER.trials(facts("verbeterplan", domains={"jeugd"}))
    assert [(trial.number, trial.fits, trial.sentence) for trial in trials] == [
        (
            1,
            False,
            (
                "Regel 1 “Jeugd met begeleiding” paste niet: er is geen product, terwijl de regel "
                "Begeleiding individueel vraagt."
            ),
        ),
        (
            2,
            False,
            "Regel 2 “Continuïteit” paste niet: soort is verbeterplan, niet continuïteitsmelding.",
        ),
        (3, True, "Regel 3 “Plannen en stops” paste: soort is verbeterplan en domein is Jeugd."),
    ]


def test_a_rule_without_conditions_says_that_it_always_fits() -> None:
    router = Router(Routing(fallback="contract", rules=(RoutingRule(name="Alles", desk="jeugd"),)), NAMES)  # fmt: skip
    assert router.decide(facts()).explanation == (
        "Regel 1 “Alles” paste: de regel heeft geen voorwaarden. Daarom: team Jeugd."
    )


CODES = st.frozensets(st.sampled_from("abc"), max_size=2)
RULES = st.lists(
    st.builds(
        RoutingRule,
        name=st.just("Regel"),
        desk=st.sampled_from(["continuiteit", "jeugd", "contract"]),
        kinds=CODES.map(tuple),
        domains=CODES.map(tuple),
        products=CODES.map(tuple),
        grounds=CODES.map(tuple),
    ),
    max_size=5,
)


@settings(max_examples=30)
@given(
    RULES,
    st.builds(
        RoutingFacts, kind=st.sampled_from("abcd"), domains=CODES, products=CODES, grounds=CODES
    ),
)
def test_the_decision_is_that_of_the_first_fitting_trial(
    rules: list[RoutingRule], given_facts: RoutingFacts
) -> None:
    router = Router(Routing(fallback="contract", rules=tuple(rules)), NAMES)
    decision = router.decide(given_facts)
    fitting = [trial for trial in router.trials(given_facts) if trial.fits]
    assert decision.rule == (fitting[0].number if fitting else None)
    assert decision.desk == (rules[fitting[0].number - 1].desk if fitting else "contract")
    if fitting:
        assert decision.explanation.startswith(fitting[0].sentence)
