"""Starting, stopping and asking a checkout's PostgreSQL server."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from capac.launcher import binaries
from capac.launcher.place import LauncherError, Place, place_of, prepare

START_SECONDS = 60
OPTIONS = {
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "200",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "timezone": "Europe/Brussels",
    "jit": "off",
}


def ensure() -> str:
    """The database's URL: DATABASE_URL, or our own server's, started if it is not running."""
    return os.environ.get("DATABASE_URL") or start()


def current_url() -> str | None:
    """The database's URL when there is one to connect to now; starts nothing."""
    place = place_of()
    return os.environ.get("DATABASE_URL") or (place.url if _answers(place) else None)


def start(*, tcp_port: int | None = None, place: Place | None = None, folder: Path | None = None) -> str:
    """Start the server unless it runs, and return its URL. Two callers at once start one server.

    `folder` holds the programs; by default the system's, else the wheel's. Raises LauncherError.
    """
    place = place or place_of()
    if tcp_port is None and _answers(place):
        return place.url
    prepare(place)
    with _alone(place):
        if tcp_port is not None:
            stop(place=place)
        if not _answers(place):
            programs = _reachable(folder or _programs(), place)
            _make_cluster(place, programs)
            _launch(place, programs, tcp_port)
    return place.url


def stop(*, place: Place | None = None) -> bool:
    """Stop the server; True when one was running."""
    place = place or place_of()
    if not (place.data / "postmaster.pid").exists():
        return False
    folder = _reachable(_programs_of(place), place)
    ended = _run(place, [folder / "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-w"], check=False)
    return ended.returncode == 0


def reset(*, place: Place | None = None) -> None:
    """Stop the server and remove the cluster with all its data."""
    place = place or place_of()
    stop(place=place)
    shutil.rmtree(place.home, ignore_errors=True)
    shutil.rmtree(place.socket, ignore_errors=True)


def status(*, place: Place | None = None) -> dict[str, str]:
    """Where the cluster is, which programs it uses, whether it answers."""
    place = place or place_of()
    given = os.environ.get("DATABASE_URL")
    if given:
        return {"state": "given by DATABASE_URL"}
    programs = binaries.system() or binaries.wheel()
    return {
        "state": "running" if _answers(place) else "stopped",
        "data": str(place.data),
        "socket": str(place.socket),
        "programs": str(programs) if programs else "none",
        "user": place.user or pwd.getpwuid(os.getuid()).pw_name,
    }


def _programs() -> Path:
    found = binaries.system() or binaries.wheel()
    if found is None:
        raise LauncherError(
            "no PostgreSQL 15 to 18 was found. Run `make setup` (it brings one), install PostgreSQL, or set DATABASE_URL"
        )
    return found


def _programs_of(place: Place) -> Path:
    """The programs that made this cluster; another major version could not open it."""
    if place.settled.exists():
        made_by = Path(place.settled.read_text(encoding="utf-8").strip())
        if (made_by / "pg_ctl").exists():
            return made_by
    return _programs()


def _answers(place: Place) -> bool:
    """True when the server takes connections."""
    import psycopg

    if not (place.socket / ".s.PGSQL.5432").exists():
        return False
    try:
        with psycopg.connect(place.url, connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


def _make_cluster(place: Place, folder: Path) -> None:
    """Make the cluster once; one that was left half made, or by a version that is gone, is made again."""
    if place.settled.exists() and _major(place) == binaries.version(folder):
        return
    if place.settled.exists():
        raise LauncherError(
            f"{place.data} was made by PostgreSQL {_major(place)} and {folder} is another version. "
            "Run `make reset` to begin anew (all data is lost), or set DATABASE_URL"
        )
    shutil.rmtree(place.data, ignore_errors=True)
    options = [
        "-U",
        "capac",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
    ]
    _run(place, [folder / "initdb", "-D", place.data, *options])
    place.settled.write_text(str(folder), encoding="utf-8")


def _launch(place: Place, folder: Path, tcp_port: int | None) -> None:
    settings = {**OPTIONS, "unix_socket_directories": str(place.socket), "port": str(tcp_port or 5432)}
    settings["listen_addresses"] = "127.0.0.1" if tcp_port else ""
    flags = " ".join(f"-c {name}={value}" for name, value in settings.items())
    wait = ["-w", "-t", str(START_SECONDS), "-l", place.log, "-o", flags]
    _run(place, [folder / "pg_ctl", "start", "-D", place.data, *wait])
    _make_database(place, tcp_port)


def _make_database(place: Place, tcp_port: int | None) -> None:
    import psycopg

    address = f"postgresql://capac@/postgres?host={place.socket}&port={tcp_port or 5432}"
    with psycopg.connect(address, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'capac'").fetchone()
        if not there:
            connection.execute("CREATE DATABASE capac")


def _major(place: Place) -> int:
    try:
        return int((place.data / "PG_VERSION").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _reachable(folder: Path, place: Place) -> Path:
    """The programs where the cluster's user can run them: copied beside the data when the checkout is closed."""
    if place.user is None or _can_run(folder / "pg_ctl", place.user):
        return folder
    copy = place.home / "programs"
    if not copy.exists():
        print(f"{folder} cannot be reached by the user {place.user}: copying it to {copy}", file=sys.stderr)
        shutil.copytree(folder.parent, copy, symlinks=True)
    return copy / folder.name


def _can_run(program: Path, user: str) -> bool:
    try:
        return (
            subprocess.run([program, "--version"], user=user, capture_output=True, check=False).returncode
            == 0
        )
    except (OSError, subprocess.SubprocessError):
        return False


def _run(place: Place, command: list[Any], *, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run a program as the cluster's owner, in a folder that it can enter, its output kept apart from ours."""
    owner = pwd.getpwnam(place.user) if place.user else None
    ended = subprocess.run(
        [str(part) for part in command],
        cwd=place.socket,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if "start" not in command else subprocess.DEVNULL,
        check=False,
        user=place.user,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )
    if check and ended.returncode:
        said = (ended.stderr or b"").decode(errors="replace").strip()
        raise LauncherError(f"{Path(command[0]).name} failed: {said or f'see {place.log}'}")
    return ended


@contextmanager
def _alone(place: Place) -> Iterator[None]:
    """One starter at a time, across processes."""
    with (place.home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
