"""Whatever ends the demo, nothing of it is left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
DEADLINE_S = 20.0
# Says its number, and that of a grandchild which only ends when its own parent does.
CHILD = "import os, time; print('kind', os.getpid(), flush=True); time.sleep(600)"
PARENT = """
import sys
from portal.adapters.supervisor import StopSignals, Supervisor
def say(line):
    print(line, flush=True)
with StopSignals() as signals, Supervisor(signals, say, stop_timeout_s=1.0) as supervisor:
    for name in ("een", "twee"):
        supervisor.start(name, [sys.executable, "-c", sys.argv[1]], {})
    supervisor.run()
"""


@pytest.fixture
def supervised() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(child: str = CHILD) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PARENT, child],
            cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def numbers(process: subprocess.Popen[str], count: int) -> list[int]:
    """The process ids that the children said, as they came through the log."""
    assert process.stdout is not None
    found: list[int] = []
    for line in process.stdout:
        # Two that talk at once may share a line.
        found += [int(number) for number in re.findall(r"\bkind (\d+)", line)]
        if len(found) == count:
            return found
    raise AssertionError("de kinderen zeiden niets")


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_children_end_with_the_supervisor_whatever_ends_it(
    supervised: Callable[..., subprocess.Popen[str]], number: signal.Signals
) -> None:
    process = supervised()
    children = numbers(process, 2)
    assert not any(is_gone(child) for child in children)
    process.send_signal(number)
    code = process.wait(DEADLINE_S)
    assert wait_until(lambda: all(is_gone(child) for child in children))
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 0)


def test_a_second_request_to_stop_changes_nothing(
    supervised: Callable[..., subprocess.Popen[str]],
) -> None:
    stubborn = f"import signal; signal.signal(signal.SIGTERM, lambda *_: None); {CHILD}"
    process = supervised(stubborn)
    children = numbers(process, 2)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.wait(DEADLINE_S) == 0
    assert wait_until(lambda: all(is_gone(child) for child in children))


def test_a_child_that_ends_is_started_again(
    supervised: Callable[..., subprocess.Popen[str]],
) -> None:
    process = supervised()
    children = numbers(process, 2)
    os.kill(children[0], signal.SIGKILL)
    [again] = numbers(process, 1)
    assert again not in children
    assert not is_gone(children[1])


def test_a_log_that_nobody_reads_any_more_stops_nobody(
    supervised: Callable[..., subprocess.Popen[str]],
) -> None:
    talking = (
        "import os, time\nprint('kind', os.getpid(), flush=True)\n"
        "for _ in range(4000): print('x' * 100, flush=True)\n"
        "open(f'/proc/{os.getpid()}/comm', 'w').write('uitgepraat')\ntime.sleep(600)"
    )
    process = supervised(talking)
    children = numbers(process, 2)
    assert process.stdout is not None
    process.stdout.close()
    for child in children:
        comm = Path(f"/proc/{child}/comm")
        assert wait_until(lambda comm=comm: comm.read_text() == "uitgepraat\n")
    process.send_signal(signal.SIGTERM)
    assert process.wait(DEADLINE_S) == 0
