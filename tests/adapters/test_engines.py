"""PostgreSQL and Redis of our own: beside each other, after a crash, without touching a mode."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from portal.adapters.engines import Engines, Servers, make_home
from portal.adapters.ports import take_port

CHECKOUT = Path(__file__).parents[2]
RUN = """
import sys, time
import tempfile
from collections.abc import Iterator
from pathlib import Path
from portal.adapters.engines import Servers
with Servers(Path(sys.argv[1])) as engines:
    print(engines.admin_url, flush=True)
    time.sleep(600)
"""


def modes_above(path: Path) -> dict[Path, tuple[int, int, int]]:
    stats = {parent: parent.stat() for parent in path.parents}
    return {parent: (s.st_mode, s.st_uid, s.st_gid) for parent, s in stats.items()}


def answers(engines: Engines) -> bool:
    """Whether both servers do what they are for."""
    with psycopg.connect(engines.admin_url) as connection:
        row = connection.execute("SELECT 1").fetchone()
    with redis.Redis.from_url(engines.redis_url) as store:
        return row == (1,) and bool(store.ping())


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory whose name has a space, as somebody's home may have."""
    # Not below pytest's own folder: nobody but root gets through that one.
    folder = Path(tempfile.mkdtemp(prefix="zp test "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_the_engines_change_no_mode_and_no_owner_of_what_was_there(place: Path) -> None:
    home = place / "var" / "demo"
    before = modes_above(place / "x")
    with Servers(home, durable=False) as engines:
        assert answers(engines)
    assert modes_above(place / "x") == before


def test_engines_that_were_killed_start_again_with_their_data(place: Path) -> None:
    home = place / "demo"
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(home)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bewaard AS SELECT 7 AS getal")
    server = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
    sockets = Path(url.partition("host=")[2])
    os.kill(server, signal.SIGKILL)
    process.kill()
    process.wait()
    process.stdout.close()
    with (
        Servers(home, durable=False) as engines,
        psycopg.connect(engines.admin_url) as connection,
    ):
        assert connection.execute("SELECT getal FROM bewaard").fetchone() == (7,)
    assert not sockets.exists()


def test_a_server_that_is_still_ending_is_waited_for(place: Path) -> None:
    home = place / "demo"
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(home)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.wait()
    process.stdout.close()
    with Servers(home, durable=False) as engines:
        assert answers(engines)


def test_two_homes_run_beside_each_other(place: Path) -> None:
    with (
        Servers(place / "een", durable=False) as one,
        Servers(place / "twee", durable=False) as two,
    ):
        assert one != two
        assert answers(one)
        assert answers(two)


def test_a_cluster_that_was_cut_off_while_it_was_made_is_made_again(place: Path) -> None:
    home = place / "demo"
    half = home / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with Servers(home, durable=False) as engines:
        assert answers(engines)


def test_directories_that_root_makes_can_be_passed_by_others_whatever_its_umask(
    place: Path,
) -> None:
    before = os.umask(0o077)
    try:
        make_home(place / "a" / "b", None)
    finally:
        os.umask(before)
    expected = 0o755 if os.geteuid() == 0 else 0o700
    assert (place / "a").stat().st_mode & 0o777 == expected


def test_a_taken_port_gives_the_next_one() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        wanted = busy.getsockname()[1]
        taken = take_port(wanted)
        try:
            assert taken.number > wanted
        finally:
            taken.close()


def test_a_port_is_kept_from_the_next_demo_before_anybody_listens() -> None:
    first = take_port(18_200)
    second = take_port(18_200)
    try:
        assert second.number > first.number
        beside = socket.socket()
        beside.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        beside.bind(("127.0.0.1", first.number))
        beside.close()
    finally:
        first.close()
        second.close()
