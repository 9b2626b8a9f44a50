"""What people decide about the payment of a month: provisional payments, contested days, early payments.

Each is a fact with the moment at which it became known and, where it ends, the moment of its end: any past day can be
computed again.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Provisional(models.Model):
    """Pay at our own risk while ONEM has not decided on an application that it has (AR 25.11.1991 art. 160 § 2).

    `code` is written as on a C2: its wage code and phase give the legal amount, and no other one is paid. One person
    proposes, a second one grants. Days that a C2 rules are never provisional.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        GRANTED = "granted"
        ENDED = "ended"

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("dossier.Application", on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField(null=True)
    code = models.CharField(max_length=20)
    first_year = models.BooleanField(null=True)
    q_hundredths = models.PositiveIntegerField()
    s_hundredths = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    granted_by = models.CharField(max_length=60, blank=True)
    granted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(granted_by="") | ~Q(granted_by=F("proposed_by")), name="provisional_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | (~Q(granted_by="") & Q(granted_at__isnull=False)),
                name="provisional_granted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(state__in=["proposed", "granted"]),
                name="provisional_one_a_client",
            ),
        ]
        indexes = [models.Index(fields=["granted_at"], name="provisional_granted")]


class Contest(models.Model):
    """Days of a month that are contested: the rest is paid at once, they wait (AR 25.11.1991 art. 161).

    `by` is who contests: the client or an agent. `held_cents` is the gross that waits, as known at the opening.
    """

    class State(models.TextChoices):
        OPEN = "open"
        SETTLED = "settled"

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    days = ArrayField(models.DateField())
    by = models.CharField(max_length=6, choices=[("client", "client"), ("agent", "agent")])
    why = models.CharField(max_length=300)
    received_on = models.DateField()
    answer_by = models.DateField()
    held_cents = models.BigIntegerField()
    opened_by = models.CharField(max_length=60)
    known_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "scheme", "month"], condition=Q(state="open"), name="contest_one_a_month"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="contest_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state="settled") | (Q(settled_at__isnull=False) & ~Q(answer="")),
                name="contest_settled_with_an_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "client"], name="contest_month"),
            models.Index(fields=["settled_at"], name="contest_settled"),
        ]


class EarlyPayment(models.Model):
    """ONEM's committee allows a month to be paid before it ends (AR 25.11.1991 art. 161, fourth paragraph).

    Keyed from its decision by one person, confirmed by a second one. From `payable_from` on the month is computed as
    one that is over, on cards handed in from that day on.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    month = models.DateField()
    payable_from = models.DateField()
    decided_on = models.DateField()
    reference = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=60, blank=True)
    known_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("proposed_by")), name="early_two_people"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (~Q(confirmed_by="") & Q(known_at__isnull=False)),
                name="early_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["month"], condition=Q(state__in=["proposed", "confirmed"]), name="early_once_a_month"
            ),
        ]
