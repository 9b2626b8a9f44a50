"""Tables of what the regional services and the National Register say of a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Registration(models.Model):
    """One version of a registration as job-seeker, as a regional service sent it. The highest version rules.

    The number of a person without file is kept until a client has it (`client`), and no longer.
    """

    service = models.CharField(max_length=10)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    niss = models.CharField(max_length=11, blank=True)
    registered_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    received_on = models.DateField()
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "reference", "version"], name="registration_once"),
            models.CheckConstraint(
                condition=Q(client__isnull=True) & ~Q(niss="") | Q(client__isnull=False, niss=""),
                name="registration_number_until_known",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("registered_on")),
                name="registration_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "service", "reference"], name="registration_of_client"),
            models.Index(fields=["niss"], condition=~Q(niss=""), name="registration_unmatched"),
        ]


class RegisterQuestion(models.Model):
    """A question to the National Register about one client, for an application. `question_id` comes back in the answer.

    `message` is the file in which it left; empty until then.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        ANSWERED = "answered"
        NOT_FOUND = "not_found"

    question_id = models.CharField(max_length=40, unique=True)
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("dossier.Application", on_delete=models.PROTECT, related_name="questions")
    message = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="asked"), name="register_asked_once"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="asked", message=""), name="register_to_ask")
        ]


class RegisterFact(models.Model):
    """What the National Register says of a client: an answer to a question, or a change that it tells by itself.

    `sequence` is the register's own order of what it says of a person: the highest rules, whatever came last.
    `deemed_on` is the day on which we are held to know a change (AR 25.11.1991 art. 148).
    """

    message_id = models.CharField(max_length=40, unique=True)
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(RegisterQuestion, null=True, on_delete=models.PROTECT, related_name="facts")
    sequence = models.PositiveIntegerField()
    dispatched_on = models.DateField()
    deemed_on = models.DateField()
    nationality = models.CharField(max_length=2)
    residence = models.CharField(max_length=2)
    household = models.PositiveSmallIntegerField()
    deceased_on = models.DateField(null=True)
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    known_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "-sequence"], name="register_fact_latest")]
