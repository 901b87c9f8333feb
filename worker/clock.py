"""The clock process: needs PostgreSQL only. Two of them at once do no harm."""

import signal
import sys
import threading
import time

import structlog

from worker.schedule import SCHEDULE

log = structlog.get_logger()

TICK_S = 0.5


def main() -> int:
    """Run what is due until told to stop; a task that fails is tried again at its next turn."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    due = dict.fromkeys((task.name for task in SCHEDULE), 0.0)
    log.info("clock.start")
    while not stop.is_set():
        for task in SCHEDULE:
            if time.monotonic() < due[task.name] or stop.is_set():
                continue
            try:
                task.run()
            except Exception as error:
                log.error("clock.failed", task=task.name, error=type(error).__name__)
            due[task.name] = time.monotonic() + task.every_s
        stop.wait(TICK_S)
    return 0


if __name__ == "__main__":
    sys.exit(main())
