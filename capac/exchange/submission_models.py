"""What is introduced at ONEM and what it answers. Days are days in Brussels; moments are business time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Submission(models.Model):
    """One C9: a complete file on its way to ONEM, or back. `reference` and `attempt` name it at ONEM; a file that came back
    or was refused is introduced again as the next attempt. `name` is that of its message in the outbox.
    """

    class State(models.TextChoices):
        WRITTEN = "written"
        RECEIVED = "received"
        REFUSED = "refused"
        RETURNED = "returned"
        DECIDED = "decided"

    application = models.ForeignKey("dossier.Application", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=3, blank=True)
    suffix = models.CharField(max_length=1, blank=True)
    derogation = models.TextField(blank=True)
    name = models.CharField(max_length=80, unique=True)
    written_at = models.DateTimeField()
    received_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "attempt"], name="submission_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=["written", "received"]),
                name="submission_under_way_once",
            ),
        ]
        indexes = [
            models.Index(fields=["written_at", "id"], condition=Q(state__in=["written", "received"]), name="submission_waits"),
            models.Index(fields=["client", "-written_at", "-id"], name="submission_of_client"),
        ]  # fmt: skip


class Return(models.Model):
    """A C51: the file came back. `missing` is (form, what is wrong with it) as ONEM says it.

    `proposed` is the cause that our own data suggest; `cause` what a person says it was, and `ours` whether it was our doing.
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="came_back")
    message_id = models.CharField(max_length=80, unique=True)
    returned_on = models.DateField()
    missing = models.JSONField(default=list)
    text = models.TextField(blank=True)
    proposed = models.CharField(max_length=20)
    cause = models.CharField(max_length=20, blank=True)
    ours = models.BooleanField(null=True)
    judged_by = models.CharField(max_length=60, blank=True)
    known_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)


class Notice(models.Model):
    """A copy of ONEM's letter to a client: a decision (C29) or a recovery decision (C31). Amounts in cents."""

    class State(models.TextChoices):
        TO_READ = "to_read"
        READ = "read"

    kind = models.CharField(max_length=3, choices=[("C29", "C29"), ("C31", "C31")])
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=80, blank=True)
    decided_on = models.DateField()
    article = models.CharField(max_length=200, blank=True)
    amount_cents = models.BigIntegerField(null=True)
    text = models.TextField(blank=True)
    known_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.TO_READ)
