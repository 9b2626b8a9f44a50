"""Tables of the rounds: clocks, what we answered, what we sent beside the C10, what was given back, what ONEM would reject."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Step(models.Model):
    """One clock of an introduction month (rounds.yaml): until when, and whether it was kept.

    Late is a step whose day has passed; it can still be done. `due_on` is empty while its start is not known (a
    refund before the first notification).
    """

    class State(models.TextChoices):
        RUNNING = "running"
        LATE = "late"
        DONE = "done"

    introduction_month = models.DateField()
    name = models.CharField(max_length=20)
    turn = models.CharField(max_length=4)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction_month", "name"], name="step_once_a_month"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="step_done_on_a_day"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="step_running")]


class Dispatch(models.Model):
    """What leaves for ONEM beside the C10: the bank file, the list of papers, our answers of a phase.

    `phase` is 0 but for answers; `attempt` counts those of one month, kind and phase.
    """

    class Kind(models.TextChoices):
        BANK_FILE = "bank_file"
        PAPERS = "papers"
        ANSWERS = "answers"

    class State(models.TextChoices):
        WRITTEN = "written"
        SENT = "sent"
        REFUSED = "refused"

    introduction_month = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    phase = models.PositiveSmallIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80, unique=True)
    written_at = models.DateTimeField()
    lines = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITTEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["introduction_month", "kind", "phase", "attempt"], name="dispatch_attempt_once"
            )
        ]


class Answer(models.Model):
    """What we say to an outcome of a phase: contest it with papers, or accept it.

    A complement (C14) that is accepted is still paid by our own calculation alone. `dispatch` is the file that
    told ONEM; empty until then.
    """

    class Kind(models.TextChoices):
        CONTEST = "contest"
        ACCEPT = "accept"

    outcome = models.OneToOneField("verification.Outcome", on_delete=models.PROTECT, related_name="answer")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    papers = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=60)
    known_at = models.DateTimeField()
    dispatch = models.ForeignKey(Dispatch, null=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="answer_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(kind="contest") | ~Q(papers=""), name="answer_contests_with_papers"
            ),
        ]


class Refund(models.Model):
    """Money given back to the benefits account for definitive C12 or C13 of an introduction month (AR 165)."""

    introduction_month = models.DateField()
    kind = models.CharField(max_length=3, choices=[("C12", "C12"), ("C13", "C13")])
    cents = models.BigIntegerField()
    paid_on = models.DateField()
    reference = models.CharField(max_length=60)
    noted_by = models.CharField(max_length=60)
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="refund_above_zero"),
            models.UniqueConstraint(fields=["reference"], name="refund_once"),
        ]


class Prediction(models.Model):
    """An expense that ONEM would reject, found before its C10 leaves. Told is one that left all the same."""

    class State(models.TextChoices):
        OPEN = "open"
        MENDED = "mended"
        TOLD = "told"

    payment = models.ForeignKey("payment.Payment", on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey("people.Client", on_delete=models.PROTECT, related_name="+")
    introduction_month = models.DateField()
    reason = models.CharField(max_length=30)
    arguments = models.JSONField(default=dict)
    cents = models.BigIntegerField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=Q(state="open"), name="prediction_once_open"
            )
        ]
        indexes = [models.Index(fields=["introduction_month", "state", "id"], name="prediction_month")]
