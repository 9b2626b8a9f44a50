"""Tables of work: items, tellings of a promise that slips, the experts' rota, reasons to open a file."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

NOT_DONE = ~Q(state="done")


class Item(models.Model):
    """Something that waits for a person. `kind` says what is asked; `due_on` is the promise as it stands now.

    `norm` is what sets the promise: an entry of the contract, or a time limit of the law. `placed_on` orders the
    queue: the promise, brought forward by hardship. `office` and `language` are the client's when the item was opened.
    `slips` counts how often the promise was renewed; `waited_days` (working days) and `is_kept` (done by its first
    promise) are written when it is done. `done_by` is who did it; empty where the room that owns the subject closed it.
    """

    class State(models.TextChoices):
        OPEN = "open"
        TAKEN = "taken"
        SNOOZED = "snoozed"
        DONE = "done"

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "people.Office", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    language = models.CharField(max_length=2, blank=True)
    arguments = models.JSONField(default=dict)
    since = models.DateTimeField()
    without_income_since = models.DateField(null=True)
    norm = models.CharField(max_length=30)
    due_on = models.DateField()
    placed_on = models.DateField()
    slips = models.PositiveSmallIntegerField(default=0)
    calendar_version = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    taken_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    snoozed_until = models.DateField(null=True)
    done_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    done_at = models.DateTimeField(null=True)
    waited_days = models.PositiveIntegerField(null=True)
    is_kept = models.BooleanField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id"], condition=NOT_DONE, name="item_once_open"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["taken", "snoozed"]) | Q(taken_by__isnull=False),
                name="item_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="snoozed") | Q(snoozed_until__isnull=False), name="item_sleeps_until_a_day"
            ),
            models.CheckConstraint(
                condition=Q(placed_on__lte=F("due_on")), name="item_placed_by_its_promise"
            ),
        ]
        indexes = [
            models.Index(fields=["placed_on", "id"], condition=NOT_DONE, name="item_queue"),
            models.Index(
                fields=["kind", "placed_on", "id"],
                condition=NOT_DONE,
                include=["state", "due_on"],
                name="item_queue_of_kind",
            ),
            models.Index(
                fields=["office", "placed_on", "id"],
                condition=NOT_DONE,
                include=["due_on"],
                name="item_queue_of_office",
            ),
            models.Index(
                fields=["language", "placed_on", "id"], condition=NOT_DONE, name="item_queue_spoken"
            ),
            models.Index(fields=["kind", "due_on"], condition=NOT_DONE, name="item_promises"),
            models.Index(fields=["due_on", "id"], condition=NOT_DONE, name="item_slipping"),
            models.Index(fields=["taken_by", "placed_on", "id"], condition=NOT_DONE, name="item_in_hand"),
            models.Index(
                fields=["taken_by", "-done_at", "-id"], condition=Q(state="done"), name="item_was_in_hand"
            ),
            models.Index(
                fields=["done_by", "-done_at", "-id"], condition=Q(state="done"), name="item_done_by"
            ),
            models.Index(
                fields=["done_at"],
                condition=Q(state="done"),
                include=["kind", "office", "language", "waited_days", "is_kept", "done_by"],
                name="item_delays",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="item_subject"),
        ]


class Telling(models.Model):
    """A client was told, before the day, that a promise will not be kept, and which day is promised instead."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="tellings")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    slipped_on = models.DateField()
    promised_on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "slipped_on"], name="slip_told_once"),
            models.CheckConstraint(
                condition=Q(promised_on__gt=F("slipped_on")), name="slip_promises_a_later_day"
            ),
        ]


class Duty(models.Model):
    """A C2 expert covers a working day (contract, 8.1.1)."""

    day = models.DateField()
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    planned_by = models.CharField(max_length=60)
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "staff"], name="duty_once")]


class Grant(models.Model):
    """A reason, given by a member of staff, to open one client's file for the rest of a day.

    A motive of the list (the client phones, stands at the counter), or words of one's own: then the glass is broken,
    and a manager reviews it.
    """

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    motive = models.CharField(max_length=20)
    text = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(motive="break_glass") | ~Q(text=""), name="grant_glass_broken_with_words"
            )
        ]
        indexes = [models.Index(fields=["staff", "day", "client"], name="grant_of_the_day")]
