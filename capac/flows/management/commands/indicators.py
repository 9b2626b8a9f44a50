"""capac indicators --year 2026 [--as-of 2027-01-20] [--json]: every indicator of the contract, measured and judged."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.contract import api as contract
from capac.core import clock
from capac.flows.refresh_indicators import refresh_indicators
from capac.warehouse import api as warehouse

LIMITS = {"working_day": "working days", "calendar_day": "calendar days", "month": "month"}


class Command(BaseCommand):
    """The figures on the facts known now; with --as-of, as they were known on that day."""

    help = "Every indicator of the contract for a year: numerators and denominators, norm, verdict."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year, the day, the form."""
        parser.add_argument("--year", type=int, help="the year told; without it, that of the as-of day")
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="as known on this day (2027-01-20); today"
        )
        parser.add_argument("--json", action="store_true", help="a JSON list, one entry an indicator")
        parser.add_argument(
            "--last-build", action="store_true", help="read the last build and refresh nothing before"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refresh, then print."""
        as_of = options["as_of"] or clock.today()
        if as_of > clock.today():
            raise CommandError(f"nothing is known yet of {as_of}: today is {clock.today()}")
        told = self._figures(as_of, options["year"], refresh=not options["last_build"])
        listed = [as_json(list(group)) for _id, group in groupby(told, key=lambda figure: figure.id)]
        text = json.dumps(listed, ensure_ascii=False, indent=1) if options["json"] else as_text(told)
        self.stdout.write(text)

    def _figures(self, as_of: date, year: int | None, *, refresh: bool) -> list[contract.Figure]:
        try:
            if refresh:
                refresh_indicators(who="indicators")
            return contract.figures(as_of=as_of, year=year)
        except (contract.YearError, warehouse.WarehouseTestError) as error:
            raise CommandError(str(error)) from error


def as_json(figures: list[contract.Figure]) -> dict[str, Any]:
    """One indicator: its whole figure, with its groups (payment types, flows) under `groups`."""
    whole, *groups = figures
    return {
        "id": whole.id,
        **_entry(whole),
        "groups": [{"group": one.group, **_entry(one)} for one in groups],
    }


def as_text(figures: list[contract.Figure]) -> str:
    """A line a tier: article, group, counts, limit and norm, verdict."""
    return "\n".join(line for figure in figures for line in _lines(figure))


def _entry(figure: contract.Figure) -> dict[str, Any]:
    return {
        "year": figure.year,
        "tiers": [_tier(tier) for tier in figure.tiers],
        "verdict": figure.verdict,
        "role": figure.role,
        "norm_status": figure.norm_status,
        "norm_version": figure.norm_version,
        "calendar_version": figure.calendar_version,
        "mean_days": figure.mean_days,
        "p80_days": figure.p80_days,
        "p95_days": figure.p95_days,
        "oldest_open_days": figure.oldest_open_days,
        "as_of": str(figure.as_of),
        "built_at": figure.built_at.isoformat(),
    }


def _tier(tier: contract.TierFigure) -> dict[str, Any]:
    return {
        "numerator": _number(tier.numerator, tier.scale),
        "denominator": _number(tier.denominator, tier.scale),
        "open": tier.open,
        "left_out": tier.left_out,
        "within": {"n": tier.within.n, "unit": tier.within.unit} if tier.within else None,
        "norm_bp": tier.norm_bp,
        "share_of": list(tier.share_of) if tier.share_of else None,
        "met": tier.met,
    }


def _lines(figure: contract.Figure) -> list[str]:
    name = f"{figure.id} {figure.group}".strip()
    days = f" mean {figure.mean_days} p80 {figure.p80_days} p95 {figure.p95_days}" if figure.mean_days else ""
    if not figure.tiers or not figure.measured:
        return [f"{name:32} {figure.verdict}"]
    return [f"{name:32} {_counts(tier):44} {figure.verdict}{days}" for tier in figure.tiers]


def _counts(tier: contract.TierFigure) -> str:
    limit = f" within {tier.within.n} {LIMITS[tier.within.unit]}" if tier.within else ""
    norm = f", norm {tier.norm_bp / 100:g} %" if tier.norm_bp is not None else ""
    counts = (_number(number, tier.scale) for number in (tier.numerator, tier.denominator))
    return f"{'/'.join(map(str, counts))}{limit}{norm}"


def _number(number: int, scale: int) -> int | float:
    """A whole number, or one of two decimals for what is told in hundredths."""
    return number if scale == 1 else number / scale
