"""`portal verify`: proves that nothing recorded was changed."""

import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress
from sqlalchemy.exc import SQLAlchemyError

from portal.adapters.clock import utc_now
from portal.adapters.failures import told
from portal.adapters.signing import Signer, public_key_from
from portal.cli.console import console, runtime_or_exit
from portal.domain.evidence.chain_files import NoChain
from portal.services.heads import journal_path
from portal.services.verifying import Flaw, Verification, remember, verify_database
from portal.services.verifying.offline import (
    NotReadable,
    check_kept_chain,
    export_chains,
    read_receipt,
    receipt_problems,
)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--receipt", type=FILE, help="Controleer een ontvangstbewijs: het bestand of de pdf.")
@click.option("--chain", type=FILE, help="Controleer een keten die eerder als bestand is bewaard.")
@click.option("--export", type=FOLDER, help="Bewaar elke keten als bestand in deze map.")
@click.option(
    "--public-key",
    "given",
    multiple=True,
    help="Openbare sleutel: base64, PEM, of een bestand daarmee. Mag vaker, ook voor oude sleutels.",
)
@click.option("--zonder-bestanden", is_flag=True, help="Lees de bestanden op schijf niet na.")
@click.option("--alles", is_flag=True, help="Toon alles wat is gevonden, niet alleen het eerste.")
@click.option("--json", "as_json", is_flag=True, help="Geef JSON.")
def verify(
    receipt: Path | None,
    chain: Path | None,
    export: Path | None,
    given: tuple[str, ...],
    zonder_bestanden: bool,
    alles: bool,
    as_json: bool,
) -> None:
    """Controleer of niets van wat is vastgelegd, is veranderd.

    Zonder opties: de ketens van alle gemeenten, de ondertekende koppen in de database en in het
    journaal daarbuiten, en alle zaken, stukken en bestanden waar de ketens voor instaan. Met
    --receipt of --chain zijn database en instellingen niet nodig; geef dan --public-key mee.

    De uitkomst van een controle van alles komt op de pagina van de operator, in getallen.

    Geeft status 0 als alles klopt en 1 als er iets niet klopt.
    """
    if receipt is not None:
        _receipt(receipt, _keys(given), as_json=as_json)
    elif chain is not None:
        _chain(chain, _keys(given), as_json=as_json)
    elif export is not None:
        runtime = runtime_or_exit()
        for path in export_chains(runtime.engine, export, now=utc_now()):
            console.print(str(path), markup=False)
        runtime.engine.dispose()
    else:
        _database(given, files=not zonder_bestanden, everything=alles, as_json=as_json)


def _database(given: tuple[str, ...], *, files: bool, everything: bool, as_json: bool) -> None:
    runtime = runtime_or_exit()
    tools = runtime.tools
    started = time.monotonic()
    with Bars() as bars:
        result = verify_database(
            runtime.engine,
            journal=journal_path(tools.storage.root),
            storage=tools.storage if files else None,
            public_keys=(tools.signer.public_key, *map(_key, given)),
            now=utc_now(),
            progress=bars,
        )
    seconds = time.monotonic() - started
    try:
        remember(runtime.engine, result, with_files=files)
    except SQLAlchemyError as error:
        # Such as on a copy that cannot be written: what was found counts all the same.
        click.echo(f"De uitkomst is niet bewaard ({told(error)}).", err=True)
    runtime.engine.dispose()
    if as_json:
        click.echo(json.dumps(_plain(result, seconds), ensure_ascii=False, indent=2))
    else:
        _print(result, seconds, everything=everything)
    sys.exit(0 if result.is_sound else 1)


def _print(result: Verification, seconds: float, *, everything: bool) -> None:
    for chain in result.chains:
        console.print(
            f"{'[green]klopt[/]' if not chain.flaws else '[bold red]fout [/]'}  {chain.name:<14}"
            f"{chain.entries:>8} regels, {chain.heads} ondertekende koppen"
        )
        _print_flaws(chain.flaws, chain.flaw_count, everything=everything)
    if result.elsewhere:
        console.print("[bold red]fout [/]  buiten de ketens")
        _print_flaws(result.elsewhere, len(result.elsewhere), everything=everything)
    entries = sum(chain.entries for chain in result.chains)
    console.print()
    console.print(
        f"{entries} regels, {result.rows} rijen en {result.files} bestanden nagelezen "
        f"in {seconds:.1f} s. " + ("Alles klopt." if result.is_sound else "Niet alles klopt.")
    )


