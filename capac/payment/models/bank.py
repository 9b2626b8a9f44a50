"""What passes between us and the bank beside files of transfers: names, recalls, new accounts, statements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PayeeCheck(models.Model):
    """Whether the bank knows an account under a name (verification of payee, regulation 2012/260 art. 5c).

    One for each client, account and name. `result` is the bank's code, empty until it answers; `suggested` the
    name that the bank gives with a close match. One person proposes to pay all the same, a second one consents.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        ANSWERED = "answered"
        PROPOSED = "proposed"
        CONSENTED = "consented"

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=70)
    message_id = models.CharField(max_length=35)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=4, blank=True)
    suggested = models.CharField(max_length=140, blank=True)
    proposed_by = models.CharField(max_length=60, blank=True)
    consented_by = models.CharField(max_length=60, blank=True)
    consented_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "iban", "holder"], name="payee_checked_once"),
            models.CheckConstraint(
                condition=Q(consented_by="") | ~Q(consented_by=F("proposed_by")), name="payee_two_people"
            ),
        ]
        indexes = [models.Index(fields=["message_id"], name="payee_message")]


class Recall(models.Model):
    """A payment that we ask back, or stop before it leaves. One person asks, a second one approves.

    `message_id` is that of our camt.056, empty where nothing had left yet; `answer` the bank's code.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        SENT = "sent"
        STOPPED = "stopped"
        AGREED = "agreed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    payment = models.ForeignKey("payment.Payment", on_delete=models.PROTECT, related_name="recalls")
    reason = models.CharField(max_length=4)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.CharField(max_length=60)
    asked_at = models.DateTimeField()
    approved_by = models.CharField(max_length=60, blank=True)
    message_id = models.CharField(max_length=35, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("asked_by")), name="recall_two_people"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state__in=["asked", "sent"]), name="recall_once_open"
            ),
            models.UniqueConstraint(
                fields=["message_id"], condition=~Q(message_id=""), name="recall_message_once"
            ),
        ]


class Reissue(models.Model):
    """Another account for a payment that came back: one person proposes it, a second one confirms it."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    payment = models.ForeignKey("payment.Payment", on_delete=models.PROTECT, related_name="reissues")
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=70)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("proposed_by")), name="reissue_two_people"
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state="proposed"), name="reissue_one_proposed"
            ),
        ]


class Statement(models.Model):
    """A day of our account as the bank states it (camt.053). Opening and entries make closing, in cents."""

    account = models.CharField(max_length=34)
    day = models.DateField()
    statement_id = models.CharField(max_length=35)
    opening_cents = models.BigIntegerField()
    closing_cents = models.BigIntegerField()
    entries_number = models.PositiveIntegerField()
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "statement_id"], name="statement_once"),
        ]
        indexes = [models.Index(fields=["account", "-day"], name="statement_day")]


class StatementEntry(models.Model):
    """One booked entry of a statement, cents with their sign: below zero left our account.

    Matched: every transfer in it is a payment of ours. Unknown: nobody knows yet what it is. Explained: a person
    has said what it is (`explanation`, a code of entries.EXPLANATIONS).
    """

    class State(models.TextChoices):
        MATCHED = "matched"
        UNKNOWN = "unknown"
        EXPLAINED = "explained"

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="entries")
    line = models.PositiveIntegerField()
    booked_on = models.DateField()
    cents = models.BigIntegerField()
    reference = models.CharField(max_length=35, blank=True)
    transfers = models.PositiveIntegerField()
    bank_file = models.ForeignKey(
        "payment.BankFile", null=True, on_delete=models.PROTECT, related_name="entries"
    )
    payment = models.ForeignKey(
        "payment.Payment", null=True, on_delete=models.PROTECT, related_name="entries"
    )
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=40, blank=True)
    explanation = models.CharField(max_length=30, blank=True)
    explained_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="explained") | ~Q(explained_by=""), name="entry_explained_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="unknown"), name="entry_unknown")]
