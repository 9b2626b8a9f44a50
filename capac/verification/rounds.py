"""The steps of ONEM's verification as data (rounds.yaml): whose turn, by when, and how certain the date is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from capac.core.period import Month
from capac.rules import api as rules

REFUNDS = {"C12": "c12_refund", "C13": "c13_refund"}
ANSWERS = {1: "first_answer", 2: "second_answer"}
PHASES = {1: "first", 2: "second", 3: "third"}


@dataclass(frozen=True, slots=True)
class Round:
    """One step. `rule` is a limit of the law's table; else `months` after the introduction month, at its end.

    `certain` is False where only the structure of the procedure is known: pages say so beside the date.
    """

    name: str
    turn: str
    certain: bool
    rule: str = ""
    months: int = 0
    phase: int = 0

    def due_on(self, start: date) -> date:
        """The last day. `start` is in the introduction month, for a refund the day of the first notification."""
        return rules.deadline_on(self.rule, start) if self.rule else Month.of(start).plus(self.months).last


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A difference below `cents` is let be. Above both shares, in millionths, ONEM lets nothing be any more."""

    cents: int
    cases_per_million: int
    expenses_per_million: int
    end_is_certain: bool
    source: str


def rounds(introduction_month: date) -> dict[str, Round]:
    """The steps of an introduction month by name, in order. Raises LookupError before the first month of the table."""
    return {row["name"]: Round(**row) for row in _holding(introduction_month)["steps"]}


def tolerance(introduction_month: date) -> Tolerance:
    """What is let be in an introduction month. Raises LookupError before the first month of the table."""
    told = _holding(introduction_month)
    let, ends = told["tolerance"], told["tolerance_ends"]
    return Tolerance(
        let["cents"], ends["cases_per_million"], ends["expenses_per_million"], ends["certain"], let["source"]
    )


def _holding(month: date) -> dict[str, Any]:
    rows = [row for row in _table() if row["from"] <= month]
    if not rows:
        raise LookupError(f"no rounds of verification are known for {month:%Y-%m}")
    return max(rows, key=lambda row: row["from"])


@cache
def _table() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.load(
        Path(__file__).with_name("rounds.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return loaded
