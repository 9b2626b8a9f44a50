"""Facts as rows of a facts table (facts_table.py): for whoever has them one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from capac.core.period import Month
from capac.rules.calendar_grid import days_of, weeks_of
from capac.rules.facts import DAY_CODES, Facts, Occupation, Seizure
from capac.rules.facts_table import GRID, MONTH, SCHEMA


def table_of(people: Iterable[tuple[str, Facts]]) -> pa.RecordBatch:
    """A row for each key and its facts, in order."""
    return pa.RecordBatch.from_pylist([_row(key, facts) for key, facts in people], schema=SCHEMA)


def _row(key: str, facts: Facts) -> dict[str, Any]:
    kept, seizure = facts.withholdings, facts.withholdings.seizure or Seizure()
    return {
        "key": key,
        "month": facts.month.first,
        "scheme": facts.scheme,
        "segments": [asdict(segment) for segment in facts.segments],
        "days": _days(facts),
        "full_pay": weeks_of(facts.month, facts.weekly_pay_full_time),
        "paid_in_previous_month": facts.paid_in_previous_month,
        "paid_holiday_left_halves": facts.paid_holiday_left_halves,
        "secondary_income_cents": facts.secondary_income_cents,
        "children": seizure.children,
        "maintenance_cents": seizure.maintenance_cents,
        "other_income_cents": seizure.other_income_cents,
        "other_income_is_wage": seizure.other_income_is_wage,
        "assignment_cents": kept.assignment_cents,
        "recovery_ex_officio": kept.recovery_ex_officio,
        "full_recovery": kept.full_recovery,
        "collective_debt_settlement": kept.collective_debt_settlement,
        "occupations": [_occupation(one, facts.month) for one in facts.occupations],
        **facts.own,
    }


def _days(facts: Facts) -> bytes:
    code = {name: number for number, name in enumerate(DAY_CODES, 1)} | {"": 0}
    days = (code[facts.days.get(day, "")] for day in days_of(facts.month).dates)
    return bytes(days).ljust(GRID, b"\0")


def _occupation(one: Occupation, month: Month) -> dict[str, Any]:
    """An occupation with its days; what lies outside the month changes nothing."""
    by_day = None
    if one.hours_by_day is not None:
        hours = [one.hours_by_day.get(day, 0) for day in month.days]
        by_day = b"".join(number.to_bytes(2, "little") for number in hours).ljust(2 * MONTH, b"\0")
    rest = sum(1 << (day.day - 1) for day in set(one.worked_rest_days) if Month.of(day) == month)
    return {
        "q": one.q, "s": one.s, "hours": one.hours, "cause": one.cause, "by_day": by_day, "rest_days": rest
    }  # fmt: skip
