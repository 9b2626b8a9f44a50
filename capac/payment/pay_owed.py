"""Write months that are new to the books: their calculations, and a payment for each that is owed anything. By COPY."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Case, F, Sum, When
from numpy.typing import NDArray

from capac.core.period import Month
from capac.payment.models import COUNTED, Calculation, Payment, PaymentRun
from capac.payment.owed import Owed
from capac.payment.states import PAYMENTS
from capac.records import api as records
from capac.rules import api as rules

Words = NDArray[np.str_]
_KEPT = (
    "client_id", "scheme", "card_id", "authorisations", "authorised_on", "daily_cents", "gross_cents", "tax_cents",
    "withheld", "payable_cents", "vector",
)  # fmt: skip


def pay_owed(run: PaymentRun, owed: Owed, *, because: records.Because) -> dict[str, int]:
    """Write them in the caller's transaction; returns how many calculations and payments."""
    if not len(owed):
        return {"calculations": 0, "payments": 0}
    ids = np.array(records.new_ids(Calculation, len(owed)), np.int64)
    records.copy_table(Calculation, _calculations(run, owed, ids))
    paid = owed.wide("gross_cents") > 0
    due, calculations = owed.some(paid), ids[paid]
    keys = np.array(records.new_ids(Payment, len(due)), np.int64)
    if len(due):
        records.copy_table(Payment, _payments(run, due, keys, calculations=calculations))
        records.born(PAYMENTS, keys, state="prepared", because=because)
    return {"calculations": len(owed), "payments": len(due)}


def _calculations(run: PaymentRun, owed: Owed, ids: records.Ids) -> pa.Table:
    kept = {name: owed.rows[name] for name in _KEPT}
    return pa.table({
        "id": ids, "facts_digest": owed.rows["digest"], "allowances_halves": owed.rows["halves"],
        **kept,
        **_same(len(owed), month=str(owed.month), run_id=run.pk, known_at=run.known_at.isoformat(), lowered="[]",
                lowered_cents=0, parameters_version=rules.parameters_version()),
    })  # fmt: skip


def _payments(run: PaymentRun, due: Owed, keys: records.Ids, *, calculations: records.Ids) -> pa.Table:
    cause, before = _compared(due, run)
    return pa.table({
        "id": keys, "calculation_id": calculations, "client_id": due.rows["client_id"], "scheme": due.rows["scheme"],
        "gross_cents": due.rows["gross_cents"], "tax_cents": due.rows["tax_cents"],
        "withheld": due.rows["withheld"], "transfer_cents": due.rows["payable_cents"],
        "iban": due.rows["iban"], "holder": due.rows["holder"], "before_cents": before, "cause": cause,
        "end_to_end_id": pc.binary_join_element_wise("P", pc.utf8_lpad(pa.array(keys).cast(pa.string()), 12, "0"), ""),
        **_same(len(due), month=str(due.month), run_id=run.pk, state="prepared", bank_reason=""),
    })  # fmt: skip


def _same(size: int, **values: Any) -> Mapping[str, pa.Array]:
    return {
        name: pa.array([value]).take(pa.array(np.zeros(size, np.int64))) for name, value in values.items()
    }


def _compared(due: Owed, run: PaymentRun) -> tuple[Words, pa.Array]:
    """Why each differs from the month before, as compare.py says one by one, and the gross of that month in cents."""
    month = Month.of(due.month)
    paid, before = _paid(due, month)
    daily, halves = _computed(due, month)
    late = due.month < Month.of(run.introduction_month).previous().first
    told = np.select(
        [
            ~paid,
            np.full(len(due), late),
            before < 0,
            daily != due.wide("daily_cents"),
            halves != due.wide("halves"),
        ],
        ["first", "late", "resumed", "daily_amount", "allowances"],
        "same",
    )
    return told, pa.array(np.maximum(before, 0), mask=~paid)


def _paid(due: Owed, month: Month) -> tuple[NDArray[np.bool_], records.Ids]:
    """Whether anything was ever paid, and the gross of the month before in cents, -1 where it was not paid."""
    last = Case(When(month=month.previous().first, then=F("gross_cents")))
    rows = Payment.objects.filter(records.among("client_id", due.wide("client_id")), state__in=COUNTED)
    sums = rows.order_by().values("client_id", "scheme").annotate(cents=Sum(last))
    types = {"client_id": pa.int64(), "scheme": pa.string(), "cents": pa.int64()}
    table = records.read_table(sums.values_list("client_id", "scheme", "cents"), types)
    row = _row_of(due, table)
    return row >= 0, _taken(table["cents"].fill_null(-1), row, -1)


def _computed(due: Owed, month: Month) -> tuple[records.Ids, records.Ids]:
    """Daily amount and halves of the last calculation of the month before; 0 where there is none."""
    rows = Calculation.objects.filter(
        records.among("client_id", due.wide("client_id")), month=month.previous().first
    )
    rows = rows.order_by("scheme", "client_id", "-id").distinct("scheme", "client_id")
    types = {"client_id": pa.int64(), "scheme": pa.string(), "daily": pa.int64(), "halves": pa.int64()}
    table = records.read_table(
        rows.values_list("client_id", "scheme", "daily_cents", "allowances_halves"), types
    )
    row = _row_of(due, table)
    return _taken(table["daily"], row, 0), _taken(table["halves"], row, 0)


def _row_of(due: Owed, table: pa.Table) -> records.Ids:
    """For each month the row of its client and scheme in a table, -1 where there is none."""
    beside = pa.table(
        {"client_id": table["client_id"], "scheme": table["scheme"], "row": np.arange(len(table))}
    )
    keys = pa.table(
        {"client_id": due.rows["client_id"], "scheme": due.rows["scheme"], "own": np.arange(len(due))}
    )
    joined = keys.join(beside, keys=["client_id", "scheme"], join_type="left outer", use_threads=False)
    found = np.full(len(due), -1)
    found[joined["own"].to_numpy()] = joined["row"].fill_null(-1).to_numpy()
    return found


def _taken(column: pa.ChunkedArray, row: records.Ids, empty: int) -> records.Ids:
    if not len(column):
        return np.full(len(row), empty)
    values = np.asarray(column.to_numpy(), np.int64)
    return np.where(row >= 0, values[np.maximum(row, 0)], empty)
