"""Months of one reference month as columns: what each is owed, as known, and who of them is new to the books.

Most months of a run were never looked at before: nothing was computed, paid, held or claimed of them. Of those the
difference is what is owed, and payments follow as columns. Whoever stands in the books is weighed one by one
(weighing.py); `sort_out` may leave too many to it, never too few.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from capac.core.period import Month
from capac.payment.calculations import Due, Payee, Stop
from capac.payment.doubts import in_doubt
from capac.payment.models import Calculation, Hold, Payment
from capac.payment.payee_doubts import doubted
from capac.records import api as records
from capac.rules import api as rules

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Owed:
    """A row a client, each once, in order: `client_id`, `scheme`, `digest`, `card_id`, `authorisations` (as PostgreSQL
    writes a list), `authorised_on`, `iban`, `holder` (null: no account), `withheld` (JSON), `vector`, the counts and
    cents of an answer of the rules, and why they refuse (`refused_...`). No row has a reason to be held.
    """

    month: date
    rows: pa.Table

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def paying(self) -> int:
        """How many are owed anything."""
        return int((self.wide("gross_cents") > 0).sum())

    def wide(self, name: str) -> records.Ids:
        """A column of numbers; what a refused month has none of is 0."""
        return np.asarray(self.rows[name].fill_null(0).to_numpy(), np.int64)

    def some(self, which: Any) -> Owed:
        """The rows of a mask."""
        import pyarrow as pa

        return self if which.all() else Owed(self.month, self.rows.filter(pa.array(which)))

    def dues(self) -> list[Due]:
        """Each row as a month to be weighed alone."""
        return [self._due(row) for row in self.rows.to_pylist()]

    def _due(self, row: dict[str, Any]) -> Due:
        refused = row["refused_message"]
        of = Month.of(self.month)
        return Due(
            client_id=row["client_id"],
            scheme=row["scheme"],
            month=self.month,
            calculation=None if refused else rules.Calculation(row["scheme"], of, row["vector"]),
            digest=row["digest"],
            card_id=row["card_id"],
            authorisations=tuple(int(one) for one in row["authorisations"][1:-1].split(",")),
            authorised_on=row["authorised_on"],
            payee=Payee(row["iban"], row["holder"]) if row["iban"] else None,
            stops=(
                refusal_stop(
                    row["refused_message"], row["refused_rule"], json.loads(row["refused_arguments"])
                ),
            )
            if refused
            else (),
        )


def refusal_stop(message: str, rule: str, arguments: dict[str, str]) -> Stop:
    """Why the rules could not compute: a figure of the law that is not known, or a fact that is wrong."""
    reason = message if message == "parameter_missing" else "fact_missing"
    return Stop(reason, "us", {"message": message, "rule": rule, **arguments})


def sort_out(owed: Owed, *, spoken: Collection[int]) -> tuple[Owed, list[Due]]:
    """Who is new to the books and can be paid as it is, and the others, to be weighed one by one.

    `spoken` are clients of whom another room knows something of the month (a loss, a claim). Call alone() before, in
    the same transaction.
    """
    import pyarrow.compute as pc

    if not len(owed):
        return owed, []
    clients = owed.wide("client_id")
    known = _in_the_books(clients, owed.month) | set(spoken)
    new = ~np.isin(clients, np.fromiter(known, np.int64, len(known)))
    new &= ~owed.rows["iban"].is_null().to_numpy()
    new &= owed.rows["refused_message"].is_null().to_numpy()
    new &= ~np.asarray(pc.match_substring(owed.rows["withheld"].fill_null("[]"), ", 0]").to_numpy())
    gross, tax, payable = (owed.wide(name) for name in ("gross_cents", "tax_cents", "payable_cents"))
    new &= (tax >= 0) & (payable >= 0) & (payable <= gross - tax)
    return owed.some(new), owed.some(~new).dues()


def _in_the_books(clients: records.Ids, month: date) -> set[int]:
    """Clients of whom anything was computed, paid or held of the month, or of whose account the bank has spoken."""
    mine = records.among("client_id", clients)
    asked = (
        Calculation.objects.filter(mine, month=month),
        Payment.objects.filter(mine, month=month),
        Hold.objects.filter(mine, month=month),
        in_doubt().filter(mine),
    )
    known = {client for rows in asked for client in rows.order_by().values_list("client_id", flat=True)}
    return known | {client for client, _, _ in doubted(clients)}
