"""Files of which the bank should have said something by now: each is an item until it does, or a person has asked.

Two silences: a file without any answer, and one that was taken whose day has passed while payments in it are neither
booked nor refused. How long a bank may take is a number of bank days, and none of the law.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from capac.core import clock, workdays
from capac.payment.models import BankFile
from capac.payment.states import BANK_FILES
from capac.records import api as records
from capac.work import api as work

ITEM = "bank_silent"
ANSWER_WITHIN, BOOKING_WITHIN = 1, 2
"""Bank days after the day asked for: within the first a file is answered, within the second it is booked."""
MOST = 1000
NO_ANSWER, NOT_BOOKED = "no_answer", "not_booked"


@dataclass(frozen=True, slots=True)
class Silent:
    """A file that waits: why (no_answer, not_booked), since which day, and how many payments wait with it."""

    file_id: int
    message_id: str
    run_id: int
    why: str
    since: date
    payments: int
    cents: int


def silent_files(today: date) -> list[Silent]:
    """The files of which the bank should have said something by a day, oldest first. One query."""
    bank = workdays.bank()
    last = today if bank.is_open(today) else bank.add(today, -1)
    answered, booked = bank.add(last, -ANSWER_WITHIN), bank.add(last, -BOOKING_WITHIN)
    rows = BankFile.objects.filter(
        Q(state="written", execution_date__lte=answered) | Q(state="accepted", execution_date__lte=booked)
    )
    waiting = Count("payments", filter=Q(payments__state="filed"))
    rows = rows.annotate(waiting=waiting).filter(waiting__gt=0).order_by("execution_date", "pk")
    return [
        Silent(
            row.pk, row.message_id, row.run_id, NO_ANSWER if row.state == "written" else NOT_BOOKED,
            row.execution_date, row.waiting, row.total_cents,
        )
        for row in rows
    ]  # fmt: skip


def tell_silence(*, because: records.Because) -> Counter[str]:
    """An item for each silent file; those of files that are answered by now close. Returns counts."""
    found = silent_files(clock.today())
    told = [
        work.NewItem(
            ITEM, (BANK_FILES.kind, row.file_id), clock.now(),
            arguments={"file": row.message_id, "why": row.why, "on": str(row.since), "payments": str(row.payments)},
        )
        for row in found
    ]  # fmt: skip
    counts = Counter(silent_files=work.open_items(told, because=because))
    asked = {item.subject_id for item in work.queue(work.Filters(kinds=[ITEM]), limit=MOST)}
    for file_id in sorted(asked - {row.file_id for row in found}):
        counts["answered_files"] += work.close_for(
            (BANK_FILES.kind, file_id), ITEM, outcome="answered", because=because
        )
    return counts
