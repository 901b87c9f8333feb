"""Child processes that end with the one that started them, however that one ends."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def ends_with_parent(parent: int, number: int = signal.SIGINT) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends the child this signal when its parent dies.

    A parent that died before the request was made would never be noticed, so the child looks.
    """

    def ask() -> None:
        if sys.platform != "linux":
            return
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os.kill(os.getpid(), number)

    return ask


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """The same, asked by the child itself for the parent that it has now."""
    ends_with_parent(os.getppid(), number)()
