"""Owed, paid and claimed back agree in every month, in the rooms' own rows and in the ledger, every day.

What was paid above what is owed must stand open as debt, to the cent; what is owed above it is payment's own
invariant. And in the books: owed = settled + in flight + withheld + taxed + held - claimed, held being what is
prepared or not released yet. A month that moved since the last run is left to the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from capac.debt import api as debt
from capac.finance import api as finance
from capac.payment import api as payment

Key = tuple[int, str, date]
COUNTED = ("prepared", "released", "filed", "settled")


def check() -> list[str]:
    """What is wrong, one sentence each; months by client id, never by number or name."""
    balances = dict(payment.balances())
    paid_above = {key: -cents for key, cents in balances.items() if cents < 0}
    claimed = debt.claimed_of_all()
    moved = payment.moved_since_last_run()
    wrong = [
        key
        for key in paid_above.keys() | claimed.keys()
        if paid_above.get(key, 0) != claimed.get(key, 0) and (key[0], key[2]) not in moved
    ]
    return [
        *_told("months are claimed back for another amount than was paid unduly", wrong),
        *_told("months are owed another amount than the books account for", _unaccounted(balances, moved)),
    ]


def _unaccounted(balances: dict[Key, int], moved: set[tuple[int, date]]) -> Iterator[Key]:
    """Months for which the ledger does not add up to what is owed."""
    waits = finance.waiting()
    for first, last in finance.stretches():
        ledger = finance.accounts(first, last)
        for key, states in payment.books.standing(first, last).items():
            gross = {row.state: row.gross_cents for row in states}
            difference = balances.get(key, 0)
            owed = sum(gross.get(state, 0) for state in COUNTED) + difference
            held = gross.get("prepared", 0) + max(0, difference)
            books = ledger.get(key, {})
            paid = -sum(books.get(account, 0) for account in finance.PAID_FROM)
            if (
                owed != paid + held - books.get("1200", 0)
                and key not in waits
                and (key[0], key[2]) not in moved
            ):
                yield key


def _told(what: str, keys: Iterable[Key]) -> list[str]:
    wrong = sorted(keys)
    some = ", ".join(f"client {client} {scheme} {month:%Y-%m}" for client, scheme, month in wrong[:5])
    return [f"{len(wrong)} {what}: {some}"] if wrong else []
