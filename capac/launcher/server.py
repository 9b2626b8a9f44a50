"""Starting, stopping and asking a checkout's PostgreSQL server."""

from __future__ import annotations

import fcntl
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from capac.launcher import binaries
from capac.launcher.place import USUAL_PORT, LauncherError, Place, place_of, prepare

START_SECONDS = 60
PATIENCE_SECONDS, GLANCE_SECONDS = 3.0, 0.1
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
    return os.environ.get("DATABASE_URL") or (place.url() if _answers(place) else None)


def start(*, tcp_port: int | None = None, place: Place | None = None, folder: Path | None = None) -> str:
    """Start the server unless it runs, and return its URL. Two callers at once start one server.

    With `tcp_port` it is started again to listen on 127.0.0.1 too, and the URL there has a new password.
    `folder` holds the programs; by default the system's, else the wheel's. Raises LauncherError.
    """
    place = place or place_of()
    if tcp_port is None and _answers(place):
        _make_database(place, patience=PATIENCE_SECONDS)
        return place.url()
    prepare(place)
    with _alone(place):
        if tcp_port is not None:
            stop(place=place)
        if not _answers(place):
            _forget_dead(place)
            programs = _reachable(folder or _programs(), place)
            _make_cluster(place, programs)
            _launch(place, programs, tcp_port)
    return place.url() if tcp_port is None else _tcp_url(place, tcp_port)


def stop(*, place: Place | None = None) -> bool:
    """Stop the server; True when one was running."""
    place = place or place_of()
    _forget_dead(place)
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
    """True when the server takes connections. Our own database may be away for a moment: a demonstration begins anew."""
    import psycopg

    if not (place.socket / f".s.PGSQL.{place.port}").exists():
        return False
    try:
        with psycopg.connect(place.url("postgres"), connect_timeout=3):
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
    settings = {
        **OPTIONS,
        "unix_socket_directories": str(place.socket),
        "port": str(tcp_port or USUAL_PORT),
    }
    settings["listen_addresses"] = "127.0.0.1" if tcp_port else ""
    flags = " ".join(f"-c {name}={value}" for name, value in settings.items())
    wait = ["-w", "-t", str(START_SECONDS), "-l", place.log, "-o", flags]
    _run(place, [folder / "pg_ctl", "start", "-D", place.data, *wait])
    _make_database(place)


def _make_database(place: Place, *, patience: float = 0) -> None:
    """Make our database unless it is there; whoever has just dropped it to make it anew is given some time."""
    import psycopg

    query = "SELECT 1 FROM pg_database WHERE datname = 'capac'"
    with psycopg.connect(place.url("postgres"), autocommit=True) as connection:
        until = time.monotonic() + patience
        while not (there := connection.execute(query).fetchone()) and time.monotonic() < until:
            time.sleep(GLANCE_SECONDS)
        if not there:
            with suppress(psycopg.errors.DuplicateDatabase):
                connection.execute("CREATE DATABASE capac")


def _tcp_url(place: Place, port: int) -> str:
    """A new password for connections that do not come through the private socket."""
    import psycopg
    from psycopg import sql

    password = secrets.token_urlsafe(24)
    with psycopg.connect(place.url(), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER ROLE capac PASSWORD {}").format(sql.Literal(password)))
    return f"postgresql://capac:{password}@127.0.0.1:{port}/capac"


def _forget_dead(place: Place) -> None:
    """Remove what a server that was killed left behind: its pid may belong to an innocent process by now."""
    left = place.data / "postmaster.pid"
    try:
        pid = int(left.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return
    if not _is_postgres(pid):
        left.unlink(missing_ok=True)
        for socket in place.socket.glob(".s.PGSQL.*"):
            socket.unlink(missing_ok=True)


def _is_postgres(pid: int) -> bool:
    """Whether a process is a server. Where the system does not tell, PostgreSQL itself must find out."""
    if not Path("/proc/self/comm").exists():
        return True
    try:
        return "postgres" in Path(f"/proc/{pid}/comm").read_text(encoding="utf-8")
    except OSError:
        return False


def _major(place: Place) -> int:
    try:
        return int((place.data / "PG_VERSION").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _reachable(folder: Path, place: Place) -> Path:
    """The programs where the cluster's user can run them: copied beside the data when the checkout is closed."""
    if place.user is None or _can_run(folder / "pg_ctl", place.user):
        return folder
    package, copy = folder.parent.parent, place.home / "programs"
    if not copy.exists():
        print(f"{folder} cannot be reached by the user {place.user}: copying it to {copy}", file=sys.stderr)
        _copy(package, folder.parent.name, copy, owner=place.user)
    return copy / package.name / folder.parent.name / folder.name


def _copy(package: Path, programs: str, copy: Path, *, owner: str) -> None:
    """The programs and, for the wheel's, the libraries beside its package, in the same places to each other."""
    part = copy.with_name("programs.part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(package / programs, part / package.name / programs, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, part / libraries.name)
    user = pwd.getpwnam(owner)
    for path in [part, *part.rglob("*")]:
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    part.rename(copy)


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
