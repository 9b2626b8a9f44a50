"""After tax: what is kept back from the net for others. Columns of cents, exact, half-up.

Readings 14 to 16 of the reference decide the order and what happens when several meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from capac.core.money import half_up
from capac.rules import sets
from capac.rules.batch import NONE, Flags, Kept, Wide
from capac.rules.parameters import MissingParameterError, Parameter, parameter, precedence, seizure_scale
from capac.rules.sheet import Shown

BASIS = 10_000
EURO = 100
NO_END = 2**62
"""The last band has no upper limit."""
Bands = tuple[tuple[int, int, int], ...]
FIFTH, THIRTY, TWO_FIFTHS, PER_CENT = 20, 30, 40, 100
SOURCES = {
    "maintenance": "Judicial Code art. 1412",
    "seizure": "Judicial Code art. 1409 § 1bis",
    "assignment": "Judicial Code art. 1409 § 1bis; law of 12.4.1965 art. 27",
    "recovery_ex_officio": "Judicial Code art. 1410 § 4",
    "full_recovery": "Judicial Code art. 1410 § 4",
    "collective_debt_settlement": "Judicial Code art. 1675/9",
}
KINDS = tuple(SOURCES)
"""The order is stored in vectors: append only."""
SHARED = ("maintenance", "seizure", "assignment")
"""What maintenance takes leaves less of the seizable part to a seizure, and both less to an assignment (reading 14)."""


@dataclass(frozen=True)
class Withheld:
    """One amount kept back: kind, cents, and the amount in cents on which it was reckoned."""

    kind: str
    cents: int
    base_cents: int

    @property
    def source(self) -> str:
        """The article."""
        return SOURCES[self.kind]


@dataclass(frozen=True)
class KeptBack:
    """Entries, a row each, those of one person together in the order in which they take: whose, the place of the
    kind in KINDS, cents, and the amount in cents on which each was reckoned.

    `shown` are the sets of parameters used, a person each; `refused` is who needs a parameter that is not known.
    """

    person: Wide
    kind: Wide
    cents: Wide
    base: Wide
    shown: Wide
    refused: Mapping[int, MissingParameterError]

    def total(self, people: int) -> Wide:
        """What each person is not paid."""
        summed = np.zeros(people, np.int64)
        np.add.at(summed, self.person, self.cents)
        return summed


@dataclass(frozen=True)
class _Asked:
    """One kind before they meet: whether it asks, how much, and on which amount."""

    holds: Flags
    cents: Wide
    base: Wide


class Scale(NamedTuple):
    """The bands of one day, in cents: from, to and per cent; of a benefit alone, and of one beside a wage."""

    benefit: Bands
    wage: Bands
    child: int


def scale_on(on: date) -> Scale:
    """The scale of ordinary seizure of a day. Raises MissingParameterError."""
    found, _ = seizure_scale(on)
    return Scale(_bands(found, False), _bands(found, True), found["child"] * EURO)


def seizable(net: Wide, scale: Scale, *, children: Wide, with_wage: Flags | bool) -> Wide:
    """The part of net amounts that can be seized, less the amount for children."""
    by_scale = sets.where(with_wage, _banded(net, scale.wage), _banded(net, scale.benefit))
    part: Wide = np.maximum(0, half_up(by_scale, PER_CENT) - children * scale.child)
    return part


def withhold(kept: Kept, shown: Shown, *, gross: Wide, net: Wide, on: date) -> KeptBack:
    """Everything kept back from the nets, in the order of the dated precedence table."""
    wants = kept.settlement | kept.full_recovery | kept.ex_officio | _has_seizure(kept)
    some = np.flatnonzero(wants | (kept.assignment != 0) | (kept.maintenance != 0))
    back = _of_some(kept.rows(some), shown, gross=gross[some], net=net[some], on=on)
    sets = np.zeros(len(net), np.int64)
    sets[some] = back.shown
    refused = {int(some[row]): error for row, error in back.refused.items()}
    return KeptBack(some[back.person], back.kind, back.cents, back.base, sets, refused)


def _of_some(kept: Kept, shown: Shown, *, gross: Wide, net: Wide, on: date) -> KeptBack:
    """Of people from whom something is asked."""
    book = _Book(on, len(net))
    free = ~kept.settlement
    by_scale = free & (_has_seizure(kept) | (kept.assignment != 0))
    part = _seizable_part(kept, net, on) if book.has(by_scale, lambda: seizure_scale(on)[1]) else net
    asked = _asked(kept, book, part=np.where(by_scale, part, net), gross=gross, net=net)
    taken = {"collective_debt_settlement": np.where(kept.settlement, net, 0)}
    for kind in _order(asked, book):
        taken[kind] = _taken(kind, asked[kind], taken, part=np.where(by_scale, part, net), net=net)
    cents = np.array(list(taken.values()), np.int64).reshape(len(taken), len(net)).T
    bases = (
        np.array([asked[kind].base if kind in asked else net for kind in taken], np.int64)
        .reshape(cents.T.shape)
        .T
    )
    person, place = np.nonzero(cents)
    kinds = np.array([KINDS.index(kind) for kind in taken], np.int64)
    return KeptBack(
        person, kinds[place], cents[person, place], bases[person, place], book.sets(shown), book.refused
    )


def _order(asked: Mapping[str, _Asked], book: _Book) -> tuple[str, ...]:
    """The order in which kinds take; it is shown where several meet."""
    meeting = sum(one.holds.astype(np.int64) for one in asked.values())
    if not np.any(meeting):
        return ()
    try:
        order, shown = precedence(book.on)
    except MissingParameterError as error:
        book.refuse(np.asarray(meeting > 0), error)
        return ()
    book.use(np.asarray(meeting > 1), shown)
    return order


class _Book:
    """Which parameters each person's month needed, and who needed one that is not known."""

    def __init__(self, on: date, people: int) -> None:
        self.on, self.people = on, people
        self.used: list[tuple[Flags, Parameter]] = []
        self.refused: dict[int, MissingParameterError] = {}

    def has(self, holds: Flags, of: Callable[[], Parameter]) -> Parameter | None:
        """The parameter that some people need; those people are refused where it is not known."""
        if not holds.any():
            return None
        try:
            found = of()
        except MissingParameterError as error:
            self.refuse(holds, error)
            return None
        self.use(holds, found)
        return found

    def use(self, holds: Flags, found: Parameter) -> None:
        """A parameter on which the months of some people stand."""
        self.used.append((holds, found))

    def refuse(self, holds: Flags, error: MissingParameterError) -> None:
        """People whose month needs what is not known; the first that was missing is named."""
        self.refused = dict.fromkeys(np.flatnonzero(holds).tolist(), error) | self.refused

    def sets(self, shown: Shown) -> Wide:
        """The set of each person."""
        numbers = np.zeros(self.people, np.int64)
        for holds, found in self.used:
            numbers = shown.where(holds, (found,), beside=numbers)
        return numbers


