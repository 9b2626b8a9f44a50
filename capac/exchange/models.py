"""Tables of exchange. Amounts in cents, weekly hours in hundredths of an hour."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class C2Message(models.Model):
    """One C2 as it came (AR 25.11.1991 art. 146). `message_id` makes its import happen once."""

    class State(models.TextChoices):
        RECEIVED = "received"
        BY_HAND = "by_hand"
        APPLIED = "applied"
        REJECTED = "rejected"

    message_id = models.CharField(max_length=80, unique=True)
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    body = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    hand_reasons = ArrayField(models.CharField(max_length=40), default=list)
    processed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="c2_by_state")]


class Authorisation(models.Model):
    """The decision that a C2 carries for one client. Later ones rule for the days that they hold."""

    message = models.OneToOneField(C2Message, on_delete=models.PROTECT, related_name="authorisation")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    issued_on = models.DateField()
    notified_on = models.DateField()
    known_at = models.DateTimeField()
    modules = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "reference", "sequence"], name="authorisation_sequence_once"
            )
        ]
        indexes = [models.Index(fields=["client", "known_at"], name="authorisation_known")]


class AuthorisedPeriod(models.Model):
    """One dated body of an authorisation: what may be paid in these days, or the refusal to pay (code 00)."""

    authorisation = models.ForeignKey(Authorisation, on_delete=models.PROTECT, related_name="periods")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    code = models.CharField(max_length=20)
    scheme = models.CharField(max_length=30, blank=True)
    family = models.CharField(max_length=1, blank=True)
    first_year = models.BooleanField(null=True)
    daily_cents = models.BigIntegerField(null=True)
    half_cents = models.BigIntegerField(null=True)
    wage_code = models.CharField(max_length=3, blank=True)
    phase = models.CharField(max_length=4, blank=True)
    q_hundredths = models.PositiveIntegerField(null=True)
    s_hundredths = models.PositiveIntegerField(null=True)
    refusal = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="authorised_period_ends_after_start",
            ),
            models.CheckConstraint(condition=Q(scheme="") | Q(refusal=""), name="authorised_or_refused"),
        ]
        indexes = [models.Index(fields=["authorisation", "valid_from"], name="authorised_period_from")]
