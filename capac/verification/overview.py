"""What pages read of verification: rounds by introduction month, what would be rejected, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from capac.verification import standing
from capac.verification.incidents import expenses_hit
from capac.verification.models import Dispatch, ExpenditureFile, Incident, Prediction, Step
from capac.verification.rounds import Tolerance, rounds, tolerance
from capac.verification.standing import Stake


@dataclass(frozen=True, slots=True)
class StepView:
    """One clock: whose turn, until when, kept or late; whether the date is certain."""

    name: str
    turn: str
    due_on: date
    done_on: date | None
    state: str
    is_certain: bool
    phase: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """An introduction month: its file, its clocks, what was said in each phase, what is still open of it.

    `phases` is by phase and outcome, `open` by phase; amounts in cents.
    """

    month: date
    state: str
    lines: int
    gross_cents: int
    steps: Mapping[str, StepView]
    phases: Mapping[int, Mapping[str, Stake]]
    open: Mapping[int, Stake]

    @property
    def at_stake_cents(self) -> int:
        """What the next phase, or our answer, still decides."""
        return sum(one.cents for one in self.open.values())


@dataclass(frozen=True, slots=True)
class MonthDetail:
    """The same with what is ours to give back, causes of art. 167, files sent, answers missing, and the tolerance."""

    view: MonthView
    causes: Mapping[tuple[str, str], Stake]
    liable: Mapping[str, int]
    given_back: Mapping[str, int]
    to_answer: Mapping[int, int]
    files: tuple[tuple[str, str, int, datetime, str], ...]
    told: tuple[int, int, int, int]
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class PredictionView:
    """An expense that ONEM would reject. `cents` is the part of it."""

    id: int
    payment_id: int
    client_id: int
    introduction_month: date
    reason: str
    arguments: Mapping[str, str]
    cents: int
    found_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """How the mirror did in an introduction month: open, mended, told; and what ONEM then said."""

    month: date
    open: int
    open_cents: int
    mended: int
    told: int
    confirmed: int
    rejected: int


@dataclass(frozen=True, slots=True)
class IncidentView:
    """A technical problem. `expenses` are those it takes out, or would take out once decided."""

    id: int
    state: str
    reason: str
    first: date | None
    last: date | None
    scheme: str
    flows: tuple[str, ...]
    evidence: str
    proposed_by: str
    proposed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    expenses: int


def months(limit: int) -> list[MonthView]:
    """The last introduction months that have clocks, newest first."""
    rows = (
        Step.objects.order_by("-introduction_month").values_list("introduction_month", flat=True).distinct()
    )
    return [_month(month) for month in rows[:limit]]


def month_of(month: date) -> MonthDetail:
    """One introduction month with all that is known of it. Raises LookupError for one without clocks."""
    if not Step.objects.filter(introduction_month=month).exists():
        raise LookupError(f"{month:%Y-%m}")
    files = ExpenditureFile.objects.filter(introduction_month=month)
    others = Dispatch.objects.filter(introduction_month=month).order_by("pk")
    sent = [("c10", row.name, row.lines, row.written_at, row.state) for row in files]
    sent += [(row.kind, row.name, row.lines, row.written_at, row.state) for row in others]
    return MonthDetail(
        view=_month(month),
        causes=standing.by_cause(month),
        liable=standing.liable(month),
        given_back=standing.given_back(month),
        to_answer={phase: standing.to_answer(month, phase).count() for phase in (1, 2)},
        files=tuple(sent),
        told=standing.neutralised(month),
        tolerance=tolerance(month),
    )


def clients_foreseen(*, skip: int, limit: int) -> list[int]:
    """Whose expenses the same page of predictions shows: nothing else is read of them."""
    rows = Prediction.objects.filter(state="open").order_by("-cents", "pk")
    return list(rows.values_list("client_id", flat=True)[skip : skip + limit])


def predictions(*, skip: int, limit: int) -> list[PredictionView]:
    """What would be rejected now, the largest first."""
    rows = Prediction.objects.filter(state="open")
    return [
        PredictionView(
            row.pk, row.payment_id, row.client_id, row.introduction_month, row.reason, row.arguments, row.cents,
            row.found_at, row.state,
        )
        for row in rows.order_by("-cents", "pk")[skip : skip + limit]
    ]  # fmt: skip


def forecasts(limit: int) -> list[Forecast]:
    """How often the mirror was right, by introduction month, newest first."""
    rows = Prediction.objects.values("introduction_month").annotate(
        open=Count("pk", filter=Q(state="open")),
        cents=Sum("cents", filter=Q(state="open"), default=0),
        mended=Count("pk", filter=Q(state="mended")),
        told=Count("pk", filter=Q(state="told")),
    )
    return [
        Forecast(
            row["introduction_month"], row["open"], row["cents"], row["mended"], row["told"],
            *_confirmed(row["introduction_month"]),
        )
        for row in rows.order_by("-introduction_month")[:limit]
    ]  # fmt: skip


def incidents(limit: int) -> list[IncidentView]:
    """The last technical problems, newest first."""
    rows = Incident.objects.annotate(n=Count("expenses")).order_by("-pk")[:limit]
    return [_incident(row, row.n) for row in rows]


def incident(incident_id: int) -> IncidentView:
    """One of them. Raises LookupError."""
    row = Incident.objects.annotate(n=Count("expenses")).filter(pk=incident_id).first()
    if row is None:
        raise LookupError(incident_id)
    return _incident(row, row.n)


def _confirmed(month: date) -> tuple[int, int]:
    """Of the predictions told, how many ONEM rejected in its first phase; and how many it rejected in all."""
    told = Prediction.objects.filter(introduction_month=month, state="told").values("payment_id")
    lost = standing.lost_at_first(month)
    return lost.filter(expense__payment_id__in=told).count(), lost.count()


def _month(month: date) -> MonthView:
    file = ExpenditureFile.objects.filter(introduction_month=month).first()
    return MonthView(
        month=month,
        state=file.state if file else "",
        lines=file.lines if file else 0,
        gross_cents=file.gross_cents if file else 0,
        steps=_steps(month),
        phases=standing.by_phase(month),
        open=standing.open_by_phase(month),
    )


def _steps(month: date) -> dict[str, StepView]:
    law = rounds(month)
    rows = Step.objects.filter(introduction_month=month).order_by("due_on", "pk")
    return {
        row.name: StepView(
            row.name, row.turn, row.due_on, row.done_on, row.state, law[row.name].certain, law[row.name].phase
        )
        for row in rows
    }


def _incident(row: Incident, number: int) -> IncidentView:
    first, last = row.period_from, row.period_to
    if row.state == "proposed" and first and last:
        number = len(expenses_hit(first, last, row.scheme))
    return IncidentView(
        row.pk, row.state, row.reason, first, last, row.scheme, tuple(row.flows), row.evidence, row.qualified_by,
        row.proposed_at, row.decided_by, row.known_at, number,
    )  # fmt: skip
