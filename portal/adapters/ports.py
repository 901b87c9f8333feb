"""Free TCP ports on this machine."""

import socket

LOOPBACK = "127.0.0.1"
TRIES = 100


def free_port(wanted: int) -> int:
    """The wanted port, or the next one that is free."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise OSError(f"tussen {wanted} en {wanted + TRIES} is geen poort vrij")