def _has_seizure(kept: Kept) -> Flags:
    """An ordinary seizure, beside or without maintenance."""
    return np.asarray(kept.children != NONE)


def _asked(kept: Kept, book: _Book, *, part: Wide, gross: Wide, net: Wide) -> dict[str, _Asked]:
    """What each kind asks before they meet; nothing of a net that goes to a mediator whole."""
    free = ~kept.settlement
    ex_officio = free & kept.ex_officio & ~kept.full_recovery
    rate = book.has(ex_officio, lambda: parameter("recovery_ex_officio_rate", book.on))
    tenth = half_up(gross * (rate.number if rate else 0), BASIS)
    return {
        "maintenance": _Asked(free & (kept.maintenance != 0), kept.maintenance, net),
        "full_recovery": _Asked(free & kept.full_recovery, net, gross),
        "recovery_ex_officio": _Asked(ex_officio, tenth, gross),
        "seizure": _Asked(free & _has_seizure(kept), part, net),
        "assignment": _Asked(free & (kept.assignment != 0), kept.assignment, net),
    }


def _taken(kind: str, asked: _Asked, taken: Mapping[str, Wide], *, part: Wide, net: Wide) -> Wide:
    """What a kind takes of what those before it left."""
    left = net - sum(taken.values())
    most = np.minimum(asked.cents, np.minimum(left, _left_of(part, kind, taken, left)))
    return np.where(asked.holds, np.maximum(0, most), 0)


def _left_of(part: Wide, kind: str, taken: Mapping[str, Wide], left: Wide) -> Wide:
    """What maintenance and a seizure leave of the seizable part to a seizure and an assignment (reading 14)."""
    if kind not in ("seizure", "assignment"):
        return left
    return part - sum(cents for other, cents in taken.items() if other in SHARED)


def _seizable_part(kept: Kept, net: Wide, on: date) -> Wide:
    """Bands are counted on the sum of incomes (art. 1411); no more than the benefit itself can be taken."""
    children = np.where(kept.children == NONE, 0, kept.children)
    with_wage = kept.other_is_wage & (kept.other_income > 0)
    part = seizable(net + kept.other_income, scale_on(on), children=children, with_wage=with_wage)
    return np.minimum(part, net)


def _bands(scale: dict[str, Any], with_wage: bool) -> Bands:
    free, fifth, most = (scale[name] * EURO for name in ("free", "fifth", "two_fifths"))
    if with_wage and scale["thirty"] is not None:
        thirty = scale["thirty"] * EURO
        return (
            (free, fifth, FIFTH),
            (fifth, thirty, THIRTY),
            (thirty, most, TWO_FIFTHS),
            (most, NO_END, PER_CENT),
        )
    return (free, fifth, FIFTH), (fifth, most, TWO_FIFTHS), (most, NO_END, PER_CENT)


def _banded(net: Wide, bands: Bands) -> Wide:
    """Hundredths of cents: of each band its share."""
    total = net * 0
    for low, high, rate in bands:
        total = total + np.maximum(0, np.minimum(net, high) - low) * rate
    return total
