"""The table of messages to the eBox."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One publication. `name` is that of its bytes in the outbox; `code` what the registry said beside yes."""

    class State(models.TextChoices):
        WAITING = "waiting"
        PUBLISHED = "published"
        UNUSED = "unused"
        REFUSED = "refused"
        READ = "read"

    name = models.CharField(max_length=80, unique=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    message_id = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=60, blank=True)
    expires_at = models.DateTimeField(null=True)
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="ebox_message_once"),
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="ebox_message_id_once"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="ebox_message_waiting")]
