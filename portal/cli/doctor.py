"""`portal doctor`: is everything there that the portal runs on, and does it behave?"""

import json
import os
import sys

import click
from rich.table import Table

from portal.cli.console import console
from portal.services.doctor import SETTINGS, Part, Verdict, examine
from portal.services.runtime import make_runtime
from portal.settings import Settings, SettingsError

STYLES = {Verdict.WELL: "green", Verdict.LOOK: "yellow", Verdict.WRONG: "bold red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Geef JSON, voor bewaking.")
def doctor(as_json: bool) -> None:
    """Onderzoek deze installatie: instellingen, database, Redis, werk, opslag en mail.

    Leest en verandert niets. Geeft status 0 als er niets fout is, anders 1.
    """
    parts = _settings_parts()
    if as_json:
        click.echo(json.dumps([_plain(part) for part in parts], ensure_ascii=False, indent=2))
    else:
        _print(parts)
    sys.exit(1 if any(part.verdict is Verdict.WRONG for part in parts) else 0)


def _settings_parts() -> list[Part]:
    """The settings first: without them there is nothing to examine."""
    try:
        settings = Settings.from_env(os.environ)
    except SettingsError as error:
        return [Part("Instellingen", Verdict.WRONG, problem) for problem in error.problems]
    parts = [SETTINGS]
    runtime = make_runtime(settings)
    try:
        parts += examine(runtime)
    finally:
        runtime.engine.dispose()
    return parts


def _plain(part: Part) -> dict[str, str]:
    return {"part": part.name, "verdict": part.verdict.value, "sentence": part.sentence}


def _print(parts: list[Part]) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    for part in parts:
        table.add_row(f"[{STYLES[part.verdict]}]{part.verdict.value}[/]", part.name, part.sentence)
    console.print(table, soft_wrap=False)
    wrong = sum(part.verdict is Verdict.WRONG for part in parts)
    console.print()
    console.print(
        f"{wrong} van de {len(parts)} punten {'is' if wrong == 1 else 'zijn'} fout."
        if wrong
        else "Alles is in orde."
    )
