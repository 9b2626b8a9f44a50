"""Reading what only one scheme asks for: occupations, holiday hours, activation, part-time work."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from capac.rules.facts import OWN, Activation, CaseError, HolidayHours, IncomeGuarantee, Occupation
from capac.rules.parameters import causes
from capac.rules.read_values import (
    a_date,
    a_list,
    an_amount,
    an_object,
    boolean,
    choice,
    dates,
    days_in_halves,
    hours,
    needed,
    optional,
    weekly_hours,
)

BLOCKS = {"temporary_unemployment": "temporary", **{scheme: name for scheme, (name, _) in OWN.items()}}
"""The field of the case that belongs to a scheme, and to no other."""
RULES = {
    "temporary": "AR 25.11.1991 art. 106-109",
    "holiday_hours": "AR 25.11.1991 art. 78bis",
    "activation": "AR 25.11.1991 art. 152quater",
    "income_guarantee": "AR 25.11.1991 art. 131bis",
}
OCCUPATION_FIELDS = {"q", "s", "hours", "hours_by_day", "cause", "worked_rest_days"}
GUARANTEE_FIELDS = {
    "gross_wage", "hours_paid", "monthly_wage", "hourly_wage", "absence_hours", "not_payable_days", "old_scheme"
}  # fmt: skip
_LONG_HOURS = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,6}))?")
_FOUR = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,4}))?")
MOST_LETTERS = 40


def block(body: Mapping[str, Any], scheme: str) -> dict[str, Any]:
    """The facts of a scheme's own field, by the name of their attribute. Raises CaseError."""
    own = BLOCKS.get(scheme)
    for name in RULES:
        if name in body and name != own:
            raise CaseError("other_scheme", fact=name, field=name, rule=RULES[name], value=scheme)
    if own is None:
        return {}
    if body.get(own) is None:
        raise CaseError("missing", fact=own, field=own, rule=RULES[own])
    if own == "temporary":
        return {"occupations": _occupations(body[own])}
    return {own: _READERS[own](body[own])}


def _occupations(value: Any) -> tuple[Occupation, ...]:
    return tuple(_occupation(item, f"temporary[{n}]") for n, item in enumerate(a_list(value, "temporary")))


def _occupation(value: Any, place: str) -> Occupation:
    body = an_object(value, place, OCCUPATION_FIELDS)
    return Occupation(
        q=optional(body, "q", weekly_hours, place=place),
        s=optional(body, "s", weekly_hours, place=place),
        hours=optional(body, "hours", _cut_hours, place=place),
        hours_by_day=optional(body, "hours_by_day", _hours_by_day, place=place),
        cause=choice(body, "cause", causes(), place=place, rule="AR 25.11.1991 art. 114 § 6"),
        worked_rest_days=optional(body, "worked_rest_days", dates, place=place) or (),
    )


def _hours_by_day(value: Any, place: str) -> dict[date, int]:
    if not isinstance(value, dict):
        raise CaseError("not_an_object", fact="hours_by_day", field=place)
    try:
        return {
            a_date(day, f"{place}.{day}"): _cut_hours(given, f"{place}.{day}") for day, given in value.items()
        }
    except CaseError as error:
        raise CaseError(error.message, **{**error.arguments, "fact": "hours_by_day"}) from error


def _cut_hours(value: Any, field: str) -> int:
    """Hours of an employer's declaration, cut at two decimals: 7 h 40 min are 7.66."""
    match = _LONG_HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise CaseError("number", fact=_leaf(field), field=field, value=str(value))
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")[:2])


def _holiday_hours(value: Any) -> HolidayHours:
    place = "holiday_hours"
    body, rule = an_object(value, place, {"hours", "s", "paid_days_left"}), RULES[place]
    return HolidayHours(
        hours=needed(body, "hours", hours, place=place, rule=rule),
        s=needed(body, "s", weekly_hours, place=place, rule=rule),
        paid_days_left_halves=needed(body, "paid_days_left", days_in_halves, place=place, rule=rule),
    )


def _activation(value: Any) -> Activation:
    place = "activation"
    body, rule = (
        an_object(value, place, {"theoretical", "s", "hours", "net_wage", "scheme_code"}),
        RULES[place],
    )
    return Activation(
        theoretical_cents=needed(body, "theoretical", an_amount, place=place, rule=rule),
        s=needed(body, "s", weekly_hours, place=place, rule=rule),
        hours=needed(body, "hours", hours, place=place, rule=rule),
        net_wage_cents=optional(body, "net_wage", an_amount, place=place),
        scheme_code=optional(body, "scheme_code", _word, place=place) or "",
    )


def _income_guarantee(value: Any) -> IncomeGuarantee:
    place = "income_guarantee"
    body, rule = an_object(value, place, GUARANTEE_FIELDS), RULES[place]
    return IncomeGuarantee(
        gross_cents=needed(body, "gross_wage", an_amount, place=place, rule=rule),
        hours=needed(body, "hours_paid", hours, place=place, rule=rule),
        monthly_cents=optional(body, "monthly_wage", an_amount, place=place),
        hourly=optional(body, "hourly_wage", _four_decimals, place=place),
        absence_hours=optional(body, "absence_hours", hours, place=place) or 0,
        not_payable_halves=optional(body, "not_payable_days", days_in_halves, place=place),
        old_scheme=bool(boolean(body, "old_scheme", place=place)),
    )


_READERS = {
    "holiday_hours": _holiday_hours,
    "activation": _activation,
    "income_guarantee": _income_guarantee,
}


def _four_decimals(value: Any, field: str) -> int:
    """An hourly wage of at most four decimals, in ten-thousandths."""
    match = _FOUR.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise CaseError("amount", fact=_leaf(field), field=field, value=str(value))
    return int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0"))


def _word(value: Any, field: str) -> str:
    """A code as the C2 or the employer writes it; nothing is computed from it."""
    if not isinstance(value, str) or not 0 < len(value) <= MOST_LETTERS:
        raise CaseError("text", fact=_leaf(field), field=field, value=str(value))
    return value


def _leaf(field: str) -> str:
    return field.split(".")[-1]
