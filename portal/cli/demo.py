"""`portal demo`: everything at once, with invented people, on this machine only."""

import os
import shutil
import sys
from pathlib import Path

import click

from portal.adapters.engines import EngineError, Servers, home_for
from portal.adapters.ports import free_port
from portal.cli.console import console
from portal.cli.supervisor import Supervisor
from portal.services.demo_database import prepare_demo, wait_until_handled

CHECKOUT = Path(__file__).parents[2]
NAME = "demo"
DEFAULT_PORT = 8000


@click.command()
@click.option(
    "--port", type=int, envvar="PORT", default=DEFAULT_PORT, show_default=True, help="Poort."
)
@click.option("--reset", is_flag=True, help="Gooi de gegevens van de demo weg en stop.")
def demo(port: int, reset: bool) -> None:
    """Start het portaal met de demoregio. Ctrl-C stopt alles; de gegevens blijven."""
    home = home_for(CHECKOUT, NAME)
    if reset:
        shutil.rmtree(home, ignore_errors=True)
        console.print("De gegevens van de demo zijn weg. De volgende start begint opnieuw.")
        return
    chosen = free_port(port)
    if chosen != port:
        console.print(f"Poort {port} is bezet; de demo neemt {chosen}.")
    try:
        with Supervisor() as supervisor, Servers(home) as engines:
            settings, environment = prepare_demo(engines, home, port=chosen, say=console.print)
            os.environ.update(environment)
            supervisor.start("web", ["serve", "--port", str(chosen)], environment)
            supervisor.start("uitvoerder", ["worker"], environment)
            supervisor.start("klok", ["clock"], environment)
            supervisor.wait_for(lambda: wait_until_handled(settings), settings.base_url)
            console.print()
            console.print(f"  Het portaal draait op {settings.base_url}", style="bold")
            console.print(f"  Aanmelden met één klik: {settings.base_url}/demo")
            console.print("  Stoppen: Ctrl-C. Opnieuw beginnen met verse gegevens: make demo-reset")
            console.print()
            supervisor.run()
    except EngineError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
