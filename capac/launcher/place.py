"""Where a checkout's cluster lives, and which user owns it.

PostgreSQL refuses to run as root. As root the cluster belongs to the user postgres (or nobody) and
lives where that user can go; else it lives in the checkout and belongs to whoever runs it.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import tempfile
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
USUAL_PORT = 5432


class LauncherError(RuntimeError):
    """The database could not be started or stopped. The message says what was tried and what to do."""


@dataclass(frozen=True)
class Place:
    """A cluster's folder, its socket's folder and the user that owns both (None: whoever runs)."""

    home: Path
    socket: Path
    user: str | None

    @property
    def data(self) -> Path:
        """The cluster's data."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "server.log"

    @property
    def settled(self) -> Path:
        """Written last when the cluster is made; without it the cluster is made again."""
        return self.home / "ready"

    @property
    def port(self) -> int:
        """The number in the socket's name: 5432 unless the server was asked to listen on another port too."""
        found = sorted(self.socket.glob(".s.PGSQL.[0-9]*")) if self.socket.is_dir() else []
        numbers = [int(path.suffix[1:]) for path in found if path.suffix[1:].isdecimal()]
        return next(iter(numbers), USUAL_PORT)

    def url(self, database: str = "capac") -> str:
        """How to connect: the socket's folder as host."""
        port = "" if self.port == USUAL_PORT else f"&port={self.port}"
        return f"postgresql://capac@/{database}?host={self.socket}{port}"


def place_of(checkout: Path = CHECKOUT) -> Place:
    """The place of a checkout's cluster. Two checkouts never share one."""
    mark = hashlib.sha256(str(checkout).encode()).hexdigest()[:8]
    socket = Path(tempfile.gettempdir()) / f"capac-{os.getuid()}-{mark}"
    if os.getuid() != 0:
        return Place(checkout / ".run" / "postgres", socket, None)
    return Place(Path("/var/lib") / f"capac-{mark}", socket, _unprivileged())


def prepare(place: Place) -> None:
    """Make both folders, private to their owner. Refuses a socket folder that belongs to somebody else."""
    owner = pwd.getpwnam(place.user).pw_uid if place.user else os.getuid()
    for folder in (place.home, place.socket):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.getuid() == 0:
            os.chown(folder, owner, pwd.getpwuid(owner).pw_gid)
        if folder.stat().st_uid != owner:
            raise LauncherError(f"{folder} belongs to another user; remove it or set DATABASE_URL")
        folder.chmod(0o700)


def _unprivileged() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise LauncherError(
        "no unprivileged user to run PostgreSQL; create one named postgres or set DATABASE_URL"
    )
