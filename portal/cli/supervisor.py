"""Keeps a few processes running, mixes their logs, and ends them all."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import IO

import click

from portal.adapters.engines import end_with_parent
from portal.cli.console import console

RESTART_AFTER_S = 2.0
STOP_TIMEOUT_S = 10.0
READY_TIMEOUT_S = 60.0


class Stopped(Exception):
    """Somebody asked to stop."""


@dataclass(slots=True)
class Child:
    """A process and how to start it again."""

    name: str
    arguments: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]


class Supervisor:
    """Use as a context manager; leaving it ends every child, whatever the reason."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self._old: dict[int, object] = {}

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._old[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        for number in self._old:
            signal.signal(number, signal.SIG_IGN)
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for child in self.children:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
        for number, old in self._old.items():
            signal.signal(number, old)  # type: ignore[arg-type]
        return isinstance(error, Stopped)

    def start(self, name: str, arguments: list[str], environment: Mapping[str, str]) -> None:
        """Start `portal …` as a child."""
        child = Child(name, arguments, environment, _spawn(arguments, environment))
        self.children.append(child)
        self._follow(child)

    def wait_for(self, ready: Callable[[], bool], what: str) -> None:
        """Wait until something is ready; a child that ends first is an error."""
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not ready():
            dead = next((c for c in self.children if c.process.poll() is not None), None)
            if dead is not None:
                raise click.ClickException(f"{dead.name} is gestopt; lees hierboven waarom.")
            if time.monotonic() > deadline:
                raise click.ClickException(f"{what} werd niet op tijd bereikbaar.")
            time.sleep(0.1)

    def run(self) -> None:
        """Until told to stop: start again what ended."""
        while True:
            time.sleep(0.5)
            for child in self.children:
                if child.process.poll() is not None:
                    console.print(f"{child.name:<10} gestopt; start opnieuw")
                    time.sleep(RESTART_AFTER_S)
                    child.process = _spawn(child.arguments, child.environment)
                    self._follow(child)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        raise Stopped

    def _follow(self, child: Child) -> None:
        output = child.process.stdout
        assert output is not None
        threading.Thread(target=_copy_lines, args=(child.name, output), daemon=True).start()


def _spawn(arguments: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "portal", *arguments],
        env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def _copy_lines(name: str, output: IO[bytes]) -> None:
    for line in output:
        words = line.decode(errors="replace").rstrip()
        if words:
            console.print(f"{name:<10} {words}", markup=False)
