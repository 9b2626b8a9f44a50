"""What was published of an indicator, month by month, each with what it is found to be since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from capac.contract.models import FrozenFigure, Recount


@dataclass(frozen=True)
class Publication:
    """One tier of the whole as a month's close published it.

    `differs` maps a column to [published, recounted] as last found, empty where nothing differs; `causes` are
    codes with an argument.
    """

    as_of: date
    frozen_at: datetime
    year: int
    tier: int
    numerator: int
    denominator: int
    still_open: int
    left_out: int
    stopped: int
    sum_days: int | None
    p80_days: int | None
    p95_days: int | None
    verdict: str
    norm_version: int
    calendar_version: str
    model_version: str
    differs: dict[str, list[Any]]
    causes: list[list[str]]
    found_at: datetime | None


def publications(indicator_id: str, *, year: int) -> list[Publication]:
    """Every month's result of an indicator's year, the newest first, tiers in order."""
    rows = list(
        FrozenFigure.objects.filter(indicator_id=indicator_id, year=year, part="").order_by("-as_of", "tier")
    )
    found = _last(row.pk for row in rows)
    return [_publication(row, found.get(row.pk)) for row in rows]


def _last(ids: Iterable[int]) -> dict[int, Recount]:
    """The last recount of each figure that has one."""
    return {one.figure_id: one for one in Recount.objects.filter(figure_id__in=list(ids)).order_by("pk")}


def _publication(row: FrozenFigure, found: Recount | None) -> Publication:
    same = (
        "as_of", "frozen_at", "year", "tier", "numerator", "denominator", "still_open", "left_out", "stopped",
        "sum_days", "p80_days", "p95_days", "verdict", "norm_version", "calendar_version", "model_version",
    )  # fmt: skip
    return Publication(
        **{name: getattr(row, name) for name in same},
        differs=found.differs if found else {},
        causes=found.causes if found else [],
        found_at=found.found_at if found else None,
    )
