"""Closing a month: booked to the end, sound, closed for good. What becomes known later stands in the next open one."""

from __future__ import annotations

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.finance import perms
from capac.finance.balance import sums_of
from capac.finance.check import check
from capac.finance.faults import BooksError
from capac.finance.models import Closing, Entry
from capac.finance.post import alone, post
from capac.finance.states import CLOSINGS
from capac.people import api as people
from capac.records import api as records


def close_month(month: Month, *, staff: people.Staff) -> int:
    """Close a month that is over, after all before it; returns the id of its closing.

    Raises BooksError: not_allowed, not_over, closed_already, earlier_open, not_sound.
    """
    if not perms.may_keep_books(staff):
        raise BooksError("not_allowed")
    _check(month)
    post()
    if found := check():
        raise BooksError("not_sound", found="; ".join(found))
    with transaction.atomic():
        alone()
        _check(month)
        row = Closing.objects.create(
            month=month.first, closed_at=clock.now(), closed_by=staff.login, sums=sums_of(month.first)
        )
        records.born(CLOSINGS, [row.pk], state="closed", because=records.Because(staff.login, "month closed"))
    return int(row.pk)


def _check(month: Month) -> None:
    if month.last >= clock.today():
        raise BooksError("not_over", month=str(month))
    if Closing.objects.filter(month=month.first).exists():
        raise BooksError("closed_already", month=str(month))
    closed = set(Closing.objects.values_list("month", flat=True))
    earlier = Entry.objects.filter(book_month__lt=month.first).exclude(book_month__in=closed)
    if first := earlier.order_by("book_month").values_list("book_month", flat=True).first():
        raise BooksError("earlier_open", month=str(Month.of(first)))
