"""How long what belongs to a kind is kept, read from retention.yaml: dated, each with how certain it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

DOSSIER, CORRESPONDENCE = "dossier", "correspondence"


@dataclass(frozen=True)
class Rule:
    """A rule from a day on: full years after what `after` names; `certain` only when a source of the law says so."""

    since: date
    years: int
    certain: bool
    after: str
    source: str


@cache
def retentions() -> dict[str, tuple[Rule, ...]]:
    """Every kind with its rules, the earliest first."""
    told = yaml.load(Path(__file__).with_name("retention.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {kind: tuple(sorted(map(_rule, rows), key=lambda one: one.since)) for kind, rows in told.items()}


def rule_of(kind: str, *, on: date) -> Rule:
    """The rule of a kind on a day. Raises KeyError for a kind that the table does not have."""
    rules = retentions()[kind]
    return next((one for one in reversed(rules) if one.since <= on), rules[0])


def kept_until(kind: str, last_event: date, *, on: date) -> date:
    """The last day on which something must still be here, by the rule of a day: the same date, years later."""
    years = rule_of(kind, on=on).years
    try:
        return last_event.replace(year=last_event.year + years)
    except ValueError:  # 29 February
        return last_event.replace(year=last_event.year + years, day=28)


def _rule(row: dict[str, object]) -> Rule:
    since, years = row["from"], row["years"]
    assert isinstance(since, date) and isinstance(years, int)
    return Rule(since, years, bool(row["certain"]), str(row["after"]), str(row["source"]))
