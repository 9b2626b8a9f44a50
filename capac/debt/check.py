"""Invariants of debt over all data, run every day."""

from __future__ import annotations

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from capac.debt.models import Debt


def check() -> list[str]:
    """What is wrong, one sentence each."""
    debts = Debt.objects.annotate(cents=Coalesce(Sum("entries__cents"), 0))
    found = []
    if number := debts.filter(state="open", cents__lte=0).count():
        found.append(f"{number} open debts claim nothing")
    if number := debts.filter(~Q(cents=0), state="cancelled").count():
        found.append(f"{number} cancelled debts have a balance")
    if number := debts.filter(~Q(month__day=1)).count():
        found.append(f"{number} debts are not of a first day of a month")
    return found
