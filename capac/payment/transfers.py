"""The payments of a run as transfers: what a bank file says of each, in the order in which they were prepared.

They are read as columns, a file at a time; whoever writes the file makes the transfers of them (write_files.py). A
holder of whom no letter can be written holds back nobody else's money: the bank decides on that transfer alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, When

from capac.payment import sepa_text
from capac.payment.communication import Told, communication
from capac.payment.models import Payment
from capac.payment.pain001 import Transfer
from capac.records import api as records
from capac.rules import api as rules

if TYPE_CHECKING:
    import pyarrow as pa

HALVES = 2
Allowances = tuple[tuple[int, int], ...]
_PATHS = {
    "payment_id": "pk", "scheme": "scheme", "end_to_end_id": "end_to_end_id", "transfer_cents": "transfer_cents",
    "iban": "iban", "holder": "holder", "month": "month", "gross_cents": "gross_cents", "tax_cents": "tax_cents",
    "language": "client__language", "halves": "calculation__allowances_halves",
    "daily_cents": "calculation__daily_cents", "month_cents": "calculation__gross_cents",
    "lowered_cents": "calculation__lowered_cents",
}  # fmt: skip
_WORDS = ("scheme", "end_to_end_id", "iban", "holder", "language")
_UNEVEN = "vector"


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
    halves: int
    daily_cents: int
    month_cents: int
    lowered_cents: int
    vector: str | None

    @property
    def is_even(self) -> bool:
        """Whether the last daily amount, times the whole days, is the gross of the month: it held all month."""
        return self.daily_cents * self.halves == self.month_cents * HALVES


def tables(run_id: int, *, most: int) -> Iterator[pa.Table]:
    """The released payments of a run that move money, a table a file: of one payment type, so many at most."""
    rows = Payment.objects.filter(run_id=run_id, state="released", transfer_cents__gt=0)
    for scheme in rows.order_by("scheme").values_list("scheme", flat=True).distinct():
        after = 0
        while len(table := _table(rows.filter(scheme=scheme, pk__gt=after), most)):
            yield table
            after = table["payment_id"][-1].as_py()


def _table(rows: Any, most: int) -> pa.Table:
    """With the vector of each calculation whose gross its last daily amount does not give."""
    import pyarrow as pa

    even = F("calculation__daily_cents") * F("calculation__allowances_halves")
    uneven = Case(When(calculation__gross_cents=even / HALVES, then=None), default=F("calculation__vector"))
    types: dict[str, Any] = {name: pa.string() if name in _WORDS else pa.int64() for name in _PATHS}
    types |= {"month": pa.date32(), _UNEVEN: pa.string()}
    told = rows.annotate(uneven=uneven).order_by("pk").values_list(*_PATHS.values(), "uneven")
    return records.read_table(told[:most], types)


def transfers(table: pa.Table) -> list[Transfer]:
    """The transfer of each row."""
    columns = [column.to_pylist() for column in table.columns]
    return [_transfer(_Row(*row)) for row in zip(*columns, strict=True)]


def _transfer(row: _Row) -> Transfer:
    allowances: Allowances = ((row.halves, row.daily_cents),)
    if row.vector is not None and not row.is_even:
        allowances = _by_amount(bytes.fromhex(row.vector[2:]))
    told = Told(
        month=row.month,
        allowances=allowances,
        gross_cents=row.gross_cents,
        is_whole_month=row.gross_cents == row.month_cents - row.lowered_cents,
        tax_cents=row.tax_cents,
        kept_cents=row.gross_cents - row.tax_cents - row.transfer_cents,
    )
    said = communication(told, row.language)
    return Transfer(row.end_to_end_id, row.transfer_cents, row.iban, sepa_text.name_of(row.holder), said)


def _by_amount(vector: bytes) -> Allowances:
    halves: dict[int, int] = defaultdict(int)
    segments = rules.unpack(vector).segments
    for segment in segments:
        halves[segment.daily_cents] += segment.halves
    paying = tuple((number, cents) for cents, number in halves.items() if number)
    return paying or ((0, segments[-1].daily_cents),)
