"""Reading a contract's folder. Loaded once; a fault in the data stops the start with the item's id."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from capac.commitments.model import (
    KINDS,
    Change,
    Contract,
    Exclusion,
    Indicator,
    Interpretation,
    Item,
    Measure,
    Norm,
    Printed,
    Tier,
    Trap,
    Within,
)

DATA = Path(__file__).parent / "data"
DETAILS = ("norm", "unit", "deadline", "periodicity", "condition", "external_influence", "due_each_year")


class ContractError(ValueError):
    """Data of a contract that cannot be used; names the item."""


@cache
def contracts(folder: Path = DATA) -> tuple[Contract, ...]:
    """Every contract found, oldest first."""
    found = [load(path) for path in sorted(folder.iterdir()) if (path / "contract.yaml").exists()]
    return tuple(sorted(found, key=lambda contract: contract.since))


def load(folder: Path) -> Contract:
    """One contract. Raises ContractError."""
    head = _yaml(folder / "contract.yaml")
    items = [row for path in sorted((folder / "items").glob("*.yaml")) for row in _yaml(path)]
    indicators = tuple(_indicator(row) for row in _optional(folder / "indicators.yaml"))
    return Contract(
        id=str(head["id"]),
        title=head["title"],
        since=head["from"],
        until=head["to"],
        lines=tuple((folder / head["text"]).read_text(encoding="utf-8").splitlines()),
        items=tuple(_item(row) for row in items),
        indicators=indicators,
        traps=tuple(_trap(row) for row in _optional(folder / "traps.yaml")),
        budget=_yaml(folder / "budget.yaml") if (folder / "budget.yaml").exists() else {},
        measures=_measures(folder / "measures.yaml", indicators),
    )


def _item(row: dict[str, Any]) -> Item:
    if row["kind"] not in KINDS:
        raise ContractError(f"{row['id']}: kind {row['kind']!r} is not one of {', '.join(KINDS)}")
    return Item(
        id=row["id"],
        article=row["article"],
        part=row["part"],
        objective=row["objective"],
        party=row["party"],
        kind=row["kind"],
        title=row["title"],
        lines=_lines(row["lines"]),
        quote=row["quote"],
        due=tuple(date.fromisoformat(day) for day in row.get("due", ())),
        details={name: str(row[name]) for name in DETAILS if name in row},
    )


def _indicator(row: dict[str, Any]) -> Indicator:
    return Indicator(
        id=row["id"],
        row=row["row"],
        title=row["title"],
        sentence=_printed(row["sentence"]),
        norm_text=_printed(row["norm_text"]) if "norm_text" in row else None,
        shape=row["shape"],
        population=row.get("population", ""),
        start=row.get("start", ""),
        stop=row.get("stop", ""),
        unit=row.get("unit", ""),
        calendar=row.get("calendar", "none"),
        tiers=tuple(_tier(tier) for tier in row.get("tiers", ())),
        exclusions=tuple(Exclusion(**one) for one in row.get("exclusions", ())),
        per=row.get("per", ""),
        cohort=row.get("cohort", ""),
        lower_is_better=row.get("lower_is_better", False),
        milestones=tuple(row.get("milestones", ())),
        threshold=row.get("threshold", {}),
        interpretation=tuple(_interpretation(one) for one in row["interpretation"]),
        versions=tuple(_norm(version) for version in row["versions"]),
    )


def _tier(row: dict[str, Any]) -> Tier:
    within = Within(**row["within"]) if "within" in row else None
    share_of = tuple(row["share_of"]) if "share_of" in row else None
    return Tier(
        row.get("share_bp"), within, row.get("count"), row.get("mean_bp"), share_of, row.get("of", "")
    )


def _interpretation(row: dict[str, Any]) -> Interpretation:
    return Interpretation(row["who"], date.fromisoformat(row["when"]), row["why"])


def _norm(row: dict[str, Any]) -> Norm:
    until = date.fromisoformat(row["to"]) if row["to"] else None
    return Norm(row["number"], date.fromisoformat(row["from"]), until, row["role"], row["norm_status"])


def _measures(path: Path, indicators: Sequence[Indicator]) -> tuple[Measure, ...]:
    """A measure an indicator, in their order; none where the contract keeps no register. Raises ContractError."""
    if not path.exists():
        return ()
    told = _yaml(path)
    own = {row["id"]: row for row in told["measures"]}
    if unknown := sorted(own.keys() - {one.id for one in indicators}):
        raise ContractError(f"{path.name} documents {', '.join(unknown)}, which is no indicator")
    return tuple(_measure({**told["all"], **own.get(one.id, {}), "id": one.id}) for one in indicators)


def _measure(row: dict[str, Any]) -> Measure:
    if row["next_review_on"] <= row["reviewed_on"]:
        raise ContractError(f"{row['id']}: the next review does not lie after the last one")
    return Measure(**{**row, "changes": tuple(Change(**one) for one in row.get("changes", ()))})


def _printed(row: dict[str, Any]) -> Printed:
    return Printed(row["text"], _lines(row["lines"]))


def _trap(row: dict[str, Any]) -> Trap:
    return Trap(row["number"], row["what"], row["where"], row["answer"], tuple(row["items"]))


def _lines(pair: list[int]) -> tuple[int, int]:
    first, last = pair
    return first, last


def _optional(path: Path) -> list[dict[str, Any]]:
    return _yaml(path) if path.exists() else []


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
