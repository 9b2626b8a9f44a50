"""From a gross wage to a net one, against the reference; and every worked example of it has its case."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from capac.core.money import parse, plain
from capac.rules import parameters, wage_net
from tests.rules.test_cases import CASES, load

ON = date(2026, 4, 1)
WAGES = load("wage_net/*/*.yaml")
EXAMPLES = {
    "E-IDX", "E-MIN", "E-CODE", "E-CC1", "E-PRES", "E-TPV1", "E-CT1", "E-CT4", "E-VJ1", "E-AC1", "E-AGR1", "E-AGR2", "E-AGRP",
    "E-D1", "E-V1", "E-S1", "E-S4",
}  # fmt: skip
"""Section 9, but E-R3, which is of the verification of expenses."""


@pytest.mark.parametrize("row", [row for row in WAGES if "tax" in row.values[0]])
def test_the_tax_of_a_month(row: dict[str, Any]) -> None:
    scale, _ = parameters.wage_net("wage_tax_scale", ON)
    taxable, head = np.array([parse(row["taxable"])]), np.array([row["family"] == "A"])
    assert plain(wage_net.wage_tax(taxable, head, scale)[0]) == row["tax"]


@pytest.mark.parametrize("row", [row for row in WAGES if "bonus" in row.values[0]])
def test_the_work_bonus(row: dict[str, Any]) -> None:
    scale, _ = parameters.wage_net("work_bonus", ON)
    assert plain(wage_net.work_bonus(np.array([parse(row["full_time"])]), scale)[0]) == row["bonus"]


def test_every_worked_example_of_the_reference_has_its_case() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in Path(CASES).rglob("*.yaml"))
    assert set(re.findall(r"E-[A-Z]+[0-9]*", text)) == EXAMPLES