def _print_flaws(flaws: Iterable[Flaw], found: int, *, everything: bool) -> None:
    shown = list(flaws) if everything else list(flaws)[:1]
    for flaw in shown:
        number = f"regel {flaw.seq}" if flaw.seq else "geen regel"
        console.print(f"       {number}: {flaw.what}. {flaw.why}", markup=False)
    if found > len(shown):
        console.print(f"       en nog {found - len(shown)}")


def _plain(result: Verification, seconds: float) -> dict[str, Any]:
    return {
        "sound": result.is_sound,
        "chains": [
            {
                "slug": chain.slug,
                "name": chain.name,
                "sound": not chain.flaws,
                "entries": chain.entries,
                "heads": chain.heads,
                "first": _plain_flaw(chain.first) if chain.first else None,
                "found": chain.flaw_count,
                "flaws": [_plain_flaw(flaw) for flaw in chain.flaws],
            }
            for chain in result.chains
        ],
        "elsewhere": [_plain_flaw(flaw) for flaw in result.elsewhere],
        "rows": result.rows,
        "files": result.files,
        "seconds": round(seconds, 3),
    }


def _plain_flaw(flaw: Flaw) -> dict[str, Any]:
    return {"number": flaw.seq, "code": flaw.code, "what": flaw.what, "why": flaw.why}


def _receipt(path: Path, keys: tuple[bytes, ...], *, as_json: bool) -> None:
    try:
        receipt = read_receipt(path.read_bytes())
    except NotReadable as error:
        receipt, problems = {}, [str(error)]
    else:
        problems = receipt_problems(receipt, keys)
    about = f"Ontvangstbewijs {receipt.get('reference', '')}" if isinstance(receipt, dict) else ""
    _tell(about, problems, as_json=as_json)


def _chain(path: Path, keys: tuple[bytes, ...], *, as_json: bool) -> None:
    try:
        checked = check_kept_chain(path, keys)
    except NoChain as error:
        _tell(path.name, [str(error)], as_json=as_json)
    else:
        problem = checked.report.problem
        _tell(
            f"Keten van {checked.name}, {checked.report.entries} regels",
            [*checked.heads, *([problem.sentence] if problem else [])],
            as_json=as_json,
        )


def _tell(about: str, problems: list[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(
            json.dumps({"sound": not problems, "problems": problems}, ensure_ascii=False, indent=2)
        )
    else:
        click.echo(f"{about}: {'dit klopt.' if not problems else 'dit klopt niet.'}")
        for problem in problems:
            click.echo(f"  - {problem}")
    sys.exit(1 if problems else 0)


def _keys(given: tuple[str, ...]) -> tuple[bytes, ...]:
    """The keys that were given, else the one of this installation."""
    if given:
        return tuple(map(_key, given))
    seed = os.environ.get("SIGNING_KEY", "")
    if not seed:
        raise click.UsageError("Geef met --public-key de openbare sleutel van het portaal mee.")
    try:
        return (Signer.from_base64(seed).public_key,)
    except ValueError as error:
        raise click.UsageError(f"SIGNING_KEY: {error}") from error


def _key(given: str) -> bytes:
    try:
        path = Path(given)
        text = path.read_text() if len(given) < 4096 and path.is_file() else given
        return public_key_from(text)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"--public-key: {error}") from error


class Bars:
    """Progress on standard error, where somebody looks."""

    def __init__(self) -> None:
        self._progress = RichProgress(
            TextColumn("{task.description:<20}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            transient=True,
            console=type(console)(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> "Bars":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, part: str, total: int) -> None:
        self._task = self._progress.add_task(part, total=total)

    def advance(self, done: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, done)
