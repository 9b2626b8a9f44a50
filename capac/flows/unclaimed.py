"""What clients could still claim: each month it is looked for, told, and counted when it has been paid since.

Three kinds. The control card of a month is missing (or came too early): what it is worth nobody knows before it is
there. Days are owed, and something that the client must bring holds the payment: the difference stands. ONEM says
that too little was paid (C14) and no later payment of the month has made it good. Nothing here is a promise: a
claim is computed again when what is missing comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from capac.core import clock
from capac.core.period import Month
from capac.finance import api as finance
from capac.payment import api as payment
from capac.records import api as records
from capac.rules import api as rules
from capac.verification import api as verification

COUNTERS = ("found", "recovered", "lapsed", "gone", "recovered_cents")
CARD, DAYS, COMPLEMENT = "card_missing", "days_unpaid", "complement"
WITHOUT_CARD = ("card_missing", "card_too_early")
THEIRS = "client"
RULE = "claim-prescription"
Key = tuple[int, str, date]


def find_unclaimed(*, who: str) -> dict[str, int]:
    """Look through every month that is over, keep what is found, end what is not there any more. Returns counters."""
    with records.running("unclaimed", COUNTERS, who=who) as progress:
        because = records.Because(who, "looked through the months", progress.run.pk)
        for name, number in finance.follow_unclaimed(list(_found()), because=because).items():
            progress.count(name, number)
        return progress.counters


def _found() -> Iterator[finance.Found]:
    """Every claim, once by month and kind."""
    yield from _held()
    yield from _complements()


def _held() -> Iterator[finance.Found]:
    """Months that wait for something of the client. A month that is not over is not late."""
    owed = {key: cents for key, cents in payment.balances() if cents > 0}
    for key, holds in payment.open_holds(None).items():
        theirs = [hold.reason for hold in holds if hold.turn == THEIRS]
        if not theirs or Month.of(key[2]).last >= clock.today():
            continue
        if card := next((reason for reason in theirs if reason in WITHOUT_CARD), ""):
            yield _one(key, CARD, card, None)
        elif key in owed:
            yield _one(key, DAYS, theirs[0], owed[key])


def _complements() -> Iterator[finance.Found]:
    """What ONEM says that we paid too little, less what was paid of the month since."""
    said: dict[Key, list[verification.books.Booked]] = {}
    for one in verification.books.complements():
        said.setdefault((one.client_id, one.scheme, one.month), []).append(one)
    since = payment.books.paid_after({one.payment_id for found in said.values() for one in found})
    for key, found in said.items():
        last = max(found, key=lambda one: one.payment_id)
        open_cents = sum(one.amount_cents for one in found) - since.get(last.payment_id, 0)
        if open_cents > 0:
            yield _one(key, COMPLEMENT, "C14", open_cents)


def _one(key: Key, kind: str, reason: str, cents: int | None) -> finance.Found:
    client_id, scheme, month = key
    last_day = rules.deadline_on(RULE, month)
    return finance.Found(client_id, scheme, month, kind, reason, cents, last_day)
