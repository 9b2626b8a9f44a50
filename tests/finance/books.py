"""The ledger in tests: what stands on its accounts, by number."""

from __future__ import annotations

from django.db.models import Sum

from capac.finance.models import Line
from capac.finance.rebuild import rows
from capac.flows.close_books import close_books, rebuild_books


def posted() -> dict[str, int]:
    """Post, and tell what stands on each account: debit above zero."""
    close_books(who="test")
    sums = Line.objects.values_list("account").annotate(Sum("cents")).order_by("account")
    return {account: cents for account, cents in sums if cents}


def comes_out_the_same_from_nothing() -> None:
    """Drop and derive again: the same rows, and so the same sums."""
    before = rows()
    rebuild_books(who="test")
    assert rows() == before
