"""From a figure down to its cases, page by page. Whoever shows them writes the access register first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capac.warehouse import api as warehouse
from capac.warehouse.api import Case

OUTCOMES = ("in_time", "late", "reached", "missed", "accepted", "rejected", "open", "left_out")
"""How a case counts: in the numerator, in the denominator alone, not yet, or not at all."""
OF_STAFF = frozenset({"10.1.1", "10.1.2", "17.1.1-4a", "17.1.1-7a", "17.1.1-7b"})
"""Measures over the institution's own staff (training, telework, disability, gender): counts alone, never a list."""
MARK = "~"


class CasesError(ValueError):
    """A question that no list of cases answers: an indicator, an outcome or a mark that does not exist."""


@dataclass(frozen=True)
class CasePage:
    """Cases in the order of their start; `after` asks for the next ones, empty at the end."""

    cases: tuple[Case, ...]
    after: str
    as_of: date | None


def cases(
    indicator_id: str,
    *,
    as_of: date,
    year: int,
    which: str = "",
    group: str = "",
    tier: int = 1,
    month: date | None = None,
    reason: str = "",
    after: str = "",
    limit: int = 50,
) -> CasePage:
    """The next cases of an indicator's year against a tier; `which` is one of OUTCOMES, or all.

    Raises CasesError. Before the first refresh there are none.
    """
    if indicator_id not in warehouse.indicators():
        raise CasesError(f"{indicator_id} is not measured")
    if indicator_id in OF_STAFF:
        raise CasesError(f"{indicator_id} is over the staff: no list is shown")
    if which and which not in OUTCOMES:
        raise CasesError(f"{which!r} is no outcome: use one of {', '.join(OUTCOMES)}")
    asked = warehouse.Asked(indicator_id, year, tier, which, group, month, reason)
    with warehouse.told(as_of) as told:
        if told is None:
            return CasePage((), "", None)
        found = told.cases(asked, after=_seen(after), limit=limit + 1)
        shown = tuple(found[:limit])
        return CasePage(shown, _mark(shown[-1]) if len(found) > limit else "", told.as_of)


def _mark(case: Case) -> str:
    return f"{case.started_on}{MARK}{case.case_id}"


def _seen(after: str) -> tuple[date, str] | None:
    if not after:
        return None
    day, mark, case_id = after.partition(MARK)
    try:
        started_on = date.fromisoformat(day)
    except ValueError as error:
        raise CasesError("the mark of the next page does not begin with a date") from error
    if not mark:
        raise CasesError("the mark of the next page names no case")
    return started_on, case_id
