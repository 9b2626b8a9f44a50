"""What a month is owed, as flows pass it in; the last calculation of each month; writing a new one.

A calculation is written only when the facts, what verification took out, or the result differ from the last.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from capac.payment.models import Calculation
from capac.records import api as records
from capac.rules import api as rules

Key = tuple[int, str, date]
"""Client, scheme, first day of the reference month."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A reason not to pay, whose turn it is (client, employer, onem, bank, us) and its arguments."""

    reason: str
    turn: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payee:
    """The account on which a month is paid: the client's, a guardian's or a debt mediator's."""

    iban: str
    holder: str


@dataclass(frozen=True, slots=True)
class Due:
    """A month of a client in one scheme, as known: what the rules say, what was taken out, what is claimed back.

    `calculation` is None where nothing can be computed; `stops` say why, and hold the month in any case.
    `bars` hold it only when something is to be paid. `collective`: everything goes to a debt mediator.
    Amounts in cents; `month` is its first day.
    """

    client_id: int
    scheme: str
    month: date
    calculation: rules.Calculation | None
    digest: str = ""
    card_id: int | None = None
    authorisations: tuple[int, ...] = ()
    authorised_on: date | None = None
    lowered: Mapping[str, int] = field(default_factory=dict)
    claimed: int = 0
    payee: Payee | None = None
    collective: bool = False
    stops: tuple[Stop, ...] = ()
    bars: tuple[Stop, ...] = ()

    @property
    def key(self) -> Key:
        """Which month it is."""
        return self.client_id, self.scheme, self.month


@dataclass(frozen=True, slots=True)
class Last:
    """The last calculation of a month: what it rested on and what it said, in cents."""

    id: int
    digest: str
    gross: int
    lowered: Mapping[str, int]
    vector: bytes

    def says(self, due: Due) -> bool:
        """True when the facts lead to the same again, so that nothing new need be kept."""
        same = self.digest == due.digest and self.lowered == dict(due.lowered)
        return same and due.calculation is not None and self.vector == due.calculation.vector


def latest(clients: Collection[int], months: Collection[date]) -> dict[Key, Last]:
    """The last calculation of each month of these clients. One query."""
    rows = Calculation.objects.filter(records.among("client_id", clients), month__in=list(months))
    rows = rows.order_by("month", "scheme", "client_id", "-id").distinct("month", "scheme", "client_id")
    columns = ("client_id", "scheme", "month", "id", "facts_digest", "gross_cents", "lowered", "vector")
    found = {}
    for client_id, scheme, month, pk, digest, gross, lowered, vector in rows.values_list(*columns):
        found[client_id, scheme, month] = Last(pk, digest, gross, dict(lowered), bytes(vector))
    return found


_COLUMNS = (
    "id", "client_id", "scheme", "month", "run_id", "known_at", "facts_digest", "card_id", "authorisations",
    "authorised_on", "allowances_halves", "daily_cents", "gross_cents", "lowered", "lowered_cents", "tax_cents",
    "withheld", "payable_cents", "parameters_version", "vector",
)  # fmt: skip


def keep(rows: Sequence[Due], *, run_id: int, known: datetime) -> dict[Key, int]:
    """Write the calculations of these months, known at the moment of their run. Returns their ids."""
    ids = records.new_ids(Calculation, len(rows))
    version = rules.parameters_version()
    pairs = list(zip(ids, rows, strict=True))
    records.copy_in(
        Calculation,
        _COLUMNS,
        (_row(pk, due, run_id=run_id, known=known, version=version) for pk, due in pairs),
    )
    return {due.key: pk for pk, due in pairs}


def _row(pk: int, due: Due, *, run_id: int, known: datetime, version: str) -> tuple[Any, ...]:
    """Values in the order of _COLUMNS."""
    said = due.calculation
    assert said is not None, "a month that was not computed has nothing to keep"
    return (
        pk, due.client_id, due.scheme, due.month, run_id, known, due.digest, due.card_id, list(due.authorisations),
        due.authorised_on, said.allowances_halves, said.daily_cents, said.gross_cents,
        json.dumps(sorted(due.lowered.items())), sum(due.lowered.values()), said.tax_cents,
        json.dumps([[item.kind, item.cents] for item in said.withheld]), said.payable_cents, version, said.vector,
    )  # fmt: skip
