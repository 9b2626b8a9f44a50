"""How long clients wait, by office, language and kind of task: equal delays whatever the office (contract, 7.1.1)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from capac.core import clock
from capac.core.period import Month
from capac.web.charts.ranges import ranges
from capac.web.desk.words import kind_names
from capac.web.permit import permit, staff_who
from capac.work import api as work

GROUPS = ("office", "language", "kind")
MONTHS = (1, 3, 12)
SHORT = 12
"""So many letters of a name fit beside the chart."""
COLUMNS = (
    "group",
    "done",
    "half_within_working_days",
    "80_percent_within_working_days",
    "longest_working_days",
    "kept",
)


@dataclass(frozen=True)
class Asked:
    """What the reader chose: groups, how many months back, one kind or all."""

    by: work.By
    months: int
    kind: str

    @property
    def first(self) -> date:
        """The first day: so many months ago."""
        return Month.of(clock.today()).plus(-self.months).first

    @property
    def last(self) -> date:
        """Today."""
        return clock.today()


@permit(staff_who(work.may_see_delays))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The spread in one sentence, the chart, its table."""
    asked = _asked(request)
    found = _found(asked)
    names = _names(asked.by)
    rows = [(one, names.get(one.group, one.group) or "–") for one in found]
    context = {
        "asked": asked,
        "rows": rows,
        "title": _("Working days until a task is done"),
        "spread": [
            {"name": names.get(one.group, one.group), "took": _took(one.median)}
            for one in work.spread(found) or ()
        ],
        "chart": ranges([(_short(name), one.median, one.most, one.is_few) for one, name in rows]),
        "groups": {"office": _("Office"), "language": _("Language"), "kind": _("Kind of task")},
        "months": MONTHS,
        "kinds": {name: words for name, words in kind_names().items() if name in work.kinds()},
    }
    return render(request, "desk/delays.html", context)


@permit(staff_who(work.may_see_delays))
@require_safe
def page_csv(request: HttpRequest) -> HttpResponse:
    """The table as it stands."""
    asked = _asked(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="delays-{asked.by}-{asked.first}-{asked.last}.csv"'
    )
    rows = [(one.group, one.number, one.median, one.most, one.longest, one.kept) for one in _found(asked)]
    csv.writer(response).writerows([COLUMNS, *rows])
    return response


def _asked(request: HttpRequest) -> Asked:
    """The choice in the address; what is not understood is left aside."""
    by, months, kind = (request.GET.get(name, "") for name in ("by", "months", "kind"))
    return Asked(
        cast("work.By", by) if by in GROUPS else "office",
        int(months) if months in {str(one) for one in MONTHS} else MONTHS[1],
        kind if kind in work.kinds() else "",
    )


def _found(asked: Asked) -> list[work.Delay]:
    return work.delays(asked.first, asked.last, by=asked.by, kinds=[asked.kind] if asked.kind else ())


def _names(by: str) -> dict[str, str]:
    if by == "language":
        return {"fr": "Français", "nl": "Nederlands", "de": "Deutsch"}
    return kind_names() if by == "kind" else {}


def _took(days: int) -> str:
    """How long, in words."""
    if not days:
        return _("on the same day")
    return ngettext("within %(n)s working day", "within %(n)s working days", days) % {"n": days}


def _short(name: str) -> str:
    return name if len(name) <= SHORT else f"{name[: SHORT - 1]}…"
