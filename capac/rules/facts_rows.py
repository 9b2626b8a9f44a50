"""One row of a facts table as the case that anybody could ask (reading.py): so that it is refused in the same words.

The inverse of facts_write.py. Nothing is checked here: a row may hold anything, and what it holds goes into the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from capac.core.period import Month
from capac.rules.calendar_grid import days_of, saturdays_of
from capac.rules.facts import DAY_CODES, OWN, Facts, Occupation, Segment, Seizure, Withholdings, own_names
from capac.rules.writing import case_of

Row = Mapping[str, Any]


def case_of_row(row: Row) -> dict[str, Any]:
    """The case of a row as Arrow hands it to Python; what is empty is absent."""
    if row["month"] is None:
        return {}
    return case_of(_facts(row, Month.of(row["month"])))


def _facts(row: Row, month: Month) -> Facts:
    """The facts that the row says, true or not."""
    block = OWN.get(row["scheme"])
    own: dict[str, Any] = (
        {block[0]: block[1](**{name: row[name] for name in own_names(row["scheme"])})} if block else {}
    )
    return Facts(
        month=month,
        scheme=row["scheme"],
        segments=tuple(_segment(one) for one in row["segments"] or ()),
        days=dict(_days(month, row["days"])),
        paid_in_previous_month=row["paid_in_previous_month"],
        paid_holiday_left_halves=row["paid_holiday_left_halves"] or 0,
        weekly_pay_full_time=saturdays_of(month, row["full_pay"] or 0),
        secondary_income_cents=row["secondary_income_cents"],
        withholdings=_withholdings(row),
        occupations=tuple(_occupation(one, month) for one in row["occupations"] or ()),
        **own,
    )


def _segment(one: Row) -> Segment:
    return Segment(
        **{**one, "family": one["family"] or "", "phase": one["phase"] or "", "regime": one["regime"] or ""}
    )


def _withholdings(row: Row) -> Withholdings:
    """A seizure is asked where any of its fields says something."""
    seizure = Seizure(
        children=row["children"],
        maintenance_cents=row["maintenance_cents"] or 0,
        other_income_cents=row["other_income_cents"] or 0,
        other_income_is_wage=bool(row["other_income_is_wage"]),
    )
    return Withholdings(
        seizure=None if seizure == Seizure() else seizure,
        assignment_cents=row["assignment_cents"] or 0,
        recovery_ex_officio=bool(row["recovery_ex_officio"]),
        full_recovery=bool(row["full_recovery"]),
        collective_debt_settlement=bool(row["collective_debt_settlement"]),
    )


def _days(month: Month, codes: bytes | None) -> Iterator[tuple[date, str]]:
    """Days of which the card says something; a byte that is no code stays a number, which is refused."""
    named = dict(enumerate(DAY_CODES, 1))
    for day, code in zip(days_of(month).dates, codes or b"", strict=False):
        if code:
            yield day, named.get(code, str(code))


def _occupation(one: Row, month: Month) -> Occupation:
    by_day = None
    if one["by_day"] is not None:
        numbers = memoryview(one["by_day"]).cast("h").tolist()
        by_day = {day: hours for day, hours in zip(month.days, numbers, strict=False) if hours}
    return Occupation(
        q=one["q"],
        s=one["s"],
        hours=one["hours"],
        hours_by_day=by_day,
        cause=one["cause"] or "",
        worked_rest_days=tuple(day for day in month.days if (one["rest_days"] or 0) >> (day.day - 1) & 1),
    )
