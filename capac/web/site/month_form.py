"""The form of a month: its questions, and the case of the public interface that the answers make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from capac.core.period import Month, in_full
from capac.web.calendar_page import span_of_weeks
from capac.web.fields import Field, Sheet, read

MOST_SEGMENTS = 4
SATURDAY = 5
PHASES = ("A1", "A2", "A3", "X", "B")
_SEGMENT = re.compile(r"authorisation\[(\d+)\]\.(\w+)")
_YES = {"yes": True, "no": False}
OTHER_NAMES = {
    "authorisation": "segment-1-from",
    "withholdings.seizure.children": "children",
    "withholdings.seizure.maintenance": "maintenance",
    "withholdings.seizure.other_income": "other_income",
    "withholdings.assignment": "assignment",
    "secondary_income_daily": "secondary_income",
}
"""Fields of the public interface whose name on the page is another."""


def segments_of(filled: Mapping[str, str]) -> int:
    """How many segments the form shows."""
    known = {str(count): count for count in range(1, MOST_SEGMENTS + 1)}
    return known.get(filled.get("segments", ""), 1)


def fields(month: Month, segments: int, lang: str) -> list[Field]:
    """Every question of the form, days apart."""
    return [
        Field("month", _("Month"), "month", needed=True),
        *[field for number in range(segments) for field in segment_fields(number)],
        *more_fields(month, lang),
        *withholding_fields(),
    ]


def segment_fields(number: int) -> list[Field]:
    """What the authorisation says from a day on."""
    yes_no = (("yes", _("Yes")), ("no", _("No")))
    families = (
        ("A", _("A – head of a family")),
        ("N", _("N – living alone")),
        ("B", _("B – living with others")),
    )
    phases = (("", "–"), *[(phase, phase) for phase in PHASES])
    asked = [
        Field("from", _("It begins on"), "date", needed=True),
        Field("to", _("It ends on"), "date", hint=_("Leave it empty when no end is known.")),
        Field(
            "daily_amount",
            _("Daily amount, in euro"),
            "amount",
            hint=_("Printed on your C2, for example 74,89."),
        ),
        Field("family", _("Family category"), "radio", options=families, needed=True),
        Field(
            "first_year",
            _("Are you in your first twelve months?"),
            "radio",
            hint=_("Needed only in category B: the tax depends on it."),
            options=yes_no,
        ),
        Field("wage_code", _("Wage code"), "number", hint=_("Two digits on your C2.")),
        Field("phase", _("Phase"), "select", options=phases),
        Field(
            "half_amount",
            _("Half amount, in euro"),
            "amount",
            hint=_("Without it we halve the daily amount."),
        ),
    ]
    return [_numbered(field, number) for field in asked]


def more_fields(month: Month, lang: str) -> list[Field]:
    """Facts that few people have."""
    known = (("", _("as the begin of the authorisation says")), ("yes", _("Yes")), ("no", _("No")))
    weeks = [
        Field(f"full-{day}", _("week until %(saturday)s") % {"saturday": in_full(day, lang)}, "check")
        for day in saturdays(month)
    ]
    return [
        Field("paid_in_previous_month", _("Were you paid for the month before?"), "select", options=known),
        Field("paid_holiday_left", _("Days of paid holiday you have left"), "halves"),
        Field("secondary_income", _("Income beside your benefits, in euro a day"), "amount"),
        *weeks,
    ]


def withholding_fields() -> list[Field]:
    """What may be kept back from the net."""
    return [
        Field("seizure", _("A creditor has seized part of my benefits"), "check"),
        Field("children", _("Dependent children"), "number", hint=_("Each child lowers what can be seized.")),
        Field("other_income", _("Other income in this month, in euro"), "amount"),
        Field("other_income_is_wage", _("This other income is a wage"), "check"),
        Field("maintenance", _("Maintenance to pay in this month, in euro"), "amount"),
        Field("assignment", _("Part of my benefits that I made over to somebody, in euro"), "amount"),
        Field("recovery_ex_officio", _("A benefit paid too much is taken back, one tenth a month"), "check"),
        Field("full_recovery", _("A benefit is taken back in full, after fraud"), "check"),
        Field("collective_debt_settlement", _("A debt mediator receives my benefits"), "check"),
    ]


def saturdays(month: Month) -> list[date]:
    """The Saturdays of the weeks that touch the month; each stands for its week."""
    return [day for day in span_of_weeks(month) if day.weekday() == SATURDAY]


def checked(filled: Mapping[str, str], month: Month, lang: str) -> Sheet:
    """The form, read; with the faults that concern two fields at once."""
    sheet = read(fields(month, segments_of(filled), lang), filled)
    for number in range(segments_of(filled)):
        sheet = _amount_known(sheet, number)
    sheet = _seizure_named(sheet)
    wants_children = "seizure" in sheet.values and "children" not in sheet.values
    if wants_children and not sheet.fields["children"].error:
        sheet = sheet.wrong("children", _("Say how many children you have; 0 when you have none."))
    return sheet


def case_of(sheet: Sheet, filled: Mapping[str, str], month: Month) -> dict[str, Any]:
    """The form as a case of the public interface; what is left empty is a fact that is not given."""
    values = sheet.values
    case = {
        "month": str(month),
        "scheme": "full_unemployment",
        "authorisation": [_segment(values, number) for number in range(segments_of(filled))],
        "days": _days(filled, month),
        "weekly_pay_full_time": [str(day) for day in saturdays(month) if f"full-{day}" in values],
        "paid_holiday_left": values.get("paid_holiday_left"),
        "secondary_income_daily": values.get("secondary_income"),
        "withholdings": _withholdings(values),
        "paid_in_previous_month": _YES.get(values.get("paid_in_previous_month", "")),
    }
    return _given(case)


def place_of(field: str) -> str:
    """The name on the page of a field of the public interface; empty where the page has none."""
    match = _SEGMENT.fullmatch(field)
    if match:
        return f"segment-{match[1]}-{match[2]}"
    return OTHER_NAMES.get(field, field)


def _numbered(field: Field, number: int) -> Field:
    return Field(
        f"segment-{number}-{field.name}",
        field.label,
        field.kind,
        field.hint,
        field.options,
        needed=field.needed,
    )


def _amount_known(sheet: Sheet, number: int) -> Sheet:
    """An amount, or a wage code with its phase. Category B needs the year too."""
    name = f"segment-{number}-".__add__
    given = {key for key in ("daily_amount", "wage_code", "phase", "first_year") if name(key) in sheet.values}
    if not given & {"daily_amount", "wage_code"} and not sheet.fields[name("daily_amount")].error:
        sheet = sheet.wrong(
            name("daily_amount"), _("Write the daily amount of your C2, or its wage code and phase below.")
        )
    if "wage_code" in given and "phase" not in given and "daily_amount" not in given:
        sheet = sheet.wrong(name("phase"), _("A wage code needs its phase: it stands beside it on your C2."))
    if sheet.values.get(name("family")) == "B" and "first_year" not in given:
        sheet = sheet.wrong(name("first_year"), _("Choose an answer: in category B the tax depends on it."))
    return sheet


def _seizure_named(sheet: Sheet) -> Sheet:
    """Facts of a seizure without a seizure would change nothing: nothing that was typed is passed over."""
    if {"seizure", "maintenance"} & set(sheet.values):
        return sheet
    for name in ("children", "other_income", "other_income_is_wage"):
        if sheet.values.get(name, "0") not in {"0", "0.00"}:
            return sheet.wrong(
                name, _("This matters only with a seizure or maintenance. Fill that in, or empty this.")
            )
    return sheet


def _segment(values: Mapping[str, str], number: int) -> dict[str, Any]:
    names = ("from", "to", "daily_amount", "family", "wage_code", "phase", "half_amount")
    given = {name: values.get(f"segment-{number}-{name}") for name in names}
    return _given({**given, "first_year": _YES.get(values.get(f"segment-{number}-first_year", ""))})


def _days(filled: Mapping[str, str], month: Month) -> dict[str, str]:
    chosen = {str(day): filled.get(f"day-{day}", "") for day in span_of_weeks(month)}
    return {day: code for day, code in chosen.items() if code}


def _withholdings(values: Mapping[str, str]) -> dict[str, Any]:
    seizure = {
        "children": values.get("children") if "seizure" in values else None,
        "maintenance": values.get("maintenance"),
        "other_income": values.get("other_income"),
        "other_income_is_wage": True if "other_income_is_wage" in values else None,
    }
    applies = "seizure" in values or "maintenance" in values
    flags = {
        name: True if name in values else None
        for name in ("recovery_ex_officio", "full_recovery", "collective_debt_settlement")
    }
    return _given(
        {"seizure": _given(seizure) if applies else None, "assignment": values.get("assignment"), **flags}
    )


def _given(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
