"""`portal rules`: which rule of the contracts is shown by which test."""

import json
from pathlib import Path

import click
from rich.table import Table

from portal.adapters.rule_table import marked_tests, read_rules
from portal.cli.console import console
from portal.domain.rules import RuleClass

TESTS = Path(__file__).parents[2] / "tests"
MEANINGS = {
    RuleClass.DRIVES: "stuurt een stap, termijn of blokkade",
    RuleClass.RECORDED: "wordt vastgelegd, herinnerd of gemeld",
    RuleClass.CITED: "grond om naar te verwijzen",
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Geef alle regels als JSON.")
@click.option("--all", "everything", is_flag=True, help="Toon elke regel met zijn tests.")
def rules(as_json: bool, everything: bool) -> None:
    """Toon welke regels uit de overeenkomst een test hebben, en welke M-regels niet.

    M stuurt een stap, termijn of blokkade; S wordt vastgelegd; R is alleen een grond.
    """
    known, shown = read_rules(), marked_tests(TESTS)
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "rule": rule.number,
                        "class": rule.rule_class.value,
                        "title": rule.title,
                        "tests": list(shown.get(rule.number, ())),
                    }
                    for rule in known
                ],
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    if everything:
        for rule in known:
            console.print(f"{rule.number:<8}{rule.rule_class.value}  {rule.title}", markup=False)
            for test in shown.get(rule.number, ()):
                console.print(f"           {test}", markup=False)
        console.print()
    table = Table(box=None, pad_edge=False)
    for heading in ("klasse", "betekenis", "regels", "met test"):
        table.add_column(heading, justify="right" if heading in ("regels", "met test") else "left")
    for rule_class, meaning in MEANINGS.items():
        own = [rule for rule in known if rule.rule_class is rule_class]
        tested = sum(rule.number in shown for rule in own)
        table.add_row(rule_class.value, meaning, str(len(own)), str(tested))
    console.print(table)
    console.print()
    bare = [r for r in known if r.rule_class is RuleClass.DRIVES and r.number not in shown]
    console.print(f"M-regels zonder test: {len(bare)}" if bare else "Elke M-regel heeft een test.")
    for rule in bare:
        console.print(f"  {rule.number:<8}{rule.title}", markup=False)
