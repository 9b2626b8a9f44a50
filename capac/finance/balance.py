"""Balances of the ledger: the trial balance, one account's lines, and from a line to its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from capac.finance.chart import Account, chart
from capac.finance.models import Advance, Closing, Line


@dataclass(frozen=True, slots=True)
class Balance:
    """One account and payment type up to a month: what stood before it, debit and credit in it, what stands now."""

    account: Account
    scheme: str
    before_cents: int
    debit_cents: int
    credit_cents: int

    @property
    def cents(self) -> int:
        """What stands at the end of the month: debit above zero."""
        return self.before_cents + self.debit_cents - self.credit_cents


@dataclass(frozen=True, slots=True)
class Posted:
    """One line of an account with its entry. `month` is the benefit's, None for what is of no client."""

    line_id: int
    entry_id: int
    source_kind: str
    source_id: int
    event: str
    client_id: int | None
    month: date | None
    day: date
    known_at: datetime
    cents: int

    @property
    def debit_cents(self) -> int:
        """The amount where it is a debit, else 0."""
        return max(self.cents, 0)

    @property
    def credit_cents(self) -> int:
        """The amount where it is a credit, else 0."""
        return max(-self.cents, 0)


def trial_balance(month: date) -> list[Balance]:
    """Every account and payment type with lines up to a month (its first day), in the chart's order. One query."""
    of_month = Q(book_month=month)
    rows = (
        Line.objects.filter(book_month__lte=month)
        .values_list("account", "scheme")
        .annotate(
            before=_sum(Q(book_month__lt=month)),
            debit=_sum(of_month & Q(cents__gt=0)),
            credit=_sum(of_month & Q(cents__lt=0)),
        )
        .order_by("account", "scheme")
    )
    return [
        Balance(chart()[account], scheme, before, debit, -credit)
        for account, scheme, before, debit, credit in rows
    ]


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("cents", filter=which), 0)


def statement(
    account: str, scheme: str, *, month: date, after: int = 0, limit: int | None = None
) -> list[Posted]:
    """Lines of one account and payment type in a month, in the order of booking, from the one after an id."""
    rows = _lines(account, scheme, month).filter(pk__gt=after).order_by("pk")
    return [_posted(row) for row in (rows if limit is None else rows[:limit])]


def entry_lines(entry_id: int) -> tuple[Posted, list[tuple[Account, int]]]:
    """One entry (as one of its lines tells it) with all its lines. Raises LookupError where there is none."""
    lines = list(Line.objects.filter(entry_id=entry_id).select_related("entry").order_by("account"))
    if not lines:
        raise LookupError(entry_id)
    return _posted(lines[0]), [(chart()[line.account], line.cents) for line in lines]


def months() -> list[tuple[date, Closing | None]]:
    """The months in which something is booked, newest first, each with its closing. Two queries."""
    closed = {row.month: row for row in Closing.objects.all()}
    booked = Line.objects.order_by("-book_month").values_list("book_month", flat=True).distinct()
    return [(month, closed.get(month)) for month in booked]


def bank_moved(first: date, last: date) -> int:
    """What the ledger says moved on the benefits account from one day to another, in cents. One query."""
    rows = Line.objects.filter(account="1000", entry__day__gte=first, entry__day__lte=last)
    return int(rows.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"])


def advances(limit: int) -> list[Advance]:
    """The last advances keyed, newest first."""
    return list(Advance.objects.order_by("-received_on", "-pk")[:limit])


def sums_of(month: date) -> list[list[str | int]]:
    """[account, scheme, cents] of a month: what a closing keeps and every later check compares."""
    rows = Line.objects.filter(book_month=month).values_list("account", "scheme").annotate(Sum("cents"))
    return [list(row) for row in rows.order_by("account", "scheme")]


def _lines(account: str, scheme: str, month: date) -> QuerySet[Line]:
    return Line.objects.filter(account=account, scheme=scheme, book_month=month).select_related("entry")


def _posted(line: Line) -> Posted:
    entry = line.entry
    return Posted(
        line.pk, entry.pk, entry.source_kind, entry.source_id, entry.event, entry.client_id, entry.month, entry.day,
        entry.known_at, line.cents,
    )  # fmt: skip
