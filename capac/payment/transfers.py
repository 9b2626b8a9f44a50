"""The payments of a run as transfers: what a bank file says of each, in the order in which they were prepared.

A holder of whom no letter can be written holds back nobody else's money: the bank decides on that transfer alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from capac.payment import sepa_text
from capac.payment.communication import Told, communication
from capac.payment.models import Calculation, Payment
from capac.payment.pain001 import Transfer
from capac.rules import api as rules

CHUNK = 5000
HALVES = 2
Allowances = tuple[tuple[int, int], ...]
_COLUMNS = (
    "pk", "scheme", "end_to_end_id", "transfer_cents", "iban", "holder", "month", "gross_cents", "tax_cents",
    "client__language", "calculation_id", "calculation__allowances_halves", "calculation__daily_cents",
    "calculation__gross_cents", "calculation__lowered_cents",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One transfer with the payment and the payment type that it is of."""

    payment_id: int
    scheme: str
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns of a payment, in their order."""

    payment_id: int
    scheme: str
    end_to_end_id: str
    transfer_cents: int
    iban: str
    holder: str
    month: date
    gross_cents: int
    tax_cents: int
    language: str
    calculation_id: int
    halves: int
    daily_cents: int
    month_cents: int
    lowered_cents: int

    @property
    def is_even(self) -> bool:
        """Whether the last daily amount, times the whole days, is the gross of the month: it held all month."""
        return self.daily_cents * self.halves == self.month_cents * HALVES


def lines(run_id: int) -> Iterator[Line]:
    """Every released payment of a run that moves money, by payment type."""
    rows = Payment.objects.filter(run_id=run_id, state="released", transfer_cents__gt=0)
    found = (_Row(*row) for row in rows.order_by("scheme", "pk").values_list(*_COLUMNS).iterator(CHUNK))
    while chunk := list(islice(found, CHUNK)):
        uneven = _allowances({row.calculation_id for row in chunk if not row.is_even})
        for row in chunk:
            yield _line(row, uneven.get(row.calculation_id, ((row.halves, row.daily_cents),)))


def _line(row: _Row, allowances: Allowances) -> Line:
    told = Told(
        month=row.month,
        allowances=allowances,
        gross_cents=row.gross_cents,
        is_whole_month=row.gross_cents == row.month_cents - row.lowered_cents,
        tax_cents=row.tax_cents,
        kept_cents=row.gross_cents - row.tax_cents - row.transfer_cents,
    )
    said = communication(told, row.language)
    name = sepa_text.name_of(row.holder)
    transfer = Transfer(row.end_to_end_id, row.transfer_cents, row.iban, name, said)
    return Line(row.payment_id, row.scheme, transfer)


def _allowances(calculations: Collection[int]) -> dict[int, Allowances]:
    """Halves and daily amount of each segment that pays, equal amounts together, in the month's order."""
    rows = Calculation.objects.filter(pk__in=list(calculations)).values_list("pk", "vector")
    return {pk: _by_amount(bytes(vector)) for pk, vector in rows}


def _by_amount(vector: bytes) -> Allowances:
    halves: dict[int, int] = defaultdict(int)
    segments = rules.unpack(vector).segments
    for segment in segments:
        halves[segment.daily_cents] += segment.halves
    paying = tuple((number, cents) for cents, number in halves.items() if number)
    return paying or ((0, segments[-1].daily_cents),)
