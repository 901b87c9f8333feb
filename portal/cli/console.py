"""What the commands share: settings out of the environment, and words on the terminal."""

import contextlib
import os
import sys
from typing import Any

import click
from rich.console import Console

from portal.services.runtime import Runtime, make_runtime
from portal.settings import Settings, SettingsError

console = Console(highlight=False, soft_wrap=True)


def say(words: str, **style: Any) -> None:
    """A line for who is looking; nobody may be, when the terminal was closed."""
    with contextlib.suppress(OSError):
        console.print(words, markup=False, **style)


def settings_or_exit() -> Settings:
    """The settings; names every missing or wrong one and ends with status 2."""
    try:
        return Settings.from_env(os.environ)
    except SettingsError as error:
        click.echo("Het portaal start niet:", err=True)
        for problem in error.problems:
            click.echo(f"  - {problem}", err=True)
        sys.exit(2)


def runtime_or_exit() -> Runtime:
    """Engine and tools for these settings; let go of when the command ends."""
    runtime = make_runtime(settings_or_exit())
    click.get_current_context().call_on_close(runtime.engine.dispose)
    return runtime
