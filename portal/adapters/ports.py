"""Free TCP ports on this machine."""

import socket

LOOPBACK = "127.0.0.1"
TRIES = 100


class PortTaken:
    """A port that is ours while this is open; whoever looks for a free one passes it over.

    The web server binds beside it: both ask for SO_REUSEPORT, and this one never listens.
    """

    def __init__(self, number: int, held: socket.socket) -> None:
        self.number = number
        self.held = held

    def close(self) -> None:
        self.held.close()


def take_port(wanted: int) -> PortTaken:
    """The wanted port, or the next one that is free. 0 lets the system choose."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        if wanted and not _is_free(port):
            continue
        held = socket.socket()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            held.bind((LOOPBACK, port))
        except OSError:
            held.close()
            continue
        return PortTaken(held.getsockname()[1], held)
    raise OSError(f"tussen {wanted} en {wanted + TRIES} is geen poort vrij")


def _is_free(port: int) -> bool:
    """Whether nobody is bound to it, not even somebody who shares it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
