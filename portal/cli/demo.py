"""`portal demo`: everything at once, with invented people, on this machine only."""

import contextlib
import fcntl
import json
import shutil
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from portal.adapters.engines import EngineError, Servers, home_for, make_home
from portal.adapters.ports import take_port
from portal.adapters.supervisor import ChildFailed, StopSignals, Supervisor
from portal.cli.console import say
from portal.services.demo_database import prepare_demo, wait_until_handled
from portal.settings import Settings

CHECKOUT = Path(__file__).parents[2]
NAME = "demo"
SETTINGS = "instellingen.json"
DEFAULT_PORT = 8000
ANSWER_TIMEOUT_S = 2.0


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65_535), envvar="PORT", default=DEFAULT_PORT,
    show_default=True, help="Poort; is hij bezet, dan de volgende die vrij is.",
)  # fmt: skip
@click.option("--reset", is_flag=True, help="Gooi de gegevens van de demo weg en stop.")
def demo(port: int, reset: bool) -> None:
    """Start het portaal met de demoregio. Ctrl-C stopt alles; de gegevens blijven."""
    home = home_for(CHECKOUT, NAME)
    with StopSignals() as signals, only_one(home):
        if reset:
            shutil.rmtree(home, ignore_errors=True)
            say("De gegevens van de demo zijn weg. De volgende start begint opnieuw.")
            return
        try:
            run(home, port, signals)
        except (EngineError, ChildFailed) as error:
            raise click.ClickException(str(error)) from error
    say("")
    say("De demo is gestopt. De gegevens staan er bij de volgende start weer.")


def run(home: Path, wanted: int, signals: StopSignals) -> None:
    """Engines, data, then the portal's own processes, until told to stop."""
    with contextlib.closing(take_port(wanted)) as port, Servers(home) as engines:
        if port.number != wanted:
            say(f"Poort {wanted} is bezet; de demo neemt {port.number}.")
        settings, environment = prepare_demo(engines, home, port=port.number, say=say)
        with written(home, environment), Supervisor(signals, say) as supervisor:
            portal = (sys.executable, "-m", "portal")
            supervisor.start("web", [*portal, "serve", "--port", str(port.number)], environment)
            supervisor.start("uitvoerder", [*portal, "worker"], environment)
            supervisor.start("klok", [*portal, "clock"], environment)
            supervisor.wait_for(lambda: answers(settings), settings.base_url)
            supervisor.wait_for(lambda: wait_until_handled(settings), "De uitvoerder")
            say("")
            say(f"  Het portaal draait op {settings.base_url}", style="bold")
            say(f"  Aanmelden met één klik: {settings.base_url}/demo")
            say("  Opdrachten op deze demo: .venv/bin/python -m portal --demo verify")
            say("  Stoppen: Ctrl-C. Opnieuw beginnen met verse gegevens: make demo-reset")
            say("")
            supervisor.run()


@contextlib.contextmanager
def written(home: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """The settings of the demo for other commands, as long as it runs; they hold its secrets."""
    path = home / SETTINGS
    path.touch(mode=0o600)
    path.write_text(json.dumps(environment), encoding="utf-8")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def environment_of_demo() -> dict[str, str]:
    """The settings of the demo of this checkout; says so when it does not run."""
    try:
        found: dict[str, str] = json.loads((home_for(CHECKOUT, NAME) / SETTINGS).read_text())
    except OSError as error:
        raise click.ClickException("De demo draait nu niet. Start haar met `make demo`.") from error
    return found


def answers(settings: Settings) -> bool:
    """Whether the web server serves pages."""
    try:
        with urllib.request.urlopen(
            f"{settings.base_url}/gezondheid", timeout=ANSWER_TIMEOUT_S
        ) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@contextlib.contextmanager
def only_one(home: Path) -> Iterator[None]:
    """One demo at a time over the same data; the lock ends with this process."""
    make_home(home.parent, None)
    with (home.parent / f"{home.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            click.echo("De demo van deze map draait al. Stop haar eerst met Ctrl-C.", err=True)
            sys.exit(1)
        yield
