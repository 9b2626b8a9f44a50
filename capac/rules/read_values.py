"""Reading single values of a case: strict types, every fault with its field's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from capac.core.money import MoneyError, parse
from capac.core.period import Month, PeriodError
from capac.core.workdays import FIRST, LAST
from capac.rules.facts import CaseError

T = TypeVar("T")
_HALVES = re.compile(r"([0-9]{1,2})(?:\.(0|5|00|50))?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOURS = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,2}))?")
_NUMBER = re.compile(r"[0-9]{1,2}")
HOURS_A_WEEK = 168_00
HIGHEST_CODE = 99


def an_object(value: Any, field: str, known: Collection[str]) -> Mapping[str, Any]:
    """A JSON object with known fields only."""
    if not isinstance(value, dict):
        raise CaseError("not_an_object", fact=field, field=field)
    for name in value:
        if name not in known:
            place = name if field == "case" else f"{field}.{name}"
            raise CaseError("unknown_field", fact=str(name), field=place)
    return value


def a_list(value: Any, field: str) -> list[Any]:
    """A JSON list."""
    if not isinstance(value, list):
        raise CaseError("not_a_list", fact=_leaf(field), field=field)
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
        raise CaseError("date", fact=_leaf(field), field=field, value=str(value)) from error


def a_calendar_day(value: Any, field: str) -> date:
    """A date within the years of the calendars."""
    found = a_date(value, field)
    if not FIRST <= found <= LAST:
        raise CaseError("calendar", fact=_leaf(field), field=field, value=str(value))
    return found


def dates(value: Any, field: str) -> tuple[date, ...]:
    """A list of dates."""
    return tuple(a_date(day, f"{field}[{n}]") for n, day in enumerate(a_list(value, field)))


def an_amount(value: Any, field: str) -> int:
    """A decimal string that is not below zero, in cents."""
    try:
        cents = parse(value)
    except (MoneyError, TypeError) as error:
        raise CaseError("amount", fact=_leaf(field), field=field, value=str(value)) from error
    if cents < 0:
        raise CaseError("amount", fact=_leaf(field), field=field, value=str(value))
    return cents


def hours(value: Any, field: str) -> int:
    """Hours as a decimal string, in hundredths."""
    match = _HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise CaseError("number", fact=_leaf(field), field=field, value=str(value))
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def weekly_hours(value: Any, field: str) -> int:
    """Hours of a week, above zero, in hundredths."""
    found = hours(value, field)
    if not 0 < found <= HOURS_A_WEEK:
        raise CaseError("number", fact=_leaf(field), field=field, value=str(value))
    return found


def a_wage_code(value: Any, field: str) -> int:
    """A wage code, 1 to 99."""
    text = str(value)
    if isinstance(value, bool) or not _NUMBER.fullmatch(text) or not 1 <= int(text) <= HIGHEST_CODE:
        raise CaseError("wage_code", fact="wage_code", field=field, rule="AM 26.11.1991 art. 69")
    return int(text)


def small_number(value: Any, field: str, most: int) -> int:
    """A whole number from 0."""
    text = str(value)
    if isinstance(value, bool) or not _NUMBER.fullmatch(text) or int(text) > most:
        raise CaseError("number", fact=_leaf(field), field=field, value=text)
    return int(text)


def days_in_halves(value: Any, field: str) -> int:
    """A count of days in halves, written "3" or "2.5"."""
    match = _HALVES.fullmatch(str(value)) if not isinstance(value, bool) else None
    if match is None:
        raise CaseError("number", fact=_leaf(field), field=field, value=str(value))
    return int(match[1]) * 2 + (match[2] in {"5", "50"})


def boolean(
    body: Mapping[str, Any], name: str, default: bool | None = None, *, place: str = ""
) -> bool | None:
    """true or false, or the default where it is absent."""
    value = body.get(name, default)
    if value is not None and not isinstance(value, bool):
        raise CaseError("boolean", fact=name, field=at(place, name))
    return value


def choice(body: Mapping[str, Any], name: str, known: Collection[str], *, place: str, rule: str) -> str:
    """One of the known words, or nothing where it is absent."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or value not in known:
        raise CaseError(
            name, fact=name, field=at(place, name), rule=rule, value=str(value), known=", ".join(known)
        )
    return value


def optional(
    body: Mapping[str, Any], name: str, read: Callable[[Any, str], T], *, place: str = ""
) -> T | None:
    """A value that may be absent."""
    value = body.get(name)
    return None if value is None else read(value, at(place, name))


def needed(body: Mapping[str, Any], name: str, read: Callable[[Any, str], T], *, place: str, rule: str) -> T:
    """A value that a rule cannot do without."""
    value = body.get(name)
    if value is None:
        raise CaseError("missing", fact=name, field=at(place, name), rule=rule)
    return read(value, at(place, name))


def at(place: str, name: str) -> str:
    """The field of a name inside a place."""
    return f"{place}.{name}" if place else name


def _leaf(field: str) -> str:
    return field.split(".")[-1]
