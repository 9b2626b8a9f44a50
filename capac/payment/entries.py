"""What stands on our account: balance by day, booked entries, and a person who says what an unknown one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from capac.core.period import Span
from capac.payment.apply_camt053 import ITEM
from capac.payment.bank_faults import BankError
from capac.payment.models import Statement, StatementEntry
from capac.payment.states import ENTRIES
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.work import api as work

EXPLANATIONS = ("advance", "repayment", "charges", "correction", "not_ours")
"""What an entry that is no payment of ours may be: an advance of ONEM, a client who pays back, the bank's charges, a
booking that the bank corrects itself, money that is not ours and goes back."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What stood on an account at the opening and the closing of a day, in cents."""

    account: str
    day: date
    opening_cents: int
    closing_cents: int


@dataclass(frozen=True, slots=True)
class EntryView:
    """A booked entry. Cents with their sign; `state` matched, unknown or explained; `why` and `explanation` codes."""

    id: int
    account: str
    line: int
    booked_on: date
    cents: int
    reference: str
    transfers: int
    state: str
    why: str
    explanation: str
    payment_id: int | None
    file_id: int | None


def balances_by_day(account: str, span: Span) -> list[Balance]:
    """The balances of an account on the days of a span of which the bank sent a statement, oldest first."""
    rows = Statement.objects.filter(account=account, day__gte=span.first).order_by("day", "pk")
    if span.last is not None:
        rows = rows.filter(day__lte=span.last)
    return [Balance(row.account, row.day, row.opening_cents, row.closing_cents) for row in rows]


def entries_of(span: Span, *, states: tuple[str, ...] = ()) -> Iterator[EntryView]:
    """The booked entries of a span of days, in the order in which they became known; `states`: only of these."""
    rows = StatementEntry.objects.filter(booked_on__gte=span.first).select_related("statement").order_by("pk")
    if span.last is not None:
        rows = rows.filter(booked_on__lte=span.last)
    if states:
        rows = rows.filter(state__in=states)
    return (_view(row) for row in rows.iterator(chunk_size=2000))


def unknown_entries(limit: int) -> list[EntryView]:
    """Booked entries that nobody has explained yet, the oldest first. One query."""
    rows = StatementEntry.objects.filter(state="unknown").select_related("statement").order_by("pk")[:limit]
    return [_view(row) for row in rows]


def entry(entry_id: int) -> EntryView | None:
    """One entry."""
    row = StatementEntry.objects.select_related("statement").filter(pk=entry_id).first()
    return _view(row) if row else None


def explain_entry(entry_id: int, explanation: str, *, staff: people.Staff, because: records.Because) -> None:
    """A person says what an unknown entry is; its item closes. Raises BankError: not_allowed, not_unknown."""
    if not perms.may_prepare_payments(staff):
        raise BankError("not_allowed")
    if explanation not in EXPLANATIONS:
        raise BankError("not_an_explanation", told=explanation)
    with transaction.atomic():
        unknown = StatementEntry.objects.select_for_update().filter(pk=entry_id, state="unknown")
        if not unknown.update(explanation=explanation, explained_by=staff.login):
            raise BankError("not_unknown", entry=str(entry_id))
        records.move_all(ENTRIES, [entry_id], to="explained", because=because)
        work.close_for((ENTRIES.kind, entry_id), ITEM, outcome=explanation, because=because)


def _view(row: StatementEntry) -> EntryView:
    return EntryView(
        row.pk, row.statement.account, row.line, row.booked_on, row.cents, row.reference, row.transfers, row.state,
        row.why, row.explanation, row.payment_id, row.bank_file_id,
    )  # fmt: skip
