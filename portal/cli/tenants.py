"""Commands for the packs under tenants/: check, load, export."""

import sys
from pathlib import Path

import click

from portal.adapters.clock import utc_now
from portal.adapters.packs import read_files, write_files
from portal.cli.console import console, runtime_or_exit
from portal.domain.calendar import local_date
from portal.domain.configuration.pack import Pack, check_story, pack_files, read_pack
from portal.services.exporting import export_pack
from portal.services.loading import load_pack

TENANTS = Path(__file__).parents[2] / "tenants"
PATH = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def tenants() -> None:
    """Regio, gemeenten en sjablonen als bestanden: controleren, laden, uitvoeren."""


@tenants.command()
@click.option("--map", "folder", type=PATH, default=TENANTS, show_default=True, help="De map.")
def check(folder: Path) -> None:
    """Controleer alle bestanden; noemt elke fout met bestand, sleutel en reden."""
    pack = pack_or_exit(folder)
    found = check_story(pack, loaded_at=utc_now())
    for finding in found:
        click.echo(finding.sentence, err=True)
    if found:
        sys.exit(1)
    console.print(f"Alles klopt: {pack.region.name}, {len(pack.municipalities)} gemeenten.")


@tenants.command()
@click.option("--map", "folder", type=PATH, default=TENANTS, show_default=True, help="De map.")
@click.option("--demo/--zonder-demo", default=False, help="Ook de verzonnen mensen en aanbieders.")
def load(folder: Path, demo: bool) -> None:
    """Laad de bestanden in de database. Mag steeds opnieuw; verandert alleen wat anders is."""
    pack = pack_or_exit(folder)
    runtime = runtime_or_exit()
    if demo and not runtime.settings.demo:
        raise click.ClickException("De demogegevens laden kan alleen in een demo.")
    if not demo:
        pack = Pack(folder=pack.folder, region=pack.region, municipalities=pack.municipalities)
    now = utc_now()
    changed = load_pack(runtime.engine, pack, today=local_date(now), now=now)
    for line in changed:
        console.print(f"  {line}")
    console.print(f"{len(changed)} wijzigingen." if changed else "Er was niets te wijzigen.")


@tenants.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Schrijf de inrichting uit de database als bestanden naar FOLDER."""
    loaded = pack_or_exit(TENANTS)
    runtime = runtime_or_exit()
    written = write_files(
        folder, pack_files(export_pack(runtime.engine, loaded.folder, loaded.region))
    )
    console.print(f"{len(written.changed)} bestanden geschreven in {folder}.")


def pack_or_exit(folder: Path) -> Pack:
    """The pack, or all findings and status 1."""
    files, findings = read_files(folder)
    pack, found = read_pack(files)
    findings = [*findings, *found]
    for finding in findings:
        click.echo(finding.sentence, err=True)
    if pack is None or any(finding.is_error for finding in findings):
        sys.exit(1)
    return pack
