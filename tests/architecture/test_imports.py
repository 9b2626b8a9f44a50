"""The import contracts hold, and each of them can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, order, rooms

PROGRAM = Path(sys.executable).with_name("lint-imports")
BAD = {
    "The rooms": ("people/api.py", "import capac.work.api"),
    "The rooms: siblings": ("rules/api.py", "import capac.commitments.api"),
    "The rooms: a room that no layer names": ("attic/__init__.py", ""),
    "Front doors": ("work/queue.py", "from capac.people.models import Client"),
    "Channels": ("channels/ebox/api.py", "import capac.channels.letters.api"),
    "Each public": ("web/board/views.py", "from capac.web.site import views as others"),
    "The launcher": ("launcher/place.py", "import capac.core.money"),
    "The product": ("flows/check_all.py", "import world"),
}


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    """lint-imports over a checkout."""
    return subprocess.run(
        [PROGRAM, "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    said = contracts(ROOT)
    assert said.returncode == 0, said.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python files of capac and world, alone."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("capac", "world"):
        shutil.copytree(ROOT / name, folder / name, ignore=_other_than_python)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _other_than_python(folder: str, names: list[str]) -> list[str]:
    return [
        name
        for name in names
        if name == "__pycache__" or not (name.endswith(".py") or (Path(folder) / name).is_dir())
    ]


@pytest.mark.parametrize("contract", BAD)
def test_a_wrong_import_breaks_its_contract(copy: Path, contract: str) -> None:
    place, line = BAD[contract]
    path = copy / "capac" / place
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    said = contracts(copy)
    if before is None:
        shutil.rmtree(path.parent)
    else:
        path.write_text(before, encoding="utf-8")
    verdicts = [line for line in said.stdout.splitlines() if " BROKEN" in line]
    assert any(line.startswith(contract.split(":")[0]) for line in verdicts), said.stdout


def test_every_room_stands_on_a_floor() -> None:
    assert set(rooms()) - {"launcher"} <= set(order())
    assert order()["work"] < order()["channels"] == order()["ebox"] < order()["letters"] < order()["dossier"]
