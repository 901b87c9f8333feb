"""Web servers and a browser that only sends and waits."""

import http.client
import os
import re
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@contextmanager
def server(target: str, port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """One granian process with one worker and one thread: portal and bare app run alike."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", "1", "--no-ws", "--factory",
        "--log-level", "error", target,
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _wait(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/gezondheid")
            connection.getresponse().read()
            connection.close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"poort {port}")


class Browser:
    """Keeps one connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._send("GET", path, None, {})[1]

    def post(self, path: str, fields: Mapping[str, Any]) -> tuple[float, int, str]:
        """Seconds until the answer was read, its status, and where it points."""
        body = urllib.parse.urlencode(list(_pairs(fields)))
        return self._timed(path, body.encode(), "application/x-www-form-urlencoded")

    def upload(
        self, path: str, fields: Mapping[str, Any], name: str, file_name: str, content: bytes
    ) -> tuple[float, int, str]:
        """The same as multipart, with a file."""
        mark = "----meting"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in _pairs(fields)
        ]
        parts.append(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
        )
        body = b"".join(parts) + content + f"\r\n--{mark}--\r\n".encode()
        return self._timed(path, body, f"multipart/form-data; boundary={mark}")

    def _timed(self, path: str, body: bytes, kind: str) -> tuple[float, int, str]:
        started = time.perf_counter()
        response, _ = self._send("POST", path, body, {"Content-Type": kind})
        return time.perf_counter() - started, response.status, response.headers.get("Location", "")

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, "Cookie": cookie})
        response = self.connection.getresponse()
        text = response.read().decode(errors="replace")
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response, text


def token_on(page: str) -> str:
    """The form's token."""
    found = TOKEN.search(page)
    assert found, page[:500]
    return found.group(1)


def hidden_on(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, (name, page[:500])
    return found.group(1)


def _pairs(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in fields.items():
        for each in value if isinstance(value, list) else [value]:
            yield name, str(each)
