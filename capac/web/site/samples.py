"""An answer as the pages show it, and example data of the component page: invented, and said so there."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import get_month_names
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.period import Month, in_full, month_name
from capac.rules.api import LANGUAGES, explain
from capac.web.calendar_page import fill_grid, grid
from capac.web.charts.bars import bars
from capac.web.charts.control import Share, control
from capac.web.fields import Field
from capac.web.words import stairs

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
HALF = "0.5"
SHARES = [Share(month, reached, 100) for month, reached in enumerate((97, 96, 94, 88, 96, 98, 95, 97), 1)]
WAITS = {0: 3, 1: 12, 2: 11, 3: 8, 4: 2, 5: 3, 6: 2, 9: 1}


def samples() -> dict[str, Any]:
    """A calculated month in the reader's language, with its grid and steps."""
    lang = (get_language() or "fr")[:2]
    lang = lang if lang in LANGUAGES else "fr"
    month = Month.parse(str(CASE["month"]))
    day = date(2026, 8, 3)
    return {
        **page_of(explain(CASE, lang), month, lang),
        **fill_grid(month, {}, lang),
        "day": day,
        "pairs": [(_("Month"), f"{month_name(month.number, lang)} {month.year}"), (_("State"), _("paid"))],
        "events": [
            {"at": month.first, "when": in_full(month.first, lang), "text": _("Authorisation")},
            {"at": day, "when": in_full(day, lang), "text": _("Payment"), "who": "BP 01"},
        ],
        "fields": _fields(),
        "control": control(
            SHARES, norm_bp=9500, norm_label=_("norm %(norm)s") % {"norm": "95 %"}, names=_initials(lang)
        ),
        "bars": bars(WAITS, marks={"80 %": 3, "95 %": 6}),
        "trail": [(_("Start"), reverse("site:start")), (_("Components"), "")],
    }


def _initials(lang: str) -> list[str]:
    names = get_month_names("narrow", context="stand-alone", locale=lang)
    return [names[month] for month in range(1, 13)]


def _fields() -> list[Field]:
    """A field of each kind, one with a hint, one that is wrong."""
    yes_no = (("yes", _("Yes")), ("no", _("No")))
    wrong = _("“%(typed)s” is not an amount. Write it as 74,89.") % {"typed": "74,8x"}
    return [
        Field("f-amount", _("Daily amount, in euro"), "amount", hint=_("Printed on your C2, for example 74,89.")),
        Field("f-wrong", _("Half amount, in euro"), "amount", value="74,8x", error=wrong),
        Field("f-date", _("It begins on"), "date", value="2026-07-01"),
        Field("f-month", _("Month"), "month", value="2026-07"),
        Field("f-choice", _("Are you in your first twelve months?"), "radio", options=yes_no, value="yes"),
        Field("f-unchosen", _("Are you in your first twelve months?"), "radio", options=yes_no, error=_("Choose an answer.")),
        Field("f-check", _("A creditor has seized part of my benefits"), "check", value="yes"),
        Field("f-list", _("Phase"), "select", options=(("A1", "A1"), ("A2", "A2"))),
    ]  # fmt: skip


def page_of(answer: dict[str, Any], month: Month, lang: str) -> dict[str, Any]:
    """What the month grid and the staircase need from an answer of the public interface."""
    steps = [(step["name"], step["value"], step["because"], step["source"]) for step in answer["steps"]]
    days = [
        (date.fromisoformat(day), _halves(told["allowance"]), told["why"], told["because"], told["source"])
        for day, told in answer["days"].items()
    ]
    told = stairs(steps, lang)
    return {
        "answer": answer,
        "steps": told,
        "payable": next(step["shown"] for step in told if step["name"] == "payable"),
        "grid": grid(month, days, lang),
    }


def _halves(allowance: str) -> int:
    return {"0": 0, HALF: 1, "1": 2}[allowance]
