"""Example data of the component page. Invented, and said so on the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import get_language

from capac.core.period import Month
from capac.rules.api import LANGUAGES, explain
from capac.web.calendar_page import explained, weekdays, weeks

CASE = {
    "month": "2026-07",
    "scheme": "full_unemployment",
    "authorisation": [{"from": "2026-07-01", "daily_amount": "74.89", "family": "B", "first_year": True}],
    "days": {
        "2026-07-07": "worked",
        "2026-07-08": "worked",
        "2026-07-20": "sick",
        "2026-07-24": "absent",
        "2026-07-27": "absent",
    },
}


def samples() -> dict[str, Any]:
    """A calculated month in the reader's language, with its grid and steps."""
    lang = (get_language() or "fr")[:2]
    return page_of(explain(CASE, lang if lang in LANGUAGES else "fr"), CASE["month"], lang)


def page_of(answer: dict[str, Any], month: Any, lang: str) -> dict[str, Any]:
    """What the month grid and the staircase need from an answer."""
    from capac.web.words import shown

    days = [
        (date.fromisoformat(day), int(float(told["allowance"]) * 2), told["why"], told["because"])
        for day, told in answer["days"].items()
    ]
    return {
        "answer": answer,
        "steps": [{**step, "shown": shown(step["name"], step["value"], lang)} for step in answer["steps"]],
        "weeks": weeks(Month.parse(str(month)), explained(days, lang)),
        "weekdays": weekdays(lang),
    }
