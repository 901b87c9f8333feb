"""The portal under test on a port, for a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.app import Portal


@dataclass(frozen=True, slots=True)
class Live:
    """A portal and the address at which it answers."""

    portal: Portal
    url: str


class _Quiet(WSGIRequestHandler):
    """Keeps connections open as a real server does, and logs nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002
        """The tests look at the pages."""


@contextmanager
def serve(portal: Portal) -> Iterator[Live]:
    """Answer requests in threads of this process until the block ends."""
    server = make_server("127.0.0.1", 0, portal.app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Live(portal, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
