"""Tables of the shared mechanics. Times are business time, given by capac.core.clock."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StateLog(models.Model):
    """One change of state of one row of any room: from, to, when, who, why. Never changed."""

    id = models.BigAutoField(primary_key=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30)
    at = models.DateTimeField()
    who = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    run = models.ForeignKey(
        "records.Run",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="statelog_subject"),
        ]


class Run(models.Model):
    """One execution of a batch: what it set out to do, its counters (all start at zero), how it ended."""

    class State(models.TextChoices):
        RUNNING = "running"
        FINISHED = "finished"
        FAILED = "failed"

    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    who = models.CharField(max_length=120)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counters = models.JSONField(default=dict)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["verb", "-id"], name="run_verb")]


class OutgoingMessage(models.Model):
    """A file or message that leaves: written with the facts that caused it, delivered afterwards.

    `key` is drawn when the row is written and goes with every attempt, so a repeat is recognised. `follows` is a
    message that must have arrived before this one leaves.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        REFUSED = "refused"

    key = models.UUIDField(unique=True)
    destination = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    body = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "records_outbox"
        constraints = [
            models.UniqueConstraint(fields=["destination", "name"], name="outbox_one_per_name"),
        ]
        indexes = [
            models.Index(fields=["destination", "id"], condition=Q(state="waiting"), name="outbox_waiting"),
        ]


class Cursor(models.Model):
    """How far a mailbox has been read. Moves when a page of its list is kept whole."""

    mailbox = models.CharField(max_length=20, primary_key=True)
    position = models.CharField(max_length=60, blank=True)


class Version(models.Model):
    """A fact that is never overwritten: the days for which it holds, when it became known, from where.

    For a day, the version known last among those that hold that day is the fact.
    """

    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    known_at = models.DateTimeField()
    source = models.CharField(max_length=120)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_start",
            )
        ]


class IncomingFile(models.Model):
    """A file read from a mailbox, kept whole as it came. The room that understands its kind reads it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        READ = "read"
        REJECTED = "rejected"

    mailbox = models.CharField(max_length=20)
    item = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "item"], name="incoming_once")]
        indexes = [
            models.Index(fields=["kind", "id"], condition=Q(state="waiting"), name="incoming_waiting"),
            models.Index(fields=["sha256"], name="incoming_bytes"),
        ]


class Reject(models.Model):
    """Something received that could not be used: where it stands, what is wrong, what to do.

    `reason` is a code with `arguments`; pages put it into words in four languages.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    file = models.ForeignKey(IncomingFile, null=True, on_delete=models.PROTECT, related_name="rejects")
    kind = models.CharField(max_length=20)
    message_id = models.CharField(max_length=80, blank=True)
    line = models.PositiveIntegerField(null=True)
    field = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "line", "field", "reason", "message_id"],
                nulls_distinct=False,
                name="reject_once",
            )
        ]
