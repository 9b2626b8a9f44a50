"""Tables of verification (AR 25.11.1991 art. 164-168bis). Amounts in cents, months by their first day."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from capac.verification.models_of_rounds import Answer as Answer
from capac.verification.models_of_rounds import Dispatch as Dispatch
from capac.verification.models_of_rounds import Prediction as Prediction
from capac.verification.models_of_rounds import Refund as Refund
from capac.verification.models_of_rounds import Step as Step

RESULTS = ("accepted", "C12", "C13", "C14", "neutralised")
CAUSES = ("AR167-1-1", "AR167-1-2", "AR167-1-3", "AR167-1-4", "AR167-1-5", "client", "underpaid")
OWN_FAULT, CLIENTS_ACT = "AR167-1-4", "client"


class ExpenditureFile(models.Model):
    """The C10 of one introduction month: all expenses of it, due on the 20th of the next month.

    `attempt` counts the times it was written: one that ONEM refused is written again under a new name.
    """

    class State(models.TextChoices):
        WRITTEN = "written"
        SENT = "sent"
        REFUSED = "refused"

    introduction_month = models.DateField(unique=True)
    due_on = models.DateField()
    name = models.CharField(max_length=80, unique=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    written_at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    gross_cents = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)


class Incident(models.Model):
    """An important technical problem, decided with its reason: its expenses stay out of the 94 % (8.1.6).

    One person qualifies (proposes) it and another one decides, since it takes cases out of a figure of the
    contract; `known_at` is the moment of the decision. It hit payments made in the period, of one scheme or of all
    (""). `evidence` names the file in which the proof is kept.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        DECIDED = "decided"
        DECLINED = "declined"

    reason = models.CharField(max_length=300)
    period_from = models.DateField(null=True)
    period_to = models.DateField(null=True)
    scheme = models.CharField(max_length=30, blank=True)
    flows = ArrayField(models.CharField(max_length=20), default=list)
    evidence = models.CharField(max_length=120, blank=True)
    qualified_by = models.CharField(max_length=60)
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    known_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DECIDED)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="incident_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(qualified_by="") & ~Q(decided_by=models.F("qualified_by")),
                name="incident_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | ~Q(decided_by=""),
                name="incident_decided_by_somebody",
            ),
        ]


class Expense(models.Model):
    """One line of the expenditure file: one payment made in the introduction month."""

    file = models.ForeignKey(ExpenditureFile, on_delete=models.PROTECT, related_name="expenses")
    line_id = models.CharField(max_length=40, unique=True)
    payment = models.OneToOneField("payment.Payment", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    scheme = models.CharField(max_length=30)
    month = models.DateField()
    gross_cents = models.BigIntegerField()
    incident = models.ForeignKey(Incident, null=True, on_delete=models.PROTECT, related_name="expenses")

    class Meta:
        indexes = [models.Index(fields=["client", "scheme", "month"], name="expense_month")]


class Outcome(models.Model):
    """What ONEM said of one expense in one phase. The last phase known is what counts.

    `recoverable` says whether we may claim a C12 or C13 from the client (AR 167 § 1): not what is our fault
    alone (4°), and not the client's own act, which ONEM recovers itself (AR 169-170).
    """

    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="outcomes")
    file = models.ForeignKey("records.IncomingFile", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=[(name, name) for name in RESULTS])
    phase = models.PositiveSmallIntegerField()
    amount_cents = models.BigIntegerField()
    cause = models.CharField(max_length=20, blank=True, choices=[(name, name) for name in CAUSES])
    cause_text = models.CharField(max_length=300, blank=True)
    recoverable = models.BooleanField()
    notified_on = models.DateField()
    definitive = models.BooleanField()
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["expense", "phase"], name="outcome_once_a_phase"),
            models.CheckConstraint(condition=Q(amount_cents__gte=0), name="outcome_not_below_zero"),
            models.CheckConstraint(
                condition=~Q(outcome__in=["C12", "C13"]) | ~Q(cause=""), name="outcome_has_a_cause"
            ),
        ]
        indexes = [models.Index(fields=["known_at"], name="outcome_known")]
