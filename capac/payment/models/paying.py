"""Cards, calculations, runs, files, payments, holds and the bank's answers. Amounts in cents."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

COUNTED = ("prepared", "released", "filed", "settled")
"""States of a payment that count as paid or in flight; returned, refused and dropped ones are owed again."""


class ControlCard(models.Model):
    """A control card as a version: what the client says happened on the days of a month (AR art. 71, 71ter).

    `version` counts the electronic confirmations of a month, each with a card id of its own; paper has none.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    channel = models.CharField(max_length=5, choices=[("ec3", "ec3"), ("paper", "paper")])
    card_id = models.CharField(max_length=80, unique=True)
    version = models.PositiveIntegerField(null=True)
    received_on = models.DateField()
    known_at = models.DateTimeField()
    confirmed_on = models.DateField(null=True)
    days = models.JSONField(default=dict)
    paid_holidays_left_halves = models.PositiveSmallIntegerField(null=True)
    file = models.ForeignKey("records.IncomingFile", null=True, on_delete=models.PROTECT, related_name="+")
    keyed_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="ec3", file__isnull=False) | Q(channel="paper", keyed_by__isnull=False),
                name="card_has_its_source",
            ),
            models.UniqueConstraint(fields=["client", "month", "version"], name="card_version_once"),
        ]
        indexes = [
            models.Index(fields=["month", "client", "known_at"], name="card_known"),
            models.Index(fields=["known_at"], name="card_since"),
        ]


class Calculation(models.Model):
    """What is owed for a client, scheme and month on the facts known at a moment; kept whole, never changed.

    `vector` is the compact versioned array of steps from which every sentence is rendered again.
    `lowered` is what verification took out (C12, C13 that may be recovered), by cause, and `lowered_cents`
    its sum: owed = gross - lowered, never below zero. `withheld` is [kind, cents] of what the month asks for.
    `authorised_on` is the day on which the last of the authorisations used was notified.
    """

    client = models.ForeignKey(
        "people.Client", on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    run = models.ForeignKey(
        "payment.PaymentRun",
        on_delete=models.PROTECT,
        related_name="calculations",
        db_constraint=False,
        db_index=False,
    )
    known_at = models.DateTimeField()
    facts_digest = models.CharField(max_length=64)
    card = models.ForeignKey(
        ControlCard,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    authorisations = ArrayField(models.BigIntegerField())
    authorised_on = models.DateField(null=True)
    allowances_halves = models.IntegerField()
    daily_cents = models.BigIntegerField()
    gross_cents = models.BigIntegerField()
    lowered = models.JSONField(default=list)
    lowered_cents = models.BigIntegerField(default=0)
    tax_cents = models.BigIntegerField()
    withheld = models.JSONField(default=list)
    payable_cents = models.BigIntegerField()
    parameters_version = models.CharField(max_length=60)
    vector = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["month", "scheme", "client", "-id"], name="calculation_latest")]


class PaymentRun(models.Model):
    """One preparation of payments: everything that became payable on the facts known at a moment.

    Empty is a run that moved debts or holds and has nothing to pay: nobody needs to release it.
    """

    class State(models.TextChoices):
        PREPARING = "preparing"
        PREPARED = "prepared"
        EMPTY = "empty"
        RELEASED = "released"
        FILED = "filed"
        DROPPED = "dropped"

    introduction_month = models.DateField()
    execution_date = models.DateField()
    known_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    prepared_by = models.CharField(max_length=60)
    released_by = models.CharField(max_length=60, blank=True)
    parameters_version = models.CharField(max_length=60)
    counters = models.JSONField(default=dict)
    audit = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by="") | ~Q(released_by=models.F("prepared_by")), name="run_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "prepared", "empty", "dropped"]) | ~Q(released_by=""),
                name="run_released_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="preparing"), name="run_one_preparing"
            ),
        ]


