"""Tables of debt. Amounts in cents, gross (AR 25.11.1991 art. 169); a month is its first day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

CAUSES = ("recalculation", "C12", "C13")


class Debt(models.Model):
    """What a client was paid too much for a scheme and month. Its amount is the sum of its entries."""

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    state = models.CharField(
        max_length=10, choices=[("open", "open"), ("cancelled", "cancelled")], default="open"
    )
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "scheme", "month"], condition=Q(state="open"), name="debt_one_open"
            )
        ]
        indexes = [models.Index(fields=["client", "-month"], name="debt_client")]


class DebtEntry(models.Model):
    """A claim (above zero) or its cancelling (below zero) with its cause: recalculation, C12 or C13."""

    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="entries")
    cents = models.BigIntegerField()
    cause = models.CharField(max_length=20, choices=[(name, name) for name in CAUSES])
    calculation = models.BigIntegerField()
    at = models.DateTimeField()
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(cents=0), name="debt_entry_not_zero"),
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="debt_entry_cause"),
        ]
