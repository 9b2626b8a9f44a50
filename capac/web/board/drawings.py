"""The charts of an indicator, each with its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import get_month_names
from django.utils.translation import gettext as _

from capac.contract.api import Figure, Sheet
from capac.core.period import month_name
from capac.web.board import numbers, words
from capac.web.board.figures import REJECTED, group_name, lang
from capac.web.charts.bars import bars
from capac.web.charts.control import Share, control

TWELVE = range(1, 13)


@dataclass(frozen=True)
class Drawn:
    """A chart with its words and its table: a heading, a title for who cannot see it, columns, rows."""

    shape: str
    name: str
    heading: str
    title: str
    sentence: str
    chart: Any
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def drawings(sheet: Sheet) -> list[Drawn]:
    """A control chart for each tier with a norm, a distribution for each payment type where there is none."""
    figure = sheet.figure
    if any(tier.norm_bp is not None for tier in figure.tiers):
        return [_control(sheet, number) for number in range(1, len(figure.tiers) + 1)]
    return [_bars(sheet, group) for group in sheet.groups]


def _control(sheet: Sheet, number: int) -> Drawn:
    figure, tier = sheet.figure, sheet.figure.tiers[number - 1]
    months = [row for row in sheet.months if row.tier == number and not row.part and row.month]
    limit = words.tier_name(tier.within) if tier.within else _("finally accepted by ONEM")
    told = {"limit": limit, "year": figure.year, "norm": numbers.norm(tier.norm_bp or 0)}
    shares = [Share(row.month.month, row.numerator, row.denominator) for row in months if row.month]
    names = get_month_names("narrow", context="stand-alone", locale=lang())
    yes, no = (_("accepted"), _("rejected")) if figure.id == REJECTED else (_("in time"), _("late"))
    return Drawn(
        shape="control",
        name=f"months-{number}",
        heading=limit[:1].upper() + limit[1:],
        title=_("Share %(limit)s by month of %(year)s, against the norm of %(norm)s") % told,
        sentence="",
        chart=control(
            shares,
            norm_bp=tier.norm_bp,
            norm_label=_("norm %(norm)s") % told,
            names=[names[month] for month in TWELVE],
        ),
        columns=(_("month"), yes, no, _("share"), _("open")),
        rows=[
            (
                month_name(row.month.month, lang()),
                numbers.count(row.numerator),
                numbers.count(row.denominator - row.numerator),
                numbers.share(row.numerator, row.denominator),
                numbers.count(row.still_open),
            )
            for row in months
            if row.month
        ],
    )


def _bars(sheet: Sheet, group: Figure) -> Drawn:
    cases = Counter({wait.days: wait.cases for wait in sheet.waits if wait.part == group.group})
    percentiles = {"80 %": group.p80_days, "95 %": group.p95_days}
    marks = {word: day for word, day in percentiles.items() if day is not None}
    told = {"type": group_name(group.group), "year": group.year}
    return Drawn(
        shape="bars",
        name=f"waits-{group.group}",
        heading=group_name(group.group),
        title=_("%(type)s: payments on documents of %(year)s by the working days that they took") % told,
        sentence=f"{words.distribution(group)} {words.paid(group)}.",
        chart=bars(cases, marks=marks),
        columns=(_("working days"), _("payments"), _("share so far")),
        rows=_cumulated(cases),
    )


def _cumulated(cases: Counter[int]) -> list[tuple[str, str, str]]:
    whole, seen, rows = sum(cases.values()), 0, []
    for day in sorted(cases):
        seen += cases[day]
        rows.append((str(day), numbers.count(cases[day]), numbers.share(seen, whole)))
    return rows
