"""How an application stands: its risk against its limit, and its status as a reason, whose turn it is and a date.

Pages put the codes into words (one function for client and agent). The date is the day by which whose turn it is
should have acted: the client, the employer or the region before the limit, ONEM within its month (AR art. 145).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from capac.dossier import needs
from capac.dossier.models import Application
from capac.dossier.waiting import limit_of
from capac.rules import api as rules

_FIRST = ("client", "employer", "onss", "region", "register", "us")
"""Whose turn is told where several must act: the client first, since nobody else can do it for him."""


@dataclass(frozen=True)
class Missing:
    """A piece that is missing: who must act, since when it is asked for, when that was last recalled.

    `due_on` is its own legal limit, if it has one; `is_announced`: who had to act says that it is done.
    """

    code: str
    turn: str
    since: date
    reminded: date | None
    due_on: date | None = None
    is_announced: bool = False


@dataclass(frozen=True)
class Risk:
    """The risk of a file against its limit.

    level: "over" (at ONEM or ended), "no_limit" (none is known to us), "in_time", "near" or "lost".
    days_left: calendar days up to and including the last one, below zero once it is past. lost_days: of a file whose
    limit is past, the days already lost from the day asked, since the right opens when it arrives (AM art. 95).
    """

    level: str
    days_left: int | None = None
    lost_days: int = 0


@dataclass(frozen=True)
class Status:
    """One status: the reason as a code, whose turn it is ("" for nobody's), and the day to expect."""

    reason: str
    turn: str
    expected_on: date | None


def risk_of(row: Application, today: date) -> Risk:
    """The risk of a file today."""
    if row.state in ("submitted", "decided", "withdrawn"):
        return Risk("over")
    last = limit_of(row)
    if last is None:
        return Risk("no_limit")
    left = (last - today).days
    if left < 0:
        return Risk("lost", left, max(0, (today - row.asked_on).days))
    return Risk("near" if left <= needs.near_days() else "in_time", left)


def status_of(row: Application, missing: Sequence[Missing], today: date) -> Status:
    """The one status of an application. A limit of a piece that has passed is told with the piece alone."""
    last = limit_of(row)
    if row.state in ("collecting", "returned") and missing:
        turn = min((one.turn for one in missing), key=_FIRST.index)
        days = [one.due_on for one in missing if one.turn == turn and one.due_on and one.due_on >= today]
        reason = "returned" if row.state == "returned" else f"missing_{turn}"
        return Status(reason, turn, min([*days, *([last] if last else [])], default=None))
    if row.state == "returned":
        return Status("returned_to_correct", "us", last)
    if row.state == "submitted" and row.submitted_on:
        return Status("at_onem", "onem", rules.deadline_on("ar-145", row.submitted_on))
    if row.state in ("decided", "withdrawn"):
        return Status(row.state, "", None)
    return Status("complete", "us", last)
