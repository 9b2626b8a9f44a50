"""The charts of an indicator, each with its table: by month, by year, or by the days that it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babel.dates import get_month_names
from django.utils.translation import gettext as _

from capac.commitments.api import Indicator
from capac.contract.api import Figure, Sheet, TierFigure
from capac.core.period import month_name
from capac.web.board import numbers, sentences, words
from capac.web.board.figures import group_name, lang
from capac.web.charts.bars import bars, step_for
from capac.web.charts.columns import columns
from capac.web.charts.control import Share, control

TWELVE = range(1, 13)
MOST_GROUPS = 4
"""With more groups only all together are drawn; the table of groups tells the rest."""


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


def drawings(sheet: Sheet, indicator: Indicator) -> list[Drawn]:
    """Shares by month (by year where facts have no month), a count or mean by year, or a distribution of days."""
    kind = sentences.manner(indicator)
    tiers = range(1, len(sheet.figure.tiers) + 1)
    if kind == "distribution":
        parts = sheet.groups if 0 < len(sheet.groups) <= MOST_GROUPS else (sheet.figure,)
        return [_bars(sheet, part, indicator) for part in parts]
    if kind in ("count", "mean"):
        return [_years(sheet, number, indicator) for number in tiers]
    draw = _months if any(row.month for row in sheet.months) else _shares_of_years
    return [draw(sheet, number, indicator) for number in tiers]


def _months(sheet: Sheet, number: int, indicator: Indicator) -> Drawn:
    months = [row for row in sheet.months if row.tier == number and not row.part and row.month]
    names = get_month_names("narrow", context="stand-alone", locale=lang())
    shares = [Share(row.month.month, row.numerator, row.denominator) for row in months if row.month]
    rows = [
        (
            month_name(row.month.month, lang()),
            *_counts(row.numerator, row.denominator, row.still_open),
        )
        for row in months
        if row.month
    ]
    told = _told(sheet, number)
    title = _("Share %(limit)s by month of %(year)s, against the norm of %(norm)s")
    if not told["norm"]:
        title = _("Share by month of %(year)s")
    return _control(
        sheet, number, name="months", title=title % told, shares=shares, names=[names[one] for one in TWELVE],
        columns=(_("month"), *_columns(indicator)), rows=rows,
    )  # fmt: skip


def _shares_of_years(sheet: Sheet, number: int, indicator: Indicator) -> Drawn:
    pairs = [(figure.year, figure.tiers[number - 1]) for figure in sheet.by_year]
    shares = [Share(place, tier.numerator, tier.denominator) for place, (_year, tier) in enumerate(pairs, 1)]
    told = _told(sheet, number)
    title = _("Share by year, against the norm of %(norm)s") if told["norm"] else _("Share by year")
    return _control(
        sheet, number, name="years", title=title % told, shares=shares, names=[str(year) for year, _tier in pairs],
        columns=(_("year"), *_columns(indicator)),
        rows=[(str(year), *_counts(tier.numerator, tier.denominator, tier.open)) for year, tier in pairs],
    )  # fmt: skip


def _control(
    sheet: Sheet,
    number: int,
    *,
    name: str,
    title: str,
    shares: Sequence[Share],
    names: Sequence[str],
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> Drawn:
    told, tier = _told(sheet, number), sheet.figure.tiers[number - 1]
    heading = told["limit"] or (_("By month") if name == "months" else _("By year"))
    return Drawn(
        shape="control",
        name=f"{name}-{number}",
        heading=heading[:1].upper() + heading[1:],
        title=title,
        sentence="",
        chart=control(
            shares, norm_bp=_norm_bp(tier), norm_label=_("norm %(norm)s") % told if told["norm"] else "", names=names
        ),
        columns=columns,
        rows=rows,
    )  # fmt: skip


def _years(sheet: Sheet, number: int, indicator: Indicator) -> Drawn:
    """A count, or a mean cut to hundredths, a year."""
    is_count = sentences.manner(indicator) == "count"
    pairs = [(str(figure.year), _hundredths(figure.tiers[number - 1], is_count)) for figure in sheet.by_year]
    tier = sheet.figure.tiers[number - 1]
    norm = (tier.norm_bp or 0) // numbers.HUNDRED
    told = {"norm": numbers.hundredths(norm)}
    heading = "" if is_count else sentences.mean_of(indicator, number)
    return Drawn(
        shape="columns",
        name=f"years-{number}",
        heading=(heading[:1].upper() + heading[1:]) or _("By year"),
        title=_("Number by year, against the norm of %(norm)s") % told,
        sentence="",
        chart=columns(
            [(year, value, numbers.hundredths(value)) for year, value in pairs],
            norm=norm,
            norm_label=_("norm %(norm)s") % told,
        ),
        columns=(_("year"), _("number"), _("norm")),
        rows=[(year, numbers.hundredths(value), told["norm"]) for year, value in pairs],
    )


def _hundredths(tier: TierFigure, is_count: bool) -> int:
    if is_count:
        return tier.numerator * numbers.HUNDRED
    return tier.numerator * numbers.HUNDRED // tier.denominator if tier.denominator else 0


def _bars(sheet: Sheet, part: Figure, indicator: Indicator) -> Drawn:
    cases = Counter[int]()
    for wait in sheet.waits:
        if wait.part == part.group or not part.group:
            cases[wait.days] += wait.cases
    percentiles = {"80 %": part.p80_days, "95 %": part.p95_days}
    marks = {word: day for word, day in percentiles.items() if day is not None}
    unit = sentences.unit_name(indicator.unit)
    step = step_for(part.p95_days or 0) if indicator.unit == "seconds" else 1
    told = {"type": group_name(part.group) or indicator.title[lang()], "year": part.year, "unit": unit}
    return Drawn(
        shape="bars",
        name=f"waits-{part.group}",
        heading=group_name(part.group) or _("How long it took"),
        title=_("%(type)s: cases of %(year)s by the %(unit)s that they took") % told,
        sentence=f"{sentences.distribution(part, indicator.unit)} {sentences.paid(part)}.",
        chart=bars(cases, marks=marks, step=step),
        columns=(unit, _("payments") if part.id == sentences.DOCUMENTS else _("cases"), _("share so far")),
        rows=_cumulated(cases, step),
    )


def _cumulated(cases: Counter[int], step: int) -> list[tuple[str, str, str]]:
    whole, seen, rows = sum(cases.values()), 0, []
    together = Counter[int]()
    for day, number in cases.items():
        together[day // step] += number
    for place in sorted(together):
        seen += together[place]
        name = str(place) if step == 1 else f"{place * step}-{place * step + step - 1}"
        rows.append((name, numbers.count(together[place]), numbers.share(seen, whole)))
    return rows


def _told(sheet: Sheet, number: int) -> dict[str, Any]:
    tier = sheet.figure.tiers[number - 1]
    limit = words.tier_name(tier.within) if tier.within else ""
    if sheet.figure.id == sentences.REJECTED:
        limit = _("finally accepted by ONEM")
    return {"limit": limit, "year": sheet.figure.year, "norm": sentences.norm_words(tier)}


def _norm_bp(tier: TierFigure) -> int | None:
    """The norm as a line: a fraction is drawn at its basis points, cut."""
    if tier.share_of:
        return numbers.WHOLE * tier.share_of[0] // tier.share_of[1]
    return tier.norm_bp


def _columns(indicator: Indicator) -> tuple[str, ...]:
    outcomes = words.outcomes(indicator.id)
    yes = next(one for one in ("accepted", "reached", "in_time") if one in outcomes and _has(indicator, one))
    no = {"accepted": "rejected", "reached": "missed", "in_time": "late"}[yes]
    return (outcomes[yes][0], outcomes[no][0], _("share"), _("open"))


def _has(indicator: Indicator, outcome: str) -> bool:
    return outcome == "accepted" or (outcome == "in_time") == (indicator.shape == "clock")


def _counts(numerator: int, denominator: int, still_open: int) -> tuple[str, ...]:
    return (
        numbers.count(numerator),
        numbers.count(denominator - numerator),
        numbers.share(numerator, denominator),
        numbers.count(still_open),
    )
