"""Tables of exchange. Amounts in cents, weekly hours in hundredths of an hour."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from capac.exchange.bareme_models import BaremeFile as BaremeFile
from capac.exchange.bareme_models import BaremeRow as BaremeRow
from capac.exchange.submission_models import Notice as Notice
from capac.exchange.submission_models import Return as Return
from capac.exchange.submission_models import Submission as Submission


class C2Message(models.Model):
    """One C2 as it came (AR 25.11.1991 art. 146). `message_id` makes its import happen once.

    `digest` is over what it says, its id left out: the same again is nothing new, other content is a fault.
    `client` is whom its number names, as far as known; `processed_at` when it ceased to wait.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        BY_HAND = "by_hand"
        APPLIED = "applied"
        REJECTED = "rejected"

    message_id = models.CharField(max_length=80, unique=True)
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    client = models.ForeignKey("people.Client", null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    hand_reasons = ArrayField(models.CharField(max_length=40), default=list)
    processed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "id"], name="c2_by_state"),
            models.Index(fields=["client", "reference", "sequence"], name="c2_sequence"),
        ]


class Authorisation(models.Model):
    """The decision that a C2 carries for one client. Later ones rule for the days that they hold.

    `replaces` is the message id that ONEM says it corrects; what rules is decided by the days all the same.
    """

    message = models.OneToOneField(C2Message, on_delete=models.PROTECT, related_name="authorisation")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    issued_on = models.DateField()
    notified_on = models.DateField()
    known_at = models.DateTimeField()
    replaces = models.CharField(max_length=80, blank=True)
    modules = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "reference", "sequence"], name="authorisation_sequence_once"
            )
        ]
        indexes = [models.Index(fields=["client", "known_at"], name="authorisation_known")]


class AuthorisedPeriod(models.Model):
    """One dated body of an authorisation: what may be paid in these days, or the refusal to pay (code 00).

    With neither scheme nor refusal a person applied it by hand: no scheme of the product computes its prefix.
    """

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


class Declaration(models.Model):
    """One version of an employer's monthly declaration to ONSS (WECH505, 506, 508, 510), under its ticket.

    `original` is the ticket of the declaration that it is a version of: its own for one that begins a chain.
    Which version rules is decided on reading: a cancellation ends the chain, else the one created last.
    `days` are hours in hundredths by day and code of the nature of the day; `content` is what only this form
    says. `month` (its first day) is empty for a cancellation that waits for what it cancels.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        KEPT = "kept"

    class Status(models.IntegerChoices):
        ORIGINAL = 0
        MODIFICATION = 1
        CANCELLATION = 3
        PAPER_MODIFICATION = 7

    form = models.CharField(max_length=7)
    ticket = models.CharField(max_length=20, unique=True)
    original = models.CharField(max_length=20)
    status = models.PositiveSmallIntegerField(choices=Status.choices)
    created_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(null=True)
    employer = models.CharField(max_length=10)
    employer_class = models.CharField(max_length=3, blank=True)
    worker_code = models.CharField(max_length=3, blank=True)
    joint_committee = models.CharField(max_length=9, blank=True)
    occupied_from = models.DateField(null=True)
    occupied_to = models.DateField(null=True)
    q_hundredths = models.PositiveIntegerField(null=True)
    s_hundredths = models.PositiveIntegerField(null=True)
    risks = ArrayField(models.CharField(max_length=3), default=list)
    days = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    received_on = models.DateField()
    known_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month__isnull=False) | Q(status=3, state="waiting"),
                name="declaration_month_unless_waiting",
            ),
            models.CheckConstraint(
                condition=Q(status__in=(1, 3)) | Q(original=models.F("ticket")),
                name="declaration_begins_its_chain",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "client"], name="declaration_month"),
            models.Index(fields=["client", "-month"], name="declaration_client"),
            models.Index(fields=["original"], name="declaration_original"),
            models.Index(fields=["known_at"], name="declaration_known"),
        ]
