"""Owed, paid and claimed back agree in every month: recomputed from stored rows of payment and debt, every day.

What was paid above what is owed must stand open as debt, to the cent; what is owed above it is payment's own
invariant. A month that moved since the last run is left to the next one.
"""

from __future__ import annotations

from capac.debt import api as debt
from capac.payment import api as payment


def check() -> list[str]:
    """What is wrong, one sentence each; months by client id, never by number or name."""
    paid_above = {key: -cents for key, cents in payment.balances() if cents < 0}
    claimed = debt.claimed_of_all()
    moved = payment.moved_since_last_run()
    wrong = [
        key
        for key in paid_above.keys() | claimed.keys()
        if paid_above.get(key, 0) != claimed.get(key, 0) and (key[0], key[2]) not in moved
    ]
    some = ", ".join(f"client {client} {scheme} {month:%Y-%m}" for client, scheme, month in sorted(wrong)[:5])
    return (
        [f"{len(wrong)} months are claimed back for another amount than was paid unduly: {some}"]
        if wrong
        else []
    )
