"""Tables of letters. Days and moments are business time; languages are fr, nl, de."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """Letters printed together: one PDF, sorted as the post wants them, with the list of what is in it."""

    class State(models.TextChoices):
        MADE = "made"
        POSTED = "posted"

    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    letters = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    manifest = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.MADE)


class Letter(models.Model):
    """One letter: what filled it, its words, its bytes, and how it leaves. Never changed after it is written.

    `subject_kind` and `subject_id` say what it concerns, opaque. `once` names what must not be written twice.
    `postcode` is the country and the postcode, by which batches are sorted; empty where no address is known.
    `why_paper` says why it is printed: registered, not_configured, no_ebox, no_number, unused, refused; or is empty.
    """

    class State(models.TextChoices):
        WRITTEN = "written"
        IN_EBOX = "in_ebox"
        TO_PRINT = "to_print"
        PRINTED = "printed"
        SENT = "sent"
        DELIVERED = "delivered"
        FAILED = "failed"
        WITHDRAWN = "withdrawn"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    once = models.CharField(max_length=120, null=True, unique=True)
    data = models.JSONField()
    content = models.JSONField()
    title = models.CharField(max_length=200)
    registered = models.BooleanField(default=False)
    postcode = models.CharField(max_length=16, blank=True)
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    day = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)
    channel = models.CharField(max_length=10, blank=True)
    why_paper = models.CharField(max_length=20, blank=True)
    sent_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["printed"]) | Q(batch__isnull=False), name="letter_printed_in_batch"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
                name="letter_sent_at",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-id"], name="letter_client"),
            models.Index(fields=["state", "id"], name="letter_state"),
            models.Index(fields=["subject_kind", "subject_id"], name="letter_subject"),
        ]
