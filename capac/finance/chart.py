"""The chart of accounts, from data/chart.yaml: our own, and it says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

KINDS = ("asset", "liability", "expense", "memo")
MEANS = ("onem", "own", "none")


@dataclass(frozen=True, slots=True)
class Account:
    """One account: its number, what it is, whose means it is of, and its title by language."""

    number: str
    kind: str
    means: str
    title: dict[str, str]


@cache
def chart() -> dict[str, Account]:
    """Every account by its number, in their order."""
    text = Path(__file__).with_name("data").joinpath("chart.yaml").read_bytes()
    rows = yaml.load(text, Loader=yaml.CSafeLoader)
    return {row["number"]: _account(row) for row in rows}


def _account(row: dict[str, str]) -> Account:
    title = {lang: row[lang] for lang in ("fr", "nl", "de", "en")}
    return Account(row["number"], row["kind"], row["means"], title)
