"""Tables of dossier. Days are days in Brussels; moments are business time."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from capac.dossier.outside_models import RegisterFact as RegisterFact
from capac.dossier.outside_models import RegisterQuestion as RegisterQuestion
from capac.dossier.outside_models import Registration as Registration

LIVING = ("collecting", "complete", "submitted", "returned")
"""States of an application that is not over."""


LAST_DAY = Coalesce("return_by", "introduce_by")
"""The last day on which a file may reach ONEM: of one that was sent back, else of the law."""


class Application(models.Model):
    """One application of a client. `key` stands in addresses; `situation` holds the answers of the intake.

    `introduce_by` is the law's last day for the file to reach ONEM by `rule` (none where no limit is known);
    `return_by` that of the file which ONEM sent back. `complete_on` is the day on which the last piece was here.
    """

    class State(models.TextChoices):
        COLLECTING = "collecting"
        COMPLETE = "complete"
        SUBMITTED = "submitted"
        RETURNED = "returned"
        DECIDED = "decided"
        WITHDRAWN = "withdrawn"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=30)
    situation = models.JSONField(default=dict)
    asked_on = models.DateField()
    received_on = models.DateField()
    opened_at = models.DateTimeField()
    edition = models.CharField(max_length=20)
    rule = models.CharField(max_length=20, blank=True)
    introduce_by = models.DateField(null=True)
    announced_on = models.DateField(null=True)
    announced_by = models.CharField(max_length=120, blank=True)
    complete_on = models.DateField(null=True)
    submitted_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    return_by = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.COLLECTING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "type", "asked_on"],
                condition=Q(state__in=LIVING),
                name="application_open_once",
            ),
            models.CheckConstraint(
                condition=Q(rule="", introduce_by__isnull=True) | ~Q(rule="") & Q(introduce_by__isnull=False),
                name="application_limit_by_a_rule",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-opened_at", "-id"], name="application_of_client"),
            models.Index(
                LAST_DAY,
                "id",
                condition=Q(state__in=["collecting", "complete", "returned"]),
                name="application_to_introduce",
            ),
        ]


class FormerSituation(models.Model):
    """What the situation of an application was until it was corrected, by whom and why. Never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="former")
    situation = models.JSONField()
    until = models.DateTimeField()
    who = models.CharField(max_length=120)
    why = models.CharField(max_length=300)


class Piece(models.Model):
    """One thing that an application needs: whose turn it is and since when, until when the law gives it.

    `reminded_on` and `reminders` are of the reminders sent since it was asked for. `asked_by` is "rule", or "onem"
    where a returned file (C51) asks for it.
    """

    class State(models.TextChoices):
        MISSING = "missing"
        ANNOUNCED = "announced"
        RECEIVED = "received"
        WAIVED = "waived"
        DROPPED = "dropped"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pieces")
    code = models.CharField(max_length=30)
    turn = models.CharField(max_length=10)
    since = models.DateField()
    due_on = models.DateField(null=True)
    asked_by = models.CharField(max_length=4, default="rule")
    reminded_on = models.DateField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MISSING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="piece_once")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state__in=["missing", "announced"]), name="piece_missing")
        ]


class Receipt(models.Model):
    """One arrival of a piece, never changed: as which form, on which day, from where, with its document if there is one."""

    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="receipts")
    code = models.CharField(max_length=30)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    known_at = models.DateTimeField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["piece", "code", "document", "received_on", "source"],
                nulls_distinct=False,
                name="receipt_once",
            )
        ]
