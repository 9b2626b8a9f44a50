"""Payments in the ledger. What a payment books depends only on its state; a change of state books the difference.

So any way through the states, whatever order the bank's answers come in, ends at the same balances. What the bank
refused or sent back was not spent: what ONEM had said of it until then goes with it.
"""

from __future__ import annotations

from datetime import date

from capac.core.clock import BRUSSELS
from capac.finance.events import Batch, Event, Lines, lines_of
from capac.finance.verdicts import effect, latest
from capac.payment import api as payment
from capac.verification import api as verification

KIND = "payment.Payment"
MONEY_AT = {"released": "2000", "filed": "1010", "settled": "1000"}
"""Where the transfer stands in the states in which a payment counts as made."""
NOTHING = ("", "prepared", "dropped", "refused", "returned")
"""States that book nothing: not released yet, or owed again."""
Outcomes = dict[int, list[verification.books.Booked]]


class UnknownStateError(ValueError):
    """A state of a payment of which the ledger does not know what it books."""


def events_after(after: int, limit: int) -> Batch:
    """Changes of state of payments above an id of the log."""
    moves = payment.books.moves_after(after, limit=limit)
    turned = {move.payment.id for move in moves if _turns(move)}
    said = verification.books.outcomes_of_payments(turned) if turned else {}
    events = [_event(move, said) for move in moves]
    return Batch([one for one in events if one.lines], moves[-1].id if moves else None)


def position(state: str, paid: payment.books.Booked | payment.books.Standing) -> Lines:
    """What a payment in a state stands for: benefits, tax, kept for others, and where the transfer is."""
    if state in NOTHING:
        return {}
    if state not in MONEY_AT:
        raise UnknownStateError(f"the ledger does not know what a payment that is {state!r} books")
    return lines_of(
        ({"6000": paid.gross_cents, "2100": -paid.tax_cents, "2200": -paid.kept_cents}, 1),
        ({MONEY_AT[state]: paid.transfer_cents}, -1),
    )


def _turns(move: payment.books.Moved) -> bool:
    """A payment that was made counts no more, or counts again; at its release ONEM has not spoken yet."""
    return (move.from_state in MONEY_AT) != (move.to_state in MONEY_AT) and move.to_state != "released"


def _event(move: payment.books.Moved, said: Outcomes) -> Event:
    paid = move.payment
    parts = [
        (position(state, paid), times)
        for state, times in ((move.to_state, 1), (move.from_state, -1))
        if state not in NOTHING
    ]
    if _turns(move):
        before = [one for one in said.get(paid.id, ()) if one.known_at < move.at]
        parts.append((effect(latest(before)), 1 if move.to_state in MONEY_AT else -1))
    return Event(
        KIND, paid.id, move.to_state, paid.client_id, paid.scheme, paid.month, _day(move), move.at, lines_of(*parts)
    )  # fmt: skip


def _day(move: payment.books.Moved) -> date:
    """The bank's day where money moved on its account; else the day on which it became known."""
    settled_on = move.payment.settled_on
    if move.to_state == "settled" and settled_on is not None:
        return settled_on
    return move.at.astimezone(BRUSSELS).date()
