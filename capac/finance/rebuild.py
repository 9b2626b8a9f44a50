"""The ledger from nothing: dropped, derived again, and compared with what was closed. All of it or nothing."""

from __future__ import annotations

from collections import Counter

from django.db import connection, transaction

from capac.finance.balance import sums_of
from capac.finance.faults import BooksError
from capac.finance.models import Closing, Line, Reading
from capac.finance.post import alone, post


def rebuild() -> Counter[str]:
    """Drop every entry and derive them again, in one transaction. Returns the counts of the posting.

    Raises BooksError (closed_month_differs) when a closed month comes out otherwise, and then nothing is changed.
    """
    with transaction.atomic():
        alone()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM finance_line")
            cursor.execute("DELETE FROM finance_entry")
        Reading.objects.all().delete()
        counts = post(replaying=True)
        for row in Closing.objects.order_by("month"):
            if sums_of(row.month) != row.sums:
                raise BooksError("closed_month_differs", month=f"{row.month:%Y-%m}")
    return counts


def rows() -> list[tuple[object, ...]]:
    """Every line with its source, without the ids that a rebuild draws anew: what must come out the same."""
    columns = ("source_kind", "source_id", "event", "client_id", "scheme", "month", "day", "book_month")
    found = Line.objects.values_list(*(f"entry__{name}" for name in columns), "account", "cents")
    return sorted(found, key=repr)
