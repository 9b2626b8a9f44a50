"""What a statement says is put beside our payments: every booked entry is a payment of ours, or said to be unknown.

A transfer that only the statement tells is settled or returned by it too. An entry of which one transfer cannot be
put to a payment of ours, with its amount, is unknown as a whole and waits for a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.conf import settings
from django.db.models import Sum

from capac.core import clock
from capac.payment.apply_camt054 import fact
from capac.payment.bank_faults import FileFaultError, MessageFaultError
from capac.payment.bookings import Booked, NotRead
from capac.payment.camt053 import Entry, Head
from capac.payment.models import BankFile, Payment, Statement, StatementEntry
from capac.payment.returns import follow
from capac.payment.settling import accept_files, apply
from capac.payment.states import ENTRIES
from capac.records import api as records
from capac.work import api as work

ITEM = "unknown_entry"
BATCH = 500


def apply_statement(
    file: records.IncomingFile, stream: Iterator[Head | Entry], *, because: records.Because
) -> tuple[Counter[str], list[records.Fault]]:
    """Apply a camt.053 in the caller's transaction; returns counts and what a person must see of the day itself.

    Raises FileFaultError (account_not_ours, statement_known_with_other_content), and what the stream raises.
    """
    head = next(stream)
    assert isinstance(head, Head)
    counts: Counter[str] = Counter()
    entries = [row for row in stream if isinstance(row, Entry)]
    statement = _statement(head, len(entries), file)
    if statement is None:
        return Counter(known_statements=1), []
    rows = iter(entries)
    while chunk := list(islice(rows, BATCH)):
        counts += _apply(statement, chunk, because)
    counts.update(statements=1, entries=len(entries))
    return counts, list(_gaps(head))


def _statement(head: Head, number: int, file: records.IncomingFile) -> Statement | None:
    """The row of a statement; None when the same one was kept before."""
    if settings.DEBTOR is not None and head.account != settings.DEBTOR[1]:
        raise FileFaultError("account_not_ours", head.line, "Acct")
    known = Statement.objects.filter(account=head.account, statement_id=head.statement_id).first()
    if known is None:
        return Statement.objects.create(
            account=head.account,
            day=head.day,
            statement_id=head.statement_id,
            opening_cents=head.opening_cents,
            closing_cents=head.closing_cents,
            entries_number=number,
            file=file,
        )
    said = (known.day, known.opening_cents, known.closing_cents, known.entries_number)
    if said != (head.day, head.opening_cents, head.closing_cents, number):
        raise FileFaultError("statement_known_with_other_content", head.line, "Id")
    return None


def _gaps(head: Head) -> Iterator[records.Fault]:
    """Where the day before closed, or the day after opened, on another sum: a statement is missing, or wrong."""
    days = Statement.objects.filter(account=head.account)
    before = days.filter(day__lt=head.day).order_by("-day", "-pk").first()
    after = days.filter(day__gt=head.day).order_by("day", "pk").first()
    if before is not None and before.closing_cents != head.opening_cents:
        yield MessageFaultError(
            "opening_differs",
            head.line,
            "Bal",
            before=str(before.closing_cents),
            opening=str(head.opening_cents),
        ).of(head.statement_id)
    if after is not None and after.opening_cents != head.closing_cents:
        yield MessageFaultError(
            "closing_differs",
            head.line,
            "Bal",
            closing=str(head.closing_cents),
            after=str(after.opening_cents),
        ).of(head.statement_id)


def _apply(statement: Statement, entries: list[Entry], because: records.Because) -> Counter[str]:
    """A handful of statements for some entries: what they settle, then the rows that say what each of them is."""
    details = [said for entry in entries for said in entry.details if isinstance(said, Booked)]
    applied = apply([fact(said) for said in details], because=because)
    follow(applied, because=because)
    moved = applied.moved["settled"] + applied.moved["returned"]
    accept_files({ending.payment.file_id for ending in moved if ending.payment.file_id}, because=because)
    wrong = {(fault.line, fault.message_id): fault.reason for fault in applied.faults}
    payments = dict(
        Payment.objects.filter(end_to_end_id__in=[said.end_to_end_id for said in details]).values_list(
            "end_to_end_id", "pk"
        )
    )
    files = _files(entries)
    rows = [_row(statement, entry, wrong, payments, files) for entry in entries]
    StatementEntry.objects.bulk_create(rows)
    for state in ("matched", "unknown"):
        records.born(ENTRIES, [row.pk for row in rows if row.state == state], state=state, because=because)
    unknown = [row for row in rows if row.state == "unknown"]
    work.open_items([_item(row) for row in unknown], because=because)
    return Counter(
        settled=len(applied.moved["settled"]),
        returned=len(applied.moved["returned"]),
        known=applied.known,
        matched_entries=len(rows) - len(unknown),
        unknown_entries=len(unknown),
    )


def _files(entries: list[Entry]) -> dict[str, tuple[int, int]]:
    """Files of ours that entries name: id, and cents of what the bank did not refuse in it."""
    found = BankFile.objects.filter(message_id__in={entry.batch for entry in entries if entry.batch})
    sums = dict(
        Payment.objects.filter(file__in=found)
        .exclude(state="refused")
        .values_list("file_id")
        .annotate(cents=Sum("transfer_cents"))
    )
    return {row.message_id: (row.pk, sums.get(row.pk, 0)) for row in found}


def _row(
    statement: Statement,
    entry: Entry,
    wrong: dict[tuple[int | None, str], str],
    payments: dict[str, int],
    files: dict[str, tuple[int, int]],
) -> StatementEntry:
    why = _why(entry, wrong, files)
    single = entry.details[0] if len(entry.details) == 1 else None
    return StatementEntry(
        statement=statement,
        line=entry.line,
        booked_on=entry.booked_on,
        cents=entry.cents,
        reference=entry.reference[:35],
        transfers=entry.number,
        bank_file_id=files.get(entry.batch, (None, 0))[0],
        payment_id=payments.get(single.end_to_end_id) if single else None,
        state="unknown" if why else "matched",
        why=why,
    )


def _why(entry: Entry, wrong: dict[tuple[int | None, str], str], files: dict[str, tuple[int, int]]) -> str:
    """Why an entry cannot be said to be ours, or "". Of several reasons the first."""
    if not entry.details:
        if entry.batch not in files:
            return "entry_without_details"
        return "" if files[entry.batch][1] == -entry.cents else "amount_differs"
    total = 0
    for said in entry.details:
        if isinstance(said, NotRead):
            return said.fault.reason
        if reason := wrong.get((said.line, said.end_to_end_id)):
            return reason
        total += said.cents if said.came_back else -said.cents
    return "" if total == entry.cents else "amount_differs"


def _item(row: StatementEntry) -> work.NewItem:
    """What was booked, without a name: the amount, the day and why it is unknown."""
    told = {"why": row.why, "cents": str(row.cents), "on": str(row.booked_on)}
    return work.NewItem(ITEM, (ENTRIES.kind, row.pk), clock.now(), arguments=told)
