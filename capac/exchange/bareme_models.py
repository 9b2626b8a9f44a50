"""Tables of the barème as ONEM sends it. Amounts in cents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class BaremeFile(models.Model):
    """One file of rows, kept as it came. It pays nobody before one person has proposed it and another approved it.

    `known_at` is the moment of the approval: from then on its rows are the law of their days.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        PROPOSED = "proposed"
        APPROVED = "approved"
        REJECTED = "rejected"

    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    valid_from = models.DateField()
    source = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    proposed_by = models.CharField(max_length=120, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    known_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=~Q(state="rejected"), name="bareme_file_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | (Q(known_at__isnull=False) & ~Q(approved_by="")),
                name="bareme_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")),
                name="bareme_approved_by_another",
            ),
        ]


class BaremeRow(models.Model):
    """One amount of a file: of a family and a phase, or of a share of temporary unemployment."""

    file = models.ForeignKey(BaremeFile, on_delete=models.PROTECT, related_name="rows")
    code = models.PositiveSmallIntegerField(null=True)
    family = models.CharField(max_length=1, blank=True)
    phase = models.CharField(max_length=4, blank=True)
    share = models.CharField(max_length=30, blank=True)
    daily_cents = models.BigIntegerField()
    half_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "code", "family", "phase", "share"],
                nulls_distinct=False,
                name="bareme_row_once",
            ),
            models.CheckConstraint(condition=Q(daily_cents__gt=0, half_cents__gt=0), name="bareme_row_pays"),
        ]
