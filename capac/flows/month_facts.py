"""The only builder of the rules' input: what is known of clients for a month and scheme, or what stops it.

The run, the client's estimate and the agent's what-if ask here: the run for a table of many (`month_table`), the others
for one person, who is a table of one row. Everything is as known at a moment; which account is paid depends on the
bank's next day after it, what is withheld on the month's own usual day of payment (the first bank day after its end),
so that the same facts always owe the same. A client may have two schemes in one month.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

import numpy as np

from capac.core.period import Month
from capac.flows.month_alone import MonthFacts, Whose
from capac.flows.month_table import MonthTable, month_table
from capac.payment import api as payment
from capac.rules import api as rules

__all__ = ["MonthFacts", "MonthTable", "Whose", "month_facts", "month_table"]


def month_facts(month: Month, clients: Collection[int] | None, *, known: datetime) -> dict[Whose, MonthFacts]:
    """The facts of these clients (None: of everybody) for a month, as known at a moment, by client and scheme.

    A handful of queries. A client with no authorisation, card or declaration in the month is absent; so is a scheme
    that pays declared hours while there is no document of it.
    """
    asked = None if clients is None else np.unique(np.array(sorted(clients), np.int64))
    table = month_table(month, asked, known=known)
    return {**dict(_one_by_one(table)), **table.alone}


def _one_by_one(table: MonthTable) -> Iterator[tuple[Whose, MonthFacts]]:
    """Each row of a table as the facts of one person."""
    plain = table.plain
    cards = payment.cards_by_id(plain.beside["card_id"].to_pylist())
    rows = zip(plain.facts.to_pylist(), plain.beside.to_pylist(), strict=True)
    for client, scheme, (row, beside) in zip(plain.clients.tolist(), plain.schemes, rows, strict=True):
        yield (
            (client, scheme),
            MonthFacts(
                client_id=client,
                month=table.month,
                scheme=scheme,
                facts=rules.facts_of_row(row),
                owes_nothing=False,
                card=cards[beside["card_id"]],
                authorisations=tuple(int(one) for one in beside["authorisations"][1:-1].split(",")),
                authorised_on=beside["authorised_on"],
                payee=payment.Payee(beside["iban"], beside["holder"]) if beside["iban"] else None,
                collective=False,
                stops=(),
                bars=(),
            ),
        )
