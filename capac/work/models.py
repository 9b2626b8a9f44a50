"""The table of work items."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Item(models.Model):
    """Something that waits for a person. `kind` says what is asked; `due_on` is the promise of its norm.

    `done_by` is who did it; empty where the room that owns the subject closed the item itself.
    """

    class State(models.TextChoices):
        OPEN = "open"
        TAKEN = "taken"
        DONE = "done"

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    arguments = models.JSONField(default=dict)
    since = models.DateTimeField()
    norm = models.CharField(max_length=30, blank=True)
    due_on = models.DateField(null=True)
    calendar_version = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    taken_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    done_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_id"],
                condition=~Q(state="done"),
                name="item_once_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_by__isnull=False), name="item_taken_by_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="item_queue"),
            models.Index(fields=["subject_kind", "subject_id"], name="item_subject"),
        ]
