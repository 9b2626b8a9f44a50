"""What was stored is read for ever, and what is stored now says everything again."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
import yaml

from capac.rules.api import render, unpack
from capac.rules.vector import VectorError, pack

FOLDER = Path(__file__).parent / "stored"
STORED = [
    row for path in sorted(FOLDER.glob("*.yaml")) for row in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("row", STORED, ids=lambda row: row["name"])
def test_a_stored_calculation_is_told_as_on_its_day(row: dict[str, Any]) -> None:
    told = render(base64.b64decode(row["vector"]), "en")
    assert [[step.name, step.value] for step in told.steps] == row["steps"]
    assert " ".join(f"{day.why}:{day.halves}" for day in told.days) == row["days"]
    assert [[one.name, str(one.since)] for one in told.parameters] == row["parameters"]


@pytest.mark.parametrize("row", STORED, ids=lambda row: row["name"])
def test_what_is_read_can_be_stored_again(row: dict[str, Any]) -> None:
    steps = unpack(base64.b64decode(row["vector"]))
    assert unpack(pack(steps)) == steps


@pytest.mark.parametrize(
    "vector", [b"", b"\1", bytes(8), b"\3" + bytes(200), b"\2" + bytes(20), b"\1" + bytes(20)]
)
def test_bytes_that_are_no_calculation_are_refused(vector: bytes) -> None:
    with pytest.raises(VectorError):
        unpack(vector)
