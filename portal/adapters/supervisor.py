"""Keeps a few processes running, mixes their logs, and ends them all."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import IO, Any

from portal.adapters.processes import ends_with_parent

RESTART_AFTER_S = (1.0, 2.0, 5.0, 15.0, 30.0)
# A child that ran this long was well; its next end starts counting anew.
WELL_AFTER_S = 60.0
STOP_TIMEOUT_S = 10.0
READY_TIMEOUT_S = 60.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked to stop. No `except Exception` on the way may take it for a failure."""


class ChildFailed(Exception):
    """A child ended, or did not get ready in time; the message says which."""


class StopSignals:
    """Turns the first request to stop into `Stopped`; those that follow change nothing.

    Use as the outermost context manager: it also ends the wait for `Stopped`.
    """

    def __init__(self) -> None:
        self.asked = False
        self._held = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> "StopSignals":
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        return isinstance(error, Stopped)

    @contextlib.contextmanager
    def held_back(self) -> Iterator[None]:
        """Between starting a child and knowing it, nobody may stop us: it would be left behind."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self.asked:
            raise Stopped

    def _ask(self, number: int, frame: FrameType | None) -> None:
        first, self.asked = not self.asked, True
        if first and not self._held:
            raise Stopped


@dataclass(slots=True)
class Child:
    """A process and how to start it again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]
    started_at: float
    restarts: int = 0
    due_at: float | None = None


class Supervisor:
    """Use as a context manager; leaving it ends every child, whatever the reason."""

    def __init__(
        self,
        signals: StopSignals,
        say: Callable[[str], None],
        *,
        stop_timeout_s: float = STOP_TIMEOUT_S,
    ) -> None:
        self.signals = signals
        self.stop_timeout_s = stop_timeout_s
        self._say = say
        self.children: list[Child] = []

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.children:
            if child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + self.stop_timeout_s
        for child in self.children:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a command as a child, with this environment on top of our own."""
        with self.signals.held_back():
            process = self._spawn(name, command, environment)
            self.children.append(Child(name, command, environment, process, time.monotonic()))

    def wait_for(self, ready: Callable[[], bool], what: str) -> None:
        """Wait until something is ready; a child that ends first is an error."""
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not ready():
            dead = next((c for c in self.children if c.process.poll() is not None), None)
            if dead is not None:
                raise ChildFailed(f"{dead.name} is gestopt; lees hierboven waarom.")
            if time.monotonic() > deadline:
                raise ChildFailed(f"{what} werd niet op tijd bereikbaar.")
            time.sleep(0.05)

    def run(self) -> None:
        """Until told to stop: start again what ended, each time a little later."""
        while True:
            time.sleep(0.2)
            for child in self.children:
                self._look_after(child, time.monotonic())

    def _look_after(self, child: Child, now: float) -> None:
        if child.due_at is not None:
            if now >= child.due_at:
                with self.signals.held_back():
                    child.process = self._spawn(child.name, child.command, child.environment)
                    child.started_at, child.due_at = now, None
        elif child.process.poll() is not None:
            if now - child.started_at > WELL_AFTER_S:
                child.restarts = 0
            pause = RESTART_AFTER_S[min(child.restarts, len(RESTART_AFTER_S) - 1)]
            child.restarts, child.due_at = child.restarts + 1, now + pause
            self._tell(f"{child.name:<10} gestopt; start over {pause:.0f} seconden opnieuw")

    def _spawn(
        self, name: str, command: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=ends_with_parent(os.getpid()),
        )
        assert process.stdout is not None
        threading.Thread(target=self._copy_lines, args=(name, process.stdout), daemon=True).start()
        return process

    def _copy_lines(self, name: str, output: IO[bytes]) -> None:
        """Read on whatever happens: a child whose output nobody reads stands still."""
        for line in output:
            words = line.decode(errors="replace").rstrip()
            if words:
                self._tell(f"{name:<10} {words}")

    def _tell(self, words: str) -> None:
        """A line for who is looking; nobody may be, when the terminal was closed."""
        with contextlib.suppress(OSError):
            self._say(words)
