"""Whether the rules of one contract version are sound, in plain Dutch."""

from collections.abc import Iterator

from portal.domain.errors import Finding
from portal.domain.ladder.check_measures import check_measure, check_siblings
from portal.domain.ladder.check_rungs import check_entries, check_readings, error
from portal.domain.ladder.contract import ContractRules, ImmediateGround, read_contract
from portal.domain.ladder.words import listed, quoted


def review_contract(raw: object) -> tuple[ContractRules, list[Finding]]:
    """Read and judge plain data, all findings at once. Never raises."""
    rules, findings = read_contract(raw)
    seen = {finding.path for finding in findings}
    return rules, [*findings, *(f for f in check_contract(rules) if f.path not in seen)]


def check_contract(rules: ContractRules) -> Iterator[Finding]:
    """All findings about what was read."""
    yield from _check_codes(rules)
    yield from check_entries(rules.fraud_forms, "fraudevormen", "vormen van fraude")
    for number, ground in enumerate(rules.immediate):
        yield from _check_ground(ground, f"per_direct.{number}")
    for number, measure in enumerate(rules.measures):
        path = f"maatregelen.{number}"
        yield from check_measure(measure, path, rules=rules.measure_rules)
        yield from check_siblings(rules.measures, measure, path)
        if measure.prerequisites:
            yield error(
                f"{path}.vereist",
                f"maatregel {measure.code} staat in de overeenkomst en kan dus geen trede van een ladder vragen.",
            )


def _check_codes(rules: ContractRules) -> Iterator[Finding]:
    for path, noun, codes in (
        ("tekortkomingen", "tekortkoming", [each.code for each in rules.shortcomings]),
        ("per_direct", "grond", [ground.code for ground in rules.immediate]),
        ("maatregelen", "maatregel", [measure.code for measure in rules.measures]),
        ("termijnen", "termijn", [term.code for term in rules.terms]),
        ("taken", "taak", [task.code for task in rules.tasks]),
        ("afsluiting", "punt", [item.code for item in rules.exit_items]),
    ):
        seen: set[str] = set()
        for number, code in enumerate(codes):
            if code.casefold() in seen:
                yield error(f"{path}.{number}.code", f"{noun} {quoted(code)} staat er twee keer.")
            seen.add(code.casefold())


def _check_ground(ground: ImmediateGround, path: str) -> Iterator[Finding]:
    name = f"grond {ground.code}"
    yield from check_entries(ground.conditions, f"{path}.voorwaarden", name)
    yield from check_entries(ground.also_about, f"{path}.ook_over", name)
    yield from check_readings(ImmediateGround, ground.readings, path, name)
    known = {condition.code for condition in ground.conditions}
    for number, signal in enumerate(ground.signals):
        strange = [code for code in signal.conditions if code not in known]
        if strange:
            yield error(
                f"{path}.signalen.{number}.voorwaarden",
                f"{name}: de voorwaarde {listed(map(quoted, strange))} bestaat niet.",
            )
    used = {code for signal in ground.signals for code in signal.conditions}
    for number, condition in enumerate(ground.conditions):
        if condition.code not in used:
            yield error(
                f"{path}.voorwaarden.{number}",
                f"{name}: geen signaal vraagt de voorwaarde {quoted(condition.name)}. Zet haar bij een signaal.",
            )
