"""Owed minus paid for one client, scheme and reference month. Pure: values in, a decision out; cents.

Owed is the gross of the rules less what verification took out and may be recovered (C12, C13). What was
paid above it must stand open as debt; what is owed above what was paid is paid. So a positive difference
first cancels the open debt of the month and only the rest is paid; a negative one is claimed.

Debt is gross (AR 25.11.1991 art. 169): tax and what was withheld at source from payments made stay as they
are. A new payment carries what is owed now of each less what payments that count already carried. Where
ONEM took a part out, or a debt stands open, tax and withholdings of the part that remains owed are compared
in proportion, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from capac.core.money import down

TAX, WITHHOLDING = "tax_differs", "withholding_differs"
RECALCULATION = "recalculation"
IN_PROPORTION = frozenset({"recovery_ex_officio", "full_recovery"})
"""Kept as a part of gross or net, so that the part that remains owed carries the same part of it."""
Change = tuple[str, int]
Differs = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Sums:
    """Gross, tax and what was or is to be withheld by kind."""

    gross: int = 0
    tax: int = 0
    withheld: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """What is known of a month: owed by the rules, taken out by cause, counted payments, open debt.

    `before` is what the last calculation said (gross, taken out by cause): what moved since is the cause of
    a debt. `collective`: all goes to a debt mediator, nothing is withheld beside. `accepted`: what does not agree
    and a person accepted.
    """

    owed: Sums
    lowered: Mapping[str, int]
    counted: Sums
    claimed: int
    before: tuple[int, Mapping[str, int]] = (0, {})
    collective: bool = False
    accepted: tuple[Differs, ...] = ()

    @property
    def effective(self) -> int:
        """Gross owed after what was taken out; nobody owes us more of a month than it was paid.

        ONEM judges what was paid. As far as we owe less than that ourselves, it is one error, claimed once.
        """
        corrected = max(0, self.counted.gross - self.owed.gross)
        return max(0, self.owed.gross - max(0, sum(self.lowered.values()) - corrected))

    @property
    def cents(self) -> int:
        """The difference: owed - paid + claimed back."""
        return self.effective - self.counted.gross + self.claimed

    def part(self, cents: int) -> int:
        """What an amount of the whole month comes to for the part of it that is owed, rounded down."""
        whole = self.owed.gross
        return cents if self.effective == whole else down(cents * self.effective, whole)


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows: a payment (None: nothing to pay), changes of the debt by cause, what does not agree.

    `due` is the gross to be paid; when something `differs` there is no payment for it.
    """

    cents: int
    due: int
    payment: Sums | None
    changes: tuple[Change, ...]
    differs: tuple[Differs, ...]


def decide(position: Position) -> Decision:
    """The decision on one month. Running again after it was carried out decides nothing more."""
    due = max(0, position.effective - position.counted.gross)
    stands = max(0, position.counted.gross - position.effective)
    changes = _changes(position, stands - position.claimed)
    payment, differs = _paying(position, due) if due else (None, _compared(position))
    return Decision(position.cents, due, payment, changes, differs)


def _paying(position: Position, due: int) -> tuple[Sums | None, tuple[Differs, ...]]:
    """The payment of what is due, or what makes it impossible: a part below zero, or nothing left to transfer."""
    tax = _step(position, position.part(position.owed.tax), position.counted.tax)
    kept = _kept_now(position)
    differs = tuple(_impossible(position, due, tax, kept))
    if any(one not in position.accepted for one in differs):
        return None, differs
    return _within(due, tax, kept), ()


def _kept_now(position: Position) -> dict[str, int]:
    """What this payment withholds by kind: owed less carried by earlier payments. A mediator gets it whole."""
    if position.collective:
        return {}
    kinds = dict.fromkeys([*position.owed.withheld, *position.counted.withheld])
    steps = {
        kind: _step(
            position,
            position.part(position.owed.withheld.get(kind, 0)),
            position.counted.withheld.get(kind, 0),
        )
        for kind in kinds
    }
    return {kind: cents for kind, cents in steps.items() if cents}


