"""The clocks of verification: each introduction month's steps, kept or late, with a work item for what is late.

A step is done when the rows say so, never because somebody says it. Run again it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.records import api as records
from capac.verification import standing
from capac.verification.models import Dispatch, ExpenditureFile, Step
from capac.verification.rounds import REFUNDS, Round, rounds
from capac.verification.states import STEPS
from capac.verification.write_c10 import introduction_months
from capac.work import api as work

LATE, SUBJECT = "verification_late", "verification.Step"
PHASES = 3


def follow_steps(*, who: str) -> dict[str, int]:
    """Open the clocks of months that are over, mark what is done and what is late. Returns steps, done, late."""
    counts = {"steps": 0, "done": 0, "late": 0}
    for month in introduction_months():
        with transaction.atomic():
            counts["steps"] += _open(month, records.Because(who, "the introduction month is over"))
            _follow(month, counts, who)
    return counts


def _open(month: Month, because: records.Because) -> int:
    there = set(Step.objects.filter(introduction_month=month.first).values_list("name", flat=True))
    rows = [
        Step(introduction_month=month.first, name=one.name, turn=one.turn, due_on=due_on)
        for one in rounds(month.first).values()
        if one.name not in there and (due_on := _due_on(one, month)) is not None
    ]
    ids = [row.pk for row in Step.objects.bulk_create(rows)]
    if ids:
        records.born(STEPS, ids, state="running", because=because)
    return len(ids)


def _due_on(one: Round, month: Month) -> date | None:
    """The day of a step; None for a refund of which the first notification is not known."""
    if one.name not in REFUNDS.values():
        return one.due_on(month.first)
    first = standing.first_notified(month.first)
    return one.due_on(first) if first else None


def _follow(month: Month, counts: dict[str, int], who: str) -> None:
    """Steps in order: what is done, and what should be."""
    for step in (
        Step.objects.filter(introduction_month=month.first).exclude(state="done").order_by("due_on", "pk")
    ):
        if _IS_DONE[step.name](month.first):
            counts["done"] += _done(step, records.Because(who, "found done"))
        elif step.state == "running" and step.due_on < clock.today():
            counts["late"] += _late(step, records.Because(who, "its day has passed"))


def _done(step: Step, because: records.Because) -> int:
    Step.objects.filter(pk=step.pk).update(done_on=clock.today())
    moved = records.move(STEPS, [step.pk], to="done", because=because)
    work.close_for((SUBJECT, step.pk), LATE, outcome="done late", because=because)
    return len(moved)


def _late(step: Step, because: records.Because) -> int:
    moved = records.move(STEPS, [step.pk], to="late", because=because)
    arguments = {
        "step": step.name,
        "month": f"{step.introduction_month:%Y-%m}",
        "due_on": step.due_on.isoformat(),
    }
    item = work.NewItem(LATE, (SUBJECT, step.pk), clock.now(), arguments=arguments)
    work.open_items([item], because=because)
    return len(moved)


def _c10(month: date) -> bool:
    return ExpenditureFile.objects.filter(introduction_month=month, state="sent").exists()


def _dispatched(kind: str) -> Callable[[date], bool]:
    def is_done(month: date) -> bool:
        return Dispatch.objects.filter(introduction_month=month, kind=kind, state="sent").exists()

    return is_done


def _said(phase: int) -> Callable[[date], bool]:
    """ONEM has spoken: of everything in the first phase, later of all that the phase before left open."""

    def is_done(month: date) -> bool:
        if not _c10(month) or standing.unsaid(month):
            return False
        return not any(left < phase for left in standing.open_by_phase(month))

    return is_done


def _answered(phase: int) -> Callable[[date], bool]:
    """Every outcome of the phase that asks has its answer, and ONEM has the answers."""

    def is_done(month: date) -> bool:
        if not _said(phase)(month) or standing.to_answer(month, phase).exists():
            return False
        waiting = Dispatch.objects.filter(introduction_month=month, kind="answers", phase=phase)
        return (
            not standing.untold_answers(month, phase).exists()
            and not waiting.filter(state="written").exists()
        )

    return is_done


def _refunded(kind: str) -> Callable[[date], bool]:
    """All is definitive, and what is ours to give back has been given back."""

    def is_done(month: date) -> bool:
        back = standing.given_back(month).get(kind, 0)
        return _said(PHASES + 1)(month) and back >= standing.liable(month).get(kind, 0)

    return is_done


_IS_DONE: dict[str, Callable[[date], bool]] = {
    "c10": _c10,
    "bank_file": _dispatched("bank_file"),
    "papers": _dispatched("papers"),
    "first": _said(1),
    "first_answer": _answered(1),
    "second": _said(2),
    "second_answer": _answered(2),
    "third": _said(3),
    "c12_refund": _refunded("C12"),
    "c13_refund": _refunded("C13"),
}
