"""What was published, and what has been found to differ since. Rows are added and never changed."""

from __future__ import annotations

from django.db import models


class FrozenFigure(models.Model):
    """One tier of an indicator's year, whole (part "") or of one part, as known at the close of a month.

    `as_of` is the last day of the month, `frozen_at` when it was kept. Counts are integers, a mean's in
    hundredths; days in the indicator's unit. The three versions say by which norm, calendar and model.
    """

    as_of = models.DateField()
    indicator_id = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=60, blank=True)
    tier = models.PositiveSmallIntegerField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    still_open = models.BigIntegerField()
    left_out = models.BigIntegerField()
    stopped = models.BigIntegerField()
    sum_days = models.BigIntegerField(null=True)
    p80_days = models.IntegerField(null=True)
    p95_days = models.IntegerField(null=True)
    oldest_open_days = models.IntegerField(null=True)
    first_missed = models.DateField(null=True)
    verdict = models.CharField(max_length=20)
    norm_version = models.PositiveSmallIntegerField()
    calendar_version = models.CharField(max_length=60)
    model_version = models.CharField(max_length=12)
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["as_of", "indicator_id", "year", "part", "tier"], name="contract_frozen_once"
            )
        ]
        indexes = [models.Index(fields=["indicator_id", "-as_of"], name="contract_frozen_of")]


class Recount(models.Model):
    """What a frozen figure is today where that differs from the last thing said of it.

    `differs` maps a column to [published, recounted]; empty when the two agree again. `causes` are codes with
    an argument: model_changed, norm_changed, calendar_changed, facts_imported (which), facts_learnt_later.
    """

    figure = models.ForeignKey(FrozenFigure, on_delete=models.PROTECT, related_name="recounts")
    found_at = models.DateTimeField()
    differs = models.JSONField(default=dict)
    causes = models.JSONField(default=list)
