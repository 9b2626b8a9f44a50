"""Tables of the ledger. Amounts in cents: debit above zero, credit below. A month is its first day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One double entry: what happened to its source, on which day, and in which month it is booked.

    The source (`source_kind`, `source_id`, `event`) is unique: deriving twice writes nothing twice. `month` is the
    reference month of the benefit; `known_at` when the event became known, which decides on a closed month.
    """

    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    event = models.CharField(max_length=20)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField(null=True)
    day = models.DateField()
    book_month = models.DateField()
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id", "event"], name="entry_source_once")
        ]
        indexes = [models.Index(fields=["client", "month"], name="entry_client")]


class Line(models.Model):
    """One side of an entry on one account of the chart. The lines of an entry add up to zero.

    Scheme and month of booking are those of the entry, repeated: a balance reads this table alone.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=4)
    scheme = models.CharField(max_length=30)
    book_month = models.DateField()
    cents = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(cents=0), name="line_not_zero")]
        indexes = [models.Index(fields=["account", "scheme", "book_month", "id"], name="line_account")]


class Advance(models.Model):
    """Money that ONEM advanced for a scheme, as it stands on the bank's statement. A slip is set right by
    another one below zero."""

    scheme = models.CharField(max_length=30)
    cents = models.BigIntegerField()
    received_on = models.DateField()
    reference = models.CharField(max_length=35, unique=True)
    state = models.CharField(max_length=4, choices=[("kept", "kept")], default="kept")
    known_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(cents=0), name="advance_not_zero")]


class InterestOwed(models.Model):
    """Interest owed on one payment that came late, with the question that the law answered (own means)."""

    payment = models.OneToOneField("payment.Payment", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    cents = models.BigIntegerField()
    case = models.JSONField()
    state = models.CharField(max_length=4, choices=[("kept", "kept")], default="kept")
    known_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="interest_above_zero")]


class Closing(models.Model):
    """A month that is closed: by whom, when, and what its lines added up to: [account, scheme, cents]."""

    month = models.DateField(unique=True)
    state = models.CharField(max_length=6, choices=[("closed", "closed")], default="closed")
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=60)
    sums = models.JSONField()


class Straggler(models.Model):
    """An event that was known before its month was closed and seen only afterwards: where it was booked.

    Its transaction was still running at the closing. Kept, so that deriving again books it in the same month.
    """

    source_kind = models.CharField(max_length=40)
    source_id = models.BigIntegerField()
    event = models.CharField(max_length=20)
    book_month = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id", "event"], name="straggler_once")
        ]


class Reading(models.Model):
    """How far a source was read. Up to `safe_id` nothing can appear any more; `seen_id` was the last one seen
    when `seen_xid` was the database's newest transaction: a round that reads after all before that one are over has
    everything below, and moves `safe_id` there."""

    source = models.CharField(max_length=40, primary_key=True)
    safe_id = models.BigIntegerField(default=0)
    seen_id = models.BigIntegerField(default=0)
    seen_xid = models.BigIntegerField(default=0)


class Unclaimed(models.Model):
    """Money of a month that a client could still claim, and what became of it. One open row a month and kind.

    `cents` is None where it cannot be computed yet. `paid_before_cents` is what had been settled of the month when
    it was found, so that what is paid since is counted: `recovered_cents`.
    """

    class Kind(models.TextChoices):
        CARD_MISSING = "card_missing"
        DAYS_UNPAID = "days_unpaid"
        COMPLEMENT = "complement"

    class State(models.TextChoices):
        OPEN = "open"
        RECOVERED = "recovered"
        LAPSED = "lapsed"
        GONE = "gone"

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.CharField(max_length=60)
    cents = models.BigIntegerField(null=True)
    last_day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    paid_before_cents = models.BigIntegerField(default=0)
    recovered_cents = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "scheme", "month", "kind"], condition=Q(state="open"), name="unclaimed_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="recovered") | Q(recovered_cents__gt=0),
                name="unclaimed_recovered_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["last_day", "-cents", "id"], condition=Q(state="open"), name="unclaimed_urgent"
            ),
            models.Index(fields=["client", "-month"], name="unclaimed_client"),
        ]
