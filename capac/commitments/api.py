"""The front door of commitments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from capac.commitments.load import ContractError, contracts, load
from capac.commitments.model import KINDS, Contract, Indicator, Item, Measure, Norm, Tier, Trap, Within
from capac.commitments.reckoning import Count, Verdict, last_day, promise, tier_met, verdict

__all__ = [
    "KINDS", "Branch", "Contract", "ContractError", "Count", "Indicator", "Item", "Measure", "Norm", "Tier", "Trap", "Verdict",
    "Within", "contract_on", "contracts", "indicator", "indicators", "item", "items", "last_day", "load", "measures", "promise",
    "quoted", "tier_met", "traps_of", "tree", "verdict",
]  # fmt: skip


T = TypeVar("T", Item, Indicator)


@dataclass(frozen=True)
class Branch:
    """A part or objective of the contract's tree, with what stands under it."""

    name: str
    branches: tuple[Branch, ...]
    items: tuple[Item, ...]

    @property
    def size(self) -> int:
        """How many items stand under it."""
        return len(self.items) + sum(branch.size for branch in self.branches)


def contract_on(on: date) -> Contract:
    """The contract whose norms rule on a day: the newest that has begun; after its term it goes on as monitoring."""
    begun = [contract for contract in contracts() if contract.since <= on]
    return begun[-1] if begun else contracts()[0]


def items(kind: str | None = None, *, contract: Contract | None = None) -> tuple[Item, ...]:
    """All items in the contract's order, or those of a kind."""
    found = (contract or contracts()[-1]).items
    return tuple(one for one in found if kind is None or one.kind == kind)


def item(item_id: str, *, contract: Contract | None = None) -> Item:
    """One item. Raises KeyError."""
    return _by_id((contract or contracts()[-1]).items, item_id)


def indicators(*, contract: Contract | None = None) -> tuple[Indicator, ...]:
    """Every indicator and measurable item."""
    return (contract or contracts()[-1]).indicators


def measures(*, contract: Contract | None = None) -> tuple[Measure, ...]:
    """The register of measures: the documentation of every indicator, in their order."""
    return (contract or contracts()[-1]).measures


def indicator(item_id: str, *, contract: Contract | None = None) -> Indicator:
    """One indicator. Raises KeyError."""
    return _by_id(indicators(contract=contract), item_id)


def traps_of(item_id: str, *, contract: Contract | None = None) -> tuple[Trap, ...]:
    """The inconsistencies of the text that touch an item."""
    return tuple(trap for trap in (contract or contracts()[-1]).traps if item_id in trap.items)


def quoted(one: Item, *, contract: Contract | None = None) -> tuple[tuple[int, str], ...]:
    """The contract's own lines of an item, with their numbers."""
    lines = (contract or contracts()[-1]).lines
    first, last = one.lines
    return tuple((number, lines[number - 1].strip()) for number in range(first, last + 1))


def tree(*, contract: Contract | None = None) -> tuple[Branch, ...]:
    """Parts, their objectives, their items, in the contract's order."""
    chosen = items(contract=contract)
    return tuple(
        Branch(
            part,
            tuple(
                Branch(name, (), tuple(o for o in inside if o.objective == name)) for name in _names(inside)
            ),
            (),
        )
        for part, inside in _parts(chosen)
    )


def _parts(chosen: tuple[Item, ...]) -> Iterator[tuple[str, list[Item]]]:
    for part in dict.fromkeys(one.part for one in chosen):
        yield part, [one for one in chosen if one.part == part]


def _names(inside: list[Item]) -> list[str]:
    return list(dict.fromkeys(one.objective for one in inside))


def _by_id(rows: tuple[T, ...], item_id: str) -> T:
    for row in rows:
        if row.id == item_id:
            return row
    raise KeyError(item_id)
