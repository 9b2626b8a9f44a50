"""Tables of verification (AR 25.11.1991 art. 164-168bis). Amounts in cents, months by their first day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ExpenditureFile(models.Model):
    """The C10 of one introduction month: all expenses of it, due on the 20th of the next month."""

    class State(models.TextChoices):
        WRITTEN = "written"
        SENT = "sent"
        REFUSED = "refused"

    introduction_month = models.DateField(unique=True)
    due_on = models.DateField()
    name = models.CharField(max_length=80, unique=True)
    written_at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    gross_cents = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)


class Expense(models.Model):
    """One line of the expenditure file: one payment made in the introduction month."""

    file = models.ForeignKey(ExpenditureFile, on_delete=models.PROTECT, related_name="expenses")
    line_id = models.CharField(max_length=40, unique=True)
    payment = models.OneToOneField("payment.Payment", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    gross_cents = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["client", "scheme", "month"], name="expense_month")]


class Outcome(models.Model):
    """What ONEM said of one expense in one phase. The last phase known is what counts.

    `recoverable` follows AR 167 § 1: false only for cause 4, the payment body's fault alone.
    """

    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="outcomes")
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        max_length=12, choices=[(name, name) for name in ("accepted", "C12", "C13", "C14", "neutralised")]
    )
    phase = models.PositiveSmallIntegerField()
    amount_cents = models.BigIntegerField()
    cause = models.CharField(max_length=20, blank=True)
    cause_text = models.CharField(max_length=300, blank=True)
    recoverable = models.BooleanField(default=True)
    notified_on = models.DateField()
    definitive = models.BooleanField()
    known_at = models.DateTimeField()
    technical_incident = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expense", "phase"], name="outcome_once_a_phase"),
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="outcome_not_below_zero"),
        ]
