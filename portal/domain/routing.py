"""Which desk a delivery goes to, and why: the first rule that fits, else the fallback desk.

The rules are data of one municipality (`configuration.routing_rules`). They are compiled once
and then decide many deliveries; every decision explains itself, and `trials` shows for each
rule why it did or did not fit.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.domain.configuration.domains import DOMAIN_CHOICES, GROUND_CHOICES, KIND_CHOICES
from portal.domain.configuration.routing_rules import Routing, RoutingRule
from portal.domain.submissions.fields import Choice

NOBODY: Collection[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingFacts:
    """What the rules may look at of one delivery."""

    kind: str
    domains: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingNames:
    """How codes are called in sentences; a code without a name is shown as it is.

    `desks` are all desks that exist, by slug: a rule to another one counts as the fallback.
    `people` are by e-mail address.
    """

    desks: Mapping[str, str]
    people: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=lambda: _in_a_sentence(KIND_CHOICES))
    domains: Mapping[str, str] = field(
        default_factory=lambda: {choice.value: choice.label for choice in DOMAIN_CHOICES}
    )
    grounds: Mapping[str, str] = field(default_factory=lambda: _in_a_sentence(GROUND_CHOICES))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingDecision:
    """The desk, which stays responsible whoever is named, and how it was chosen.

    `rule` counts from 1; None is the fallback. `person` is an e-mail address or "".
    """

    desk: str
    person: str
    rule: int | None
    explanation: str

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values to keep with the delivery."""
        return {
            "desk": self.desk,
            "person": self.person,
            "rule": self.rule,
            "explanation": self.explanation,
        }


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What one rule made of a delivery. After the rule that decides, others may fit as well."""

    number: int
    fits: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class _Condition:
    """One condition of a rule: what it looks at, in words, and what it accepts."""

    attribute: str
    word: str
    accepted: frozenset[str]
    names: Mapping[str, str]

    def values(self, facts: RoutingFacts) -> frozenset[str]:
        found: str | frozenset[str] = getattr(facts, self.attribute)
        return frozenset((found,)) if isinstance(found, str) else found

    def fits(self, facts: RoutingFacts) -> bool:
        found: str | frozenset[str] = getattr(facts, self.attribute)
        if isinstance(found, str):
            return found in self.accepted
        return not self.accepted.isdisjoint(found)

    def why(self, facts: RoutingFacts) -> str:
        """ "soort is continuïteitsmelding"."""
        fitting = self.values(facts) & self.accepted
        return f"{self.word} is {_listed(self.named(fitting), 'en')}"

    def why_not(self, facts: RoutingFacts) -> str:
        """ "soort is verbeterplan, niet cliëntenstop"."""
        wanted = _listed(self.named(self.accepted), "of")
        values = self.values(facts)
        if not values:
            return f"er is geen {self.word}, terwijl de regel {wanted} vraagt"
        return f"{self.word} is {_listed(self.named(values), 'en')}, niet {wanted}"

    def named(self, codes: Iterable[str]) -> list[str]:
        """The names of the codes."""
        return [self.names.get(code, code) for code in codes]


@dataclass(frozen=True, slots=True)
class _CompiledRule:
    """A rule with its conditions as sets and its fixed words ready."""

    number: int
    desk: str
    person: str
    title: str
    because: str
    conditions: tuple[_Condition, ...]

    def fits(self, facts: RoutingFacts) -> bool:
        return all(condition.fits(facts) for condition in self.conditions)

    def sentence(self, facts: RoutingFacts) -> str:
        if not self.conditions:
            return f"{self.title} paste: de regel heeft geen voorwaarden."
        reasons = " en ".join(condition.why(facts) for condition in self.conditions)
        return f"{self.title} paste: {reasons}."

    def miss(self, facts: RoutingFacts) -> str:
        reasons = "; ".join(c.why_not(facts) for c in self.conditions if not c.fits(facts))
        return f"{self.title} paste niet: {reasons}."


class Router:
    """The compiled rules of one municipality."""

    def __init__(self, routing: Routing, names: RoutingNames) -> None:
        self._names = names
        self._fallback = routing.fallback
        self._rules = tuple(
            self._compiled(number, rule) for number, rule in enumerate(routing.rules, start=1)
        )
        self._because_fallback = (
            f"Geen enkele regel paste. Daarom: {self._team(routing.fallback)}, het vangnetteam."
        )
        # Per kind only the rules that can fit it, so that a long list costs little.
        kinds = {kind for rule in routing.rules for kind in rule.kinds}
        self._by_kind = {kind: self._for_kind(kind) for kind in kinds}
        self._for_other_kinds = self._for_kind(None)

    def decide(self, facts: RoutingFacts, *, absent: Collection[str] = NOBODY) -> RoutingDecision:
        """The desk, and the person where a rule names one who is not absent."""
        for rule in self._by_kind.get(facts.kind, self._for_other_kinds):
            if rule.fits(facts):
                return self._chosen(rule, facts, absent)
        return RoutingDecision(
            desk=self._fallback, person="", rule=None, explanation=self._because_fallback
        )

    def trials(self, facts: RoutingFacts) -> tuple[RuleTrial, ...]:
        """What every rule makes of a delivery, in order: for trying rules out."""
        return tuple(
            RuleTrial(rule.number, True, rule.sentence(facts))
            if rule.fits(facts)
            else RuleTrial(rule.number, False, rule.miss(facts))
            for rule in self._rules
        )

    def _chosen(
        self, rule: _CompiledRule, facts: RoutingFacts, absent: Collection[str]
    ) -> RoutingDecision:
        explanation = f"{rule.sentence(facts)} {rule.because}"
        person = rule.person
        if person and person in absent:
            who = self._names.people.get(person, person)
            explanation += f" {who} is afwezig; het team blijft verantwoordelijk en pakt het op."
            person = ""
        return RoutingDecision(
            desk=rule.desk, person=person, rule=rule.number, explanation=explanation
        )

    def _compiled(self, number: int, rule: RoutingRule) -> _CompiledRule:
        exists = rule.desk in self._names.desks
        person = rule.person if exists else ""
        if not exists:
            because = (
                f"Het team “{rule.desk}” bestaat niet meer. "
                f"Daarom: {self._team(self._fallback)}, het vangnetteam."
            )
        elif person:
            who = self._names.people.get(person, person)
            because = f"Daarom: {self._team(rule.desk)}, en daar {who}."
        else:
            because = f"Daarom: {self._team(rule.desk)}."
        return _CompiledRule(
            number=number,
            desk=rule.desk if exists else self._fallback,
            person=person,
            title=f"Regel {number} “{rule.name}”",
            because=because,
            conditions=self._conditions(rule),
        )

    def _conditions(self, rule: RoutingRule) -> tuple[_Condition, ...]:
        names = self._names
        asked = (
            ("kind", "soort", rule.kinds, names.kinds),
            ("domains", "domein", rule.domains, names.domains),
            ("products", "product", rule.products, names.products),
            ("grounds", "grond", rule.grounds, names.grounds),
        )
        return tuple(
            _Condition(attribute, word, frozenset(accepted), known)
            for attribute, word, accepted, known in asked
            if accepted
        )

    def _for_kind(self, kind: str | None) -> tuple[_CompiledRule, ...]:
        return tuple(
            rule
            for rule in self._rules
            if all(c.attribute != "kind" or kind in c.accepted for c in rule.conditions)
        )

    def _team(self, desk: str) -> str:
        name = self._names.desks.get(desk, desk)
        return f"team {name.removeprefix('Team ').removeprefix('team ')}"


def _in_a_sentence(choices: Iterable[Choice]) -> dict[str, str]:
    """Labels as they read after "is": "continuïteitsmelding"."""
    return {choice.value: choice.label[:1].lower() + choice.label[1:] for choice in choices}


def _listed(names: Iterable[str], last: str) -> str:
    """ "a, b en c"."""
    *others, final = sorted(names)
    return f"{', '.join(others)} {last} {final}" if others else final
