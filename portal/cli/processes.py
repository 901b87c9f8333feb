"""Commands that start the long-running processes, and bring the database up to date."""

import os
import sys

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.adapters.signing import Signer, new_signing_key
from portal.cli.console import console, runtime_or_exit, settings_or_exit
from portal.migrations.run import newest_revision, upgrade
from portal.services.installation import check_installation


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--port", default=8000, show_default=True, help="Poort om op te luisteren.")
@click.option("--workers", default=2, show_default=True, help="Aantal processen.")
def serve(host: str, port: int, workers: int) -> None:
    """Start de webserver. Zet er een proxy met https voor."""
    check_installation_or_exit()
    Granian(
        "portal.app:from_env",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=1,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


@click.command()
def worker() -> None:
    """Start de uitvoerder: bezorgt, dateert, maakt ontvangstbewijzen, verstuurt mail."""
    settings_or_exit()
    os.execv(sys.executable, [sys.executable, "-m", "worker"])


@click.command()
def clock() -> None:
    """Start de klok: zorgt dat niets blijft liggen, ook als Redis weg is."""
    settings_or_exit()
    os.execv(sys.executable, [sys.executable, "-m", "worker.clock"])


@click.command()
def migrate() -> None:
    """Breng de database naar de nieuwste vorm. Vraagt MIGRATION_URL, de eigenaar van de tabellen."""
    settings = settings_or_exit()
    if settings.migration_url is None:
        raise click.ClickException("MIGRATION_URL ontbreekt: het adres van de eigenaar.")
    upgrade(settings.migration_url, settings.database_url)
    console.print(f"De database staat op versie {newest_revision()}.")


@click.command("signing-key")
@click.option("--public", is_flag=True, help="Toon de openbare helft van SIGNING_KEY, als PEM.")
def signing_key(public: bool) -> None:
    """Maak een nieuwe sleutel voor SIGNING_KEY. Bewaar haar buiten de database."""
    if public:
        click.echo(Signer(settings_or_exit().signing_key).public_key_pem(), nl=False)
    else:
        click.echo(new_signing_key())


def check_installation_or_exit() -> None:
    """Refuse to serve a database that is not meant for it."""
    runtime = runtime_or_exit()
    problems = check_installation(runtime.engine, runtime.settings)
    runtime.engine.dispose()
    if problems:
        for problem in problems:
            click.echo(problem, err=True)
        sys.exit(2)
