"""A month as weeks of days for the month grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import get_day_names
from django.utils.translation import gettext as _

from capac.core.period import Month, in_full, month_name
from capac.web.words import tied

SIGNS = {
    "worked": "■",
    "sick": "M",
    "paid_holiday": "J",
    "holiday": "V",
    "absent": "A",
    "public_holiday_paid": "F",
}
"""The sign of what happened on a day, as the control card writes it; the law's own public holiday is F."""
SIGN_OF_WHY = {
    "worked": "■",
    "sunday_worked": "■",
    "sick": "M",
    "paid_holiday": "J",
    "absent": "A",
    "public_holiday": "F",
}
LOOKS = {0: ("rest", "–"), 1: ("half", "½"), 2: ("whole", "1")}
COUNTED = {"hours_counted": "h", "counts_in_guarantee": "+"}
"""Days that count without being allowances: hours lost there, or days of a guarantee."""
LOST = ("saturday_", "holiday_with", "december", "hours_left_out", "rest_day")
DAYS_A_WEEK = 7
Weeks = list[list["Cell | None"]]
ReasonedDay = tuple[date, int, str, str, str]
"""Day, halves paid, why (code), the sentence, its article."""


@dataclass(frozen=True)
class Cell:
    """One day as it is shown: its number, sign, look and reason. `code` is what was chosen in a form."""

    day: date
    number: int
    date: str
    sign: str = ""
    look: str = ""
    because: str = ""
    source: str = ""
    code: str = ""


def weekdays(lang: str) -> list[dict[str, str]]:
    """Monday to Sunday: short and full name."""
    short, long = get_day_names("abbreviated", locale=lang), get_day_names("wide", locale=lang)
    return [{"short": short[n].strip("."), "name": long[n]} for n in range(DAYS_A_WEEK)]


def span_of_weeks(month: Month) -> list[date]:
    """Every day of the weeks that touch the month, from a Monday to a Sunday."""
    first = month.first - timedelta(month.first.weekday())
    last = month.last + timedelta(DAYS_A_WEEK - 1 - month.last.weekday())
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def weeks(month: Month, cells: Mapping[date, Cell]) -> Weeks:
    """Whole weeks from Monday; a day without a cell is empty."""
    days = span_of_weeks(month)
    return [
        [cells.get(day) for day in days[start : start + DAYS_A_WEEK]]
        for start in range(0, len(days), DAYS_A_WEEK)
    ]


def grid(month: Month, days: Iterable[ReasonedDay], lang: str) -> dict[str, Any]:
    """A calculated month for components/month.html: its weeks, its legend, its reasons as a list."""
    cells = {one[0]: _cell(*one, lang=lang) for one in days}
    return {
        "caption": f"{month_name(month.number, lang)} {month.year}",
        "weeks": weeks(month, cells),
        "weekdays": weekdays(lang),
        "legend": _legend(cells.values()),
        "reasons": reasons(cells.values()),
    }


def fill_grid(month: Month, filled: Mapping[str, str], lang: str) -> dict[str, Any]:
    """A month to fill for site/days.html: every day of its weeks with what was chosen (day-2026-07-01: worked)."""
    cells = {day: _fill_cell(day, month, filled.get(f"day-{day}", ""), lang) for day in span_of_weeks(month)}
    return {
        "month_shown": f"{month_name(month.number, lang)} {month.year}",
        "form_weeks": weeks(month, cells),
        "weekdays": weekdays(lang),
        "day_names": [(code, SIGNS[code], name) for code, name in day_names().items()],
    }


def reasons(cells: Iterable[Cell]) -> list[dict[str, object]]:
    """The same as a list: each reason once, with its article and its days by number."""
    told: dict[tuple[str, str], list[int]] = {}
    for cell in cells:
        told.setdefault((cell.because, cell.source), []).append(cell.number)
    return [
        {"because": because, "source": source, "days": stretches(numbers)}
        for (because, source), numbers in told.items()
    ]


def stretches(numbers: Sequence[int]) -> str:
    """Days as people list them: [1, 2, 3, 7] is "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def day_names() -> dict[str, str]:
    """What can happen on a day, in words, by the code of the control card."""
    return {
        "worked": _("worked"),
        "sick": _("sick"),
        "holiday": _("holiday, not paid by an employer"),
        "paid_holiday": _("holiday covered by holiday pay"),
        "public_holiday_paid": _("public holiday paid by an employer"),
        "absent": _("other day that cannot be paid"),
    }


def _cell(day: date, halves: int, why: str, because: str, source: str, *, lang: str) -> Cell:
    look, sign = LOOKS[halves]
    if why in COUNTED:
        look, sign = "whole", COUNTED[why]
    elif halves == 0 and why.startswith(LOST):
        look, sign = "lost", "0"
    elif halves == 0 and why in SIGN_OF_WHY:
        look, sign = "not", SIGN_OF_WHY[why]
    return Cell(
        day, day.day, in_full(day, lang), sign=sign, look=look, because=tied(because, lang), source=source
    )


def _fill_cell(day: date, month: Month, code: str, lang: str) -> Cell:
    look = "" if month.first <= day <= month.last else "edge"
    return Cell(day, day.day, in_full(day, lang), look=look, code=code if code in SIGNS else "")


def _legend(cells: Iterable[Cell]) -> list[tuple[str, str]]:
    """The signs that stand in this month, in words."""
    names = day_names()
    words = {"1": _("paid"), "½": _("half"), "0": _("lost by a rule"), "–": _("not counted")}
    words |= {"h": _("hours that count"), "+": _("counts for the guarantee")}
    words |= {sign: names[code] for code, sign in SIGNS.items()}
    present = {cell.sign for cell in cells}
    return [(sign, name) for sign, name in words.items() if sign in present]