def _step(position: Position, owed: int, carried: int) -> int:
    """Owed less carried. A cent that only the rounding of a part took away is none."""
    step = owed - carried
    return 0 if step == -1 and position.effective != position.owed.gross else step


def _impossible(position: Position, due: int, tax: int, kept: Mapping[str, int]) -> Iterator[Differs]:
    if not 0 <= tax <= due:
        yield TAX, _told(position.part(position.owed.tax), position.counted.tax)
    elif min(kept.values(), default=0) < 0 or tax + sum(kept.values()) > due:
        kind = next((kind for kind, cents in kept.items() if cents < 0), next(iter(kept)))
        owed = position.part(position.owed.withheld.get(kind, 0))
        yield WITHHOLDING, _told(owed, position.counted.withheld.get(kind, 0), kind=kind)


def _within(due: int, tax: int, kept: Mapping[str, int]) -> Sums:
    """Each part as computed, held between zero and what is left: only an accepted difference needs that."""
    left = due
    tax = min(max(0, tax), left)
    left -= tax
    held: dict[str, int] = {}
    for kind, cents in kept.items():
        held[kind] = min(max(0, cents), left)
        left -= held[kind]
    return Sums(due, tax, {kind: cents for kind, cents in held.items() if cents})


def _compared(position: Position) -> tuple[Differs, ...]:
    """Tax and each withholding beside gross, where gross asks for no payment."""
    if position.collective or not position.effective or not position.counted.gross:
        return ()
    found = (
        [] if _agrees(position, position.owed.tax, position.counted.tax, linear=True) else [_tax(position)]
    )
    for kind in dict.fromkeys([*position.owed.withheld, *position.counted.withheld]):
        owed, carried = position.owed.withheld.get(kind, 0), position.counted.withheld.get(kind, 0)
        if not _agrees(position, owed, carried, linear=kind in IN_PROPORTION):
            found.append((WITHHOLDING, _told(position.part(owed), carried, kind=kind)))
            break
    return tuple(differs for differs in found if differs not in position.accepted)


def _tax(position: Position) -> Differs:
    return TAX, _told(position.part(position.owed.tax), position.counted.tax)


def _agrees(position: Position, owed: int, carried: int, *, linear: bool) -> bool:
    """Equal; or, where a part was taken out or is claimed back, in proportion to within a cent.

    A seizure or maintenance has no proportion: it agrees when creditors got no less than is owed to them.
    """
    part, paid, effective = position.part(owed), position.counted.gross, position.effective
    if carried == part:
        return True
    if effective == position.owed.gross == paid:
        return False
    if linear:
        whole = position.owed.gross
        return abs(carried * effective * whole - owed * effective * paid) <= paid * whole
    return carried > part > 0


def _told(owed: int, carried: int, **more: str) -> dict[str, str]:
    return {"owed": str(owed), "carried": str(carried), **more}


def _changes(position: Position, change: int) -> tuple[Change, ...]:
    """The change of the debt by cause: as the facts moved where they explain it, else what they explain first."""
    if change == 0:
        return ()
    moved = _moved(position)
    if sum(moved.values()) == change:
        return tuple((cause, cents) for cause, cents in moved.items() if cents)
    return tuple(_shared(moved, change))


def _moved(position: Position) -> dict[str, int]:
    """By cause, how much less is owed than by the last calculation."""
    gross, lowered = position.before
    causes = sorted({*lowered, *position.lowered})
    moved = {cause: position.lowered.get(cause, 0) - lowered.get(cause, 0) for cause in causes}
    return {**moved, RECALCULATION: gross - position.owed.gross}


def _shared(moved: Mapping[str, int], change: int) -> Iterator[Change]:
    """A change shared among the causes that point its way; what none explains is a recalculation."""
    sign = 1 if change > 0 else -1
    left = abs(change)
    shares: dict[str, int] = {}
    for cause, cents in moved.items():
        shares[cause] = min(left, max(0, sign * cents))
        left -= shares[cause]
    shares[RECALCULATION] = shares.get(RECALCULATION, 0) + left
    return ((cause, sign * cents) for cause, cents in shares.items() if cents)
