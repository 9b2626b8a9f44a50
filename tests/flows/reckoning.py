"""What must hold after any walk, counted apart from the product's own checks, from its rows and from the outside's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from capac.core import clock
from capac.core.period import Month
from capac.debt.models import Debt, DebtEntry
from capac.exchange.models import C2Message, Declaration
from capac.finance import api as finance
from capac.finance.rebuild import rows
from capac.flows.check_all import check_all
from capac.flows.month_facts import month_facts
from capac.payment.models import Calculation, ControlCard, Hold, Payment
from capac.records.models import Reject
from capac.rules import api as rules
from capac.verification.models import Outcome
from tests.flows.outside import Outside

Key = tuple[int, str, date]
IN_FLIGHT = ("released", "filed")


def wrong(outside: Outside) -> list[str]:
    """Everything that does not hold, a sentence each; no names, no numbers of people."""
    return [
        *check_all(who="reckoning"),
        *_sums(),
        *_other_than_from_nothing(),
        *_at_the_bank(outside),
        *_not_heard(outside),
        *_books(),
    ]


def _sums() -> Iterator[str]:
    """Owed = settled + in flight + withheld + taxed + held - (claimed - cancelled), per client, scheme and month."""
    calculations = {_key(row): row for row in Calculation.objects.order_by("id").defer("vector")}
    paid: dict[Key, Counter[str]] = {}
    for row in Payment.objects.all():
        sums = paid.setdefault(_key(row), Counter())
        kept = sum(cents for _, cents in row.withheld)
        if row.state in ("settled", *IN_FLIGHT):
            where = "settled" if row.state == "settled" else "in flight"
            sums.update({where: row.transfer_cents, "withheld": kept, "taxed": row.tax_cents})
        if row.state == "prepared":
            sums["held"] += row.gross_cents
    claimed: Counter[Key] = Counter()
    for entry in DebtEntry.objects.select_related("debt"):
        claimed[_key(entry.debt)] += entry.cents
    held = {_key(row) for row in Hold.objects.filter(state="open")}
    for key in sorted(calculations.keys() | paid.keys() | claimed.keys()):
        told = paid.get(key, Counter())
        difference = _owed(calculations.get(key), told.total()) - told.total() + claimed[key]
        if difference < 0 or (difference > 0 and key not in held):
            yield f"{key}: owed differs by {difference} cents from {dict(told)} less {claimed[key]} claimed"


def _owed(row: Calculation | None, counted: int) -> int:
    """What the month owes: what ONEM refuses lowers it, as far as it was not above it anyway."""
    if row is None:
        return 0
    refused = max(0, row.lowered_cents - max(0, counted - row.gross_cents))
    return max(0, row.gross_cents - refused)


def _other_than_from_nothing() -> Iterator[str]:
    """Every month computed anew from all that is known gives what was computed last: no fact was passed over."""
    last = {
        (client, scheme, month): gross
        for client, scheme, month, gross in Calculation.objects.order_by("id").values_list(
            "client_id", "scheme", "month", "gross_cents"
        )
    }
    for first in sorted({month for _, _, month in last}):
        month = Month.of(first)
        facts = {
            whose: one.facts
            for whose, one in month_facts(month, None, known=clock.now()).items()
            if one.facts is not None
        }
        for whose, said in zip(facts, rules.calculate(month, list(facts.values())), strict=True):
            before = last.get((*whose, first))
            if said.refusal is None and said.gross_cents != (before or 0):
                yield f"{whose} {month}: {said.gross_cents} cents from nothing, {before} computed last"


def _at_the_bank(outside: Outside) -> Iterator[str]:
    """What stands on accounts at the bank is what we say is settled, transfer by transfer, once."""
    settled = dict(
        Payment.objects.filter(state="settled", transfer_cents__gt=0).values_list(
            "end_to_end_id", "transfer_cents"
        )
    )
    arrived = outside.bank.book.arrived()
    for reference in sorted(settled.keys() | arrived.keys()):
        if settled.get(reference) != arrived.get(reference):
            yield f"{reference}: {settled.get(reference)} settled, {arrived.get(reference)} at the bank"
    if twice := outside.bank.book.tally()["booked_twice"]:
        yield f"{twice} transfers are booked twice"


def _not_heard(outside: Outside) -> Iterator[str]:
    """Every message that the outside sent was kept, or stands on the list of rejects."""
    rejected = set(Reject.objects.values_list("message_id", flat=True))
    kept = {
        *C2Message.objects.values_list("message_id", flat=True),
        *ControlCard.objects.values_list("card_id", flat=True),
        *Declaration.objects.values_list("ticket", flat=True),
    }
    told = Outcome.objects.values_list("expense__line_id", "phase")
    said = set(outside.onem.box.store.rows("SELECT line_id, phase FROM told"))
    lost = (outside.sent() - kept - rejected, said - set(told))
    for messages in lost:
        if messages:
            yield f"{len(messages)} messages were lost: {sorted(messages)[:5]}"


def _books() -> Iterator[str]:
    """The ledger derived again from nothing is the ledger, line by line."""
    before = rows()
    if not before or finance.rebuild()["lines"] != len(before) or rows() != before:
        yield "the ledger derived from nothing is another one"


def _key(row: Calculation | Payment | Hold | Debt) -> Key:
    return row.client_id, row.scheme, row.month
