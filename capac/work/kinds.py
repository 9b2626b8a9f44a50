"""What is known of each kind of work, read from kinds.yaml: its promise, its skill, its role, who is told.

Rooms open items by the name of the kind alone. A kind that the table does not know is promised by analogy, may be
taken by everybody who works items, and nobody is told of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

BY_ANALOGY = "2.5.1"
"""The only limit that the contract prints for something a client sends and a person answers."""


@dataclass(frozen=True)
class Kind:
    """One kind. `promise` is an entry of the contract or a time limit of the law.

    `told` is what a client is told about when the promise slips; "" where nobody waits for it outside.
    """

    kind: str
    promise: str = BY_ANALOGY
    is_law: bool = False
    is_analogy: bool = True
    skill: str = ""
    role: str = ""
    told: str = ""


@cache
def kinds() -> dict[str, Kind]:
    """Every known kind by name."""
    rows = yaml.load(Path(__file__).with_name("kinds.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {row["kind"]: _kind(row) for row in rows}


def kind_of(name: str) -> Kind:
    """A kind, known or not."""
    return kinds().get(name, Kind(name))


def skills() -> list[str]:
    """The groups of kinds, in the order of the table."""
    return list(dict.fromkeys(one.skill for one in kinds().values()))


def told_kinds() -> list[str]:
    """Kinds of which the client is told before a date slips."""
    return [name for name, one in kinds().items() if one.told]


def _kind(row: dict[str, str]) -> Kind:
    source = next(name for name in ("norm", "law", "like") if name in row)
    return Kind(
        kind=row["kind"],
        promise=row[source],
        is_law=source == "law",
        is_analogy=source == "like",
        skill=row["skill"],
        role=row.get("role", ""),
        told=row["told"],
    )
