"""Reading a case from JSON: strict fields, strict types, every fault with its field's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from capac.core.money import MoneyError, parse
from capac.core.period import Month, PeriodError
from capac.core.workdays import FIRST, LAST
from capac.rules.facts import (
    DAY_CODES,
    FAMILIES,
    OLD_PHASES,
    PHASES,
    CaseError,
    Facts,
    Segment,
    Seizure,
    Withholdings,
    check,
    check_segment,
)

T = TypeVar("T")
_HALVES = re.compile(r"([0-9]{1,2})(?:\.(0|5|00|50))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOURS = re.compile(r"([0-9]{1,3})(?:\.[0-9]{1,2})?")
_NUMBER = re.compile(r"[0-9]{1,2}")
REGIMES = ("full_time", "voluntary_part_time", "part_time_with_rights", "part_time_with_rights_and_agr")
HOURS_A_WEEK = 168
CASE_FIELDS = {
    "month", "scheme", "authorisation", "days", "paid_in_previous_month", "paid_holiday_left",
    "weekly_pay_full_time", "secondary_income_daily", "withholdings",
}  # fmt: skip
SEGMENT_FIELDS = {
    "from", "to", "daily_amount", "wage_code", "phase", "half_amount", "family", "first_year", "q", "s", "regime"
}  # fmt: skip
WITHHOLDING_FIELDS = {
    "seizure", "assignment", "recovery_ex_officio", "full_recovery", "collective_debt_settlement"
}  # fmt: skip
MOST_CHILDREN = 30
HIGHEST_CODE = 99


def facts_of(case: Any) -> Facts:
    """The facts of one case. Raises CaseError naming the first field that is wrong."""
    body = an_object(case, "case", CASE_FIELDS)
    month = a_month(body.get("month"))
    segments = _segments(body.get("authorisation", []))
    facts = Facts(
        month=month,
        scheme=_text(body, "scheme"),
        segments=segments,
        days=_days(body.get("days", {})),
        paid_in_previous_month=_boolean(body, "paid_in_previous_month", None),
        paid_holiday_left_halves=_halves(body.get("paid_holiday_left", "0"), "paid_holiday_left"),
        weekly_pay_full_time=tuple(
            a_date(day, f"weekly_pay_full_time[{n}]")
            for n, day in enumerate(_list(body.get("weekly_pay_full_time", []), "weekly_pay_full_time"))
        ),
        secondary_income_cents=_optional(body, "secondary_income_daily", an_amount),
        withholdings=_withholdings(body.get("withholdings", {})),
    )
    check(facts)
    return facts


def an_object(value: Any, field: str, known: Collection[str]) -> Mapping[str, Any]:
    """A JSON object with known fields only."""
    if not isinstance(value, dict):
        raise CaseError("not_an_object", fact=field, field=field)
    for name in value:
        if name not in known:
            place = name if field == "case" else f"{field}.{name}"
            raise CaseError("unknown_field", fact=str(name), field=place)
    return value


def a_month(value: Any) -> Month:
    """A month written 2026-07."""
    if value is None:
        raise CaseError("missing", fact="month", field="month", rule="AR 25.11.1991 art. 100")
    try:
        month = Month.parse(value)
    except PeriodError as error:
        raise CaseError("month", fact="month", field="month", value=str(value)) from error
    if not FIRST.year <= month.year <= LAST.year:
        raise CaseError("calendar", fact="month", field="month", value=str(value))
    return month


def a_date(value: Any, field: str) -> date:
    """A date written 2026-07-01."""
    try:
        if not isinstance(value, str) or not _DATE.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError as error:
        raise CaseError("date", fact=field.split(".")[-1], field=field, value=str(value)) from error


def an_amount(value: Any, field: str) -> int:
    """A decimal string that is not below zero, in cents."""
    try:
        cents = parse(value)
    except (MoneyError, TypeError) as error:
        raise CaseError("amount", fact=field.split(".")[-1], field=field, value=str(value)) from error
    if cents < 0:
        raise CaseError("amount", fact=field.split(".")[-1], field=field, value=str(value))
    return cents


def _segments(value: Any) -> tuple[Segment, ...]:
    """Segments in date order; one without an end before another one ends on the eve of that one."""
    read = [_segment(item, f"authorisation[{n}]") for n, item in enumerate(_list(value, "authorisation"))]
    read.sort(key=lambda segment: segment.first)
    closed = [
        _ending(segment, after.first) if segment.last is None and after.first > segment.first else segment
        for segment, after in pairwise(read)
    ]
    return tuple(closed + read[-1:])


def _ending(segment: Segment, eve_of: date) -> Segment:
    fields = {name: getattr(segment, name) for name in Segment.__dataclass_fields__}
    return Segment(**{**fields, "last": eve_of - timedelta(1)})


def _segment(value: Any, place: str) -> Segment:
    body = an_object(value, place, SEGMENT_FIELDS)
    if "from" not in body:
        raise CaseError("missing", fact="from", field=f"{place}.from", rule="AR 25.11.1991 art. 112")
    for name in ("q", "s"):
        _optional(body, name, _hours, place)
    if body.get("regime") is not None:
        _choice(body, "regime", REGIMES, place)
    segment = Segment(
        first=a_date(body["from"], f"{place}.from"),
        last=_optional(body, "to", a_date, place),
        daily_cents=_optional(body, "daily_amount", an_amount, place),
        half_cents=_optional(body, "half_amount", an_amount, place),
        family=_choice(body, "family", FAMILIES, place),
        first_year=_boolean(body, "first_year", None, place),
        wage_code=_optional(body, "wage_code", _code, place),
        phase=_choice(body, "phase", PHASES + OLD_PHASES, place) if body.get("phase") is not None else "",
    )
    check_segment(segment, place)
    return segment


def _hours(value: Any, field: str) -> str:
    """Weekly hours as a decimal string. Full-time unemployment needs none; what is given must make sense."""
    match = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None or int(match[1]) > HOURS_A_WEEK or not value.strip("0."):
        raise CaseError("number", fact=field.split(".")[-1], field=field, value=str(value))
    return str(value)


def _code(value: Any, field: str) -> int:
    text = str(value)
    if isinstance(value, bool) or not _NUMBER.fullmatch(text) or not 1 <= int(text) <= HIGHEST_CODE:
        raise CaseError("wage_code", fact="wage_code", field=field, rule="AM 26.11.1991 art. 69")
    return int(text)


def _days(value: Any) -> dict[date, str]:
    if not isinstance(value, dict):
        raise CaseError("not_an_object", fact="days", field="days")
    days = {}
    for day, code in value.items():
        if code not in DAY_CODES:
            raise CaseError(
                "day_code", fact="days", field=f"days.{day}", rule="AR 25.11.1991 art. 71", value=str(code)
            )
        days[a_date(day, f"days.{day}")] = code
    return days


def _withholdings(value: Any) -> Withholdings:
    body = an_object(value, "withholdings", WITHHOLDING_FIELDS)
    return Withholdings(
        seizure=_optional(body, "seizure", _seizure, "withholdings"),
        assignment_cents=_optional(body, "assignment", an_amount, "withholdings") or 0,
        recovery_ex_officio=bool(_boolean(body, "recovery_ex_officio", False, "withholdings")),
        full_recovery=bool(_boolean(body, "full_recovery", False, "withholdings")),
        collective_debt_settlement=bool(_boolean(body, "collective_debt_settlement", False, "withholdings")),
    )


def _seizure(value: Any, place: str) -> Seizure:
    """Without children and with maintenance there is only maintenance; an ordinary seizure needs the children."""
    body = an_object(value, place, {"children", "maintenance", "other_income", "other_income_is_wage"})
    maintenance = _optional(body, "maintenance", an_amount, place) or 0
    if body.get("children") is None and not maintenance:
        raise CaseError(
            "missing", fact="children", field=f"{place}.children", rule="Judicial Code art. 1409 § 1bis"
        )
    return Seizure(
        children=_optional(body, "children", _children, place),
        maintenance_cents=maintenance,
        other_income_cents=_optional(body, "other_income", an_amount, place) or 0,
        other_income_is_wage=bool(_boolean(body, "other_income_is_wage", False, place)),
    )


def _children(value: Any, field: str) -> int:
    text = str(value)
    if isinstance(value, bool) or not _NUMBER.fullmatch(text) or int(text) > MOST_CHILDREN:
        raise CaseError("number", fact="children", field=field, value=text)
    return int(text)


def _halves(value: Any, field: str) -> int:
    """A count of days in halves, written "3" or "2.5"."""
    match = _HALVES.fullmatch(str(value)) if not isinstance(value, bool) else None
    if match is None:
        raise CaseError("number", fact=field, field=field, value=str(value))
    return int(match[1]) * 2 + (match[2] in {"5", "50"})


def _boolean(body: Mapping[str, Any], name: str, default: bool | None, place: str = "") -> bool | None:
    value = body.get(name, default)
    if value is not None and not isinstance(value, bool):
        field = f"{place}.{name}" if place else name
        raise CaseError("boolean", fact=name, field=field)
    return value


def _choice(body: Mapping[str, Any], name: str, known: Collection[str], place: str) -> str:
    value = body.get(name)
    if value is None:
        raise CaseError("missing", fact=name, field=f"{place}.{name}", rule="AR 25.11.1991 art. 110")
    if value not in known:
        raise CaseError(
            name, fact=name, field=f"{place}.{name}", rule="AR 25.11.1991 art. 110", value=str(value)
        )
    return str(value)


def _text(body: Mapping[str, Any], name: str) -> str:
    if not isinstance(body.get(name), str):
        raise CaseError("missing", fact=name, field=name, rule="AR 25.11.1991")
    return str(body[name])


def _list(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list):
        raise CaseError("not_a_list", fact=field, field=field)
    return value


def _optional(body: Mapping[str, Any], name: str, read: Callable[[Any, str], T], place: str = "") -> T | None:
    value = body.get(name)
    return None if value is None else read(value, f"{place}.{name}" if place else name)
