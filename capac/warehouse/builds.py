"""Where builds live, and how one takes the place of another: aside, then whole, in one step.

    <CAPAC_WAREHOUSE>/<database>/layout-4/
        lock            held by the one refresh that works
        current         a link to the build that readers use
        <build>/        facts/, models/, manifest.json (written last: without it a build is a ruin)

A reader holds the manifest of its build with a shared lock; only builds that nobody holds are removed.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

LAYOUT = "layout-4"
"""Changes with the columns of the models: a new program never reads the tables of an old one."""
MANIFEST = "manifest.json"
TRIES = 50


@dataclass(frozen=True)
class Build:
    """One build: its folder, the day on which it knows the facts, when it was made, on which calendar."""

    folder: Path
    as_of: date
    built_at: datetime
    calendar_version: str
    facts: int


def home() -> Path:
    """The folder of this database's builds."""
    return Path(settings.WAREHOUSE) / str(connection.settings_dict["NAME"]) / LAYOUT


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """One refresh at a time: a second waits. The system lets go of the lock of a process that died."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def aside(place: Path) -> Path:
    """A new empty build that no reader sees."""
    folder = place / uuid.uuid4().hex
    for part in ("facts", "models"):
        (folder / part).mkdir(parents=True)
    return folder


def publish(build: Build) -> None:
    """Seal a build and let it take the current one's place, in one step."""
    about = asdict(build) | {"folder": build.folder.name}
    (build.folder / MANIFEST).write_text(json.dumps(about, default=str), encoding="utf-8")
    link = build.folder.parent / f"{build.folder.name}.link"
    link.symlink_to(build.folder.name)
    link.replace(build.folder.parent / "current")


def clear(place: Path) -> None:
    """Remove ruins and former builds that nobody reads. Called by the one refresh that works."""
    current = _current(place)
    for path in place.iterdir():
        if path.is_symlink() and path.name != "current":
            path.unlink()
        elif path.is_dir() and not path.is_symlink() and path != current and not _is_read(path):
            shutil.rmtree(path)


@contextmanager
def held() -> Iterator[Build | None]:
    """The current build, kept from removal while it is read; None before the first refresh."""
    place = home()
    for _ in range(TRIES):
        folder = _current(place)
        if folder is None:
            break
        try:
            manifest = (folder / MANIFEST).open("rb")
        except FileNotFoundError:
            continue
        with manifest:
            fcntl.flock(manifest, fcntl.LOCK_SH)
            if os.fstat(manifest.fileno()).st_nlink:
                yield _build(folder, json.load(manifest))
                return
    yield None


def _current(place: Path) -> Path | None:
    try:
        return place / os.readlink(place / "current")
    except FileNotFoundError:
        return None


def _is_read(folder: Path) -> bool:
    """Whether a reader holds it. Who finds it free removes the manifest first, under the same lock."""
    try:
        manifest = (folder / MANIFEST).open("rb")
    except FileNotFoundError:
        return False
    with manifest:
        try:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        (folder / MANIFEST).unlink()
    return False


def _build(folder: Path, about: dict[str, str]) -> Build:
    return Build(
        folder=folder,
        as_of=date.fromisoformat(about["as_of"]),
        built_at=datetime.fromisoformat(about["built_at"]),
        calendar_version=about["calendar_version"],
        facts=int(about["facts"]),
    )
