"""What the bank says of single transfers becomes the state of their payments, in whatever order it says it.

A payment at the bank moves only forward: filed, refused, settled, returned. What is booked stands above a
refusal (the money left), what came back above both. So answers that are doubled, late or crossed end in the
same state; a booking and a refusal of one transfer are put on the list of rejects beside that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from capac.core import clock
from capac.payment.bank_faults import MessageFaultError
from capac.payment.models import BankFile, Payment
from capac.payment.states import BANK_FILES, PAYMENTS
from capac.records import api as records

FORWARD = ("filed", "refused", "settled", "returned")
CONTRADICTION = {"refused", "settled"}


@dataclass(frozen=True, slots=True)
class Fact:
    """What the bank says of one transfer: refused, settled (on a day) or returned. `cents` None: not said."""

    line: int
    end_to_end_id: str
    state: str
    day: date | None = None
    reason: str = ""
    cents: int | None = None
    file_id: int | None = None


@dataclass
class Ending:
    """How a payment stands while facts are put to it."""

    payment: Payment
    state: str
    settled_on: date | None
    reason: str
    said: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        """True when anything of the row must change."""
        row = self.payment
        return (self.state, self.settled_on, self.reason) != (row.state, row.settled_on, row.bank_reason)

    @property
    def has_moved(self) -> bool:
        """True when the state changes."""
        return self.state != self.payment.state


@dataclass
class Applied:
    """What became of some facts: payments by their new state, how many said nothing new, what cannot be used."""

    moved: dict[str, list[Ending]] = field(default_factory=lambda: defaultdict(list))
    known: int = 0
    faults: list[records.Fault] = field(default_factory=list)


def apply(facts: Sequence[Fact], *, because: records.Because) -> Applied:
    """Put facts to their payments, in the caller's transaction. Nothing is raised: faults are returned."""
    applied = Applied()
    endings = _held({fact.end_to_end_id for fact in facts})
    for fact in facts:
        try:
            applied.known += not _put(fact, endings.get(fact.end_to_end_id))
            _check_agrees(fact, endings[fact.end_to_end_id])
        except MessageFaultError as error:
            applied.faults.append(error.of(fact.end_to_end_id))
    changed = [ending for ending in endings.values() if ending.is_new]
    _write(changed, because)
    for ending in changed:
        if ending.has_moved:
            applied.moved[ending.state].append(ending)
    return applied


def _held(references: Collection[str]) -> dict[str, Ending]:
    """The payments, held for the transaction in the order in which everybody takes them."""
    rows = Payment.objects.filter(end_to_end_id__in=references).order_by("pk").select_for_update()
    return {row.end_to_end_id: Ending(row, row.state, row.settled_on, row.bank_reason) for row in rows}


def _put(fact: Fact, ending: Ending | None) -> bool:
    """True when the fact says something new. Raises MessageFaultError for one that does not fit."""
    if ending is None:
        reason = "transfer_unknown" if fact.end_to_end_id else "reference_missing"
        raise MessageFaultError(reason, fact.line, "EndToEndId")
    _check_fits(fact, ending.payment)
    before = (ending.state, ending.settled_on, ending.reason)
    forward = FORWARD.index(fact.state) > FORWARD.index(ending.state)
    if fact.state == "settled":
        ending.settled_on = ending.settled_on or fact.day
    if forward:
        ending.state, ending.reason = fact.state, fact.reason
    return before != (ending.state, ending.settled_on, ending.reason)


def _check_fits(fact: Fact, payment: Payment) -> None:
    if payment.file_id is None or payment.state not in FORWARD:
        raise MessageFaultError("not_at_the_bank", fact.line, "EndToEndId", state=payment.state)
    if fact.file_id is not None and payment.file_id != fact.file_id:
        raise MessageFaultError("transfer_of_another_file", fact.line, "EndToEndId")
    if fact.cents is not None and fact.cents != payment.transfer_cents:
        raise MessageFaultError("amount_differs", fact.line, "Amt")


def _check_agrees(fact: Fact, ending: Ending) -> None:
    """A transfer that was refused and booked: the booking counts, and a person asks the bank."""
    ending.said |= {fact.state, ending.payment.state}
    if ending.said >= CONTRADICTION:
        raise MessageFaultError("booked_and_refused", fact.line, "EndToEndId")


def _write(changed: Iterable[Ending], because: records.Because) -> None:
    """The rows, by what changes: a handful of statements for any number of payments."""
    groups: dict[tuple[str, date | None, str, bool], list[int]] = defaultdict(list)
    for ending in changed:
        groups[ending.state, ending.settled_on, ending.reason, ending.has_moved].append(ending.payment.pk)
    for (state, day, reason, has_moved), ids in groups.items():
        rows = Payment.objects.filter(pk__in=ids)
        if has_moved:
            records.move_all(PAYMENTS, ids, to=state, because=_why(because, state, reason))
            rows.update(settled_on=day, bank_reason=reason, ended_at=clock.now())
        else:
            rows.update(settled_on=day)
        if day is not None:
            rows.filter(settled_at=None).update(settled_at=clock.now())


def refuse_file(file: BankFile, reason: str, *, because: records.Because) -> int:
    """The bank refused a whole file: what was not booked of it is refused, and owed again. Returns how many."""
    records.move(BANK_FILES, [file.pk], to="rejected", because=_why(because, "refused", reason))
    ids = list(Payment.objects.filter(file=file, state="filed").values_list("pk", flat=True))
    moved = records.move(PAYMENTS, ids, to="refused", because=_why(because, "refused", reason))
    Payment.objects.filter(pk__in=moved).update(bank_reason=reason, ended_at=clock.now())
    return len(moved)


def accept_files(ids: Iterable[int], *, because: records.Because) -> int:
    """The bank took these files, or booked of them. One that it refused stays so. Returns how many were new."""
    return len(records.move(BANK_FILES, ids, to="accepted", because=because))


def _why(because: records.Because, what: str, reason: str) -> records.Because:
    return records.Because(because.who, f"the bank said {what} {reason}".strip(), because.run_id)
