"""ONEM's outcomes in the ledger (AR 25.11.1991 art. 164-167): what it refuses is not charged to it any more.

What may be claimed from the client waits for its debt (1300); what is our fault alone is our loss (6500). The
client's own act is recovered by ONEM itself and books nothing; a complement (C14) is only noted until it is paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from capac.core.clock import BRUSSELS
from capac.finance.events import Batch, Event, Lines, lines_of
from capac.payment import api as payment
from capac.verification import api as verification

KIND = "verification.Outcome"
LOSSES = ("C12", "C13")
OWN_FAULT = "AR167-1-4"
COMPLEMENT = "C14"
MADE = ("released", "filed", "settled")
Outcome = verification.books.Booked


def events_after(after: int, limit: int) -> Batch:
    """Outcomes above an id."""
    rows = verification.books.outcomes_after(after, limit=limit)
    payments = {row.payment_id for row in rows}
    said = verification.books.outcomes_of_payments(payments)
    states = payment.books.states_of(payments)
    events = [_event(row, said[row.payment_id], states.get(row.payment_id, [])) for row in rows]
    return Batch([one for one in events if one.lines], rows[-1].id if rows else None)


def effect(outcome: Outcome | None) -> Lines:
    """What an outcome that counts stands for."""
    if outcome is None:
        return {}
    cents = outcome.amount_cents
    if outcome.outcome == COMPLEMENT:
        return {"0100": cents, "0101": -cents}
    if outcome.outcome in LOSSES and outcome.recoverable:
        return {"1300": cents, "6000": -cents}
    if outcome.outcome in LOSSES and outcome.cause == OWN_FAULT:
        return {"6500": cents, "6000": -cents}
    return {}


def latest(said: Sequence[Outcome]) -> Outcome | None:
    """The one that counts: of the highest phase."""
    return max(said, key=lambda one: one.phase, default=None)


def _event(row: Outcome, said: Sequence[Outcome], states: Sequence[tuple[datetime, str]]) -> Event:
    """What it changes. Said of a payment that had come back by then, it changes nothing."""
    before = [one for one in said if one.id < row.id]
    lines = lines_of((effect(latest([*before, row])), 1), (effect(latest(before)), -1))
    state = next((state for at, state in reversed(states) if at <= row.known_at), "")
    return Event(
        KIND, row.id, row.outcome, row.client_id, row.scheme, row.month, row.known_at.astimezone(BRUSSELS).date(),
        row.known_at, lines if state in MADE else {},
    )  # fmt: skip
