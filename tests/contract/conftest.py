"""Every test of the contract has a folder of its own; the clock stands on the third of March 2027."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def warehouse_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPAC_NOW", "2027-03-03")
    settings.WAREHOUSE = tmp_path / "warehouse"
    return tmp_path / "warehouse"