class BankFile(models.Model):
    """A pain.001 as it was written: one payment type and execution date, and what the bank said of it."""

    class State(models.TextChoices):
        WRITTEN = "written"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    run = models.ForeignKey(PaymentRun, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField()
    payment_type = models.CharField(max_length=30)
    execution_date = models.DateField()
    message_id = models.CharField(max_length=35, unique=True)
    transfers = models.PositiveIntegerField()
    total_cents = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="bank_file_once")]


class Payment(models.Model):
    """One difference paid: gross, what was withheld at source, and what goes to the account.

    `withheld` is [kind, cents]. `ended_at` is when its end became known: the bank's answer was applied, or it
    was dropped. `settled_at` is when the bank's first booking became known, and stays when the money comes back.
    `account_confirmed_at` is set when a person has confirmed the account of one that came back.
    `cause` says why it differs from the gross of the month before, `before_cents` (empty: never paid before).
    """

    class State(models.TextChoices):
        PREPARED = "prepared"
        RELEASED = "released"
        FILED = "filed"
        SETTLED = "settled"
        RETURNED = "returned"
        REFUSED = "refused"
        DROPPED = "dropped"

    client = models.ForeignKey(
        "people.Client", on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    run = models.ForeignKey(
        PaymentRun, on_delete=models.PROTECT, related_name="payments", db_constraint=False, db_index=False
    )
    calculation = models.ForeignKey(
        Calculation, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    file = models.ForeignKey(
        BankFile,
        null=True,
        on_delete=models.PROTECT,
        related_name="payments",
        db_constraint=False,
        db_index=False,
    )
    gross_cents = models.BigIntegerField()
    tax_cents = models.BigIntegerField()
    withheld = models.JSONField(default=list)
    transfer_cents = models.BigIntegerField()
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=70)
    end_to_end_id = models.CharField(max_length=35)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARED)
    settled_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    bank_reason = models.CharField(max_length=4, blank=True)
    ended_at = models.DateTimeField(null=True)
    account_confirmed_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20)
    before_cents = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "client", "scheme", "month"], name="payment_once_a_run"),
            models.UniqueConstraint(fields=["end_to_end_id"], name="payment_end_to_end"),
            models.CheckConstraint(condition=Q(gross_cents__gt=0), name="payment_above_zero"),
            models.CheckConstraint(
                condition=Q(transfer_cents__gte=0) & Q(transfer_cents__lte=models.F("gross_cents")),
                name="payment_transfer_within_gross",
            ),
        ]
        indexes = [
            models.Index(fields=["month", "scheme", "client"], name="payment_month"),
            models.Index(fields=["client", "-month"], name="payment_client"),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="payment_ended"),
            models.Index(
                fields=["account_confirmed_at"],
                condition=Q(account_confirmed_at__isnull=False),
                name="payment_confirmed",
            ),
        ]


class Hold(models.Model):
    """Why a month is not paid (yet), and whose turn it is: client, employer, onem, bank or us.

    `accepted_by` is the member of staff who lifted it although its reason holds: for the same arguments it
    is not opened again.
    """

    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    reason = models.CharField(max_length=60)
    turn = models.CharField(max_length=10)
    arguments = models.JSONField(default=dict)
    since = models.DateTimeField()
    state = models.CharField(max_length=10, choices=[("open", "open"), ("lifted", "lifted")], default="open")
    lifted_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "scheme", "month", "reason"], condition=Q(state="open"), name="hold_once"
            )
        ]
        indexes = [
            models.Index(fields=["month", "client"], condition=Q(state="open"), name="hold_open"),
            models.Index(fields=["client", "-month"], name="hold_client"),
            models.Index(fields=["lifted_at"], condition=Q(lifted_at__isnull=False), name="hold_lifted"),
        ]


class BankAnswer(models.Model):
    """A pain.002 or camt.054 that was applied; its message id makes that happen once."""

    message_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField()
    counters = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "message_id"], name="bank_answer_once")]
