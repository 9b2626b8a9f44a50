"""What was published of an indicator, and what of it is counted otherwise today, as rows of a table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from capac.commitments.api import Indicator
from capac.contract import api as contract
from capac.contract.api import Figure, Publication
from capac.web.board import numbers, sentences, words


def publications(figure: Figure, indicator: Indicator) -> list[dict[str, Any]]:
    """A row a month and tier, the newest first."""
    return [
        _row(one, indicator)
        for one in contract.publications(figure.id, year=figure.year)
        if one.tier <= len(figure.tiers)
    ]


def _row(one: Publication, indicator: Indicator) -> dict[str, Any]:
    verdict, look = words.verdicts()[one.verdict]
    return {
        "as_of": one.as_of,
        "tier": sentences.tier_label(indicator, one.tier),
        "number": _number(one.numerator, one.denominator, one.p80_days, indicator),
        "counted": _counted(one.numerator, one.denominator, indicator),
        "verdict": verdict,
        "look": look,
        "versions": f"{one.norm_version} · {one.calendar_version} · {one.model_version}",
        "now": _now(one, indicator) if one.differs else "",
        "causes": ", ".join(_cause(code, about) for code, about in one.causes),
    }


def _now(one: Publication, indicator: Indicator) -> str:
    """The number counted again, with its counts."""
    numerator, denominator, p80 = (
        one.differs.get(name, [None, getattr(one, name)])[1] for name in ("numerator", "denominator", "p80_days")
    )  # fmt: skip
    number = _number(numerator, denominator, p80, indicator)
    return f"{number} ({_counted(numerator, denominator, indicator)})"


def _number(numerator: int, denominator: int, p80: int | None, indicator: Indicator) -> str:
    kind = sentences.manner(indicator)
    if kind == "distribution":
        return "–" if p80 is None else f"P80 {sentences.days(p80, indicator.unit)}"
    if kind == "share":
        return numbers.share(numerator, denominator)
    if kind == "count":
        return numbers.count(numerator)
    return numbers.hundredths(numerator * numbers.HUNDRED // denominator) if denominator else "–"


def _counted(numerator: int, denominator: int, indicator: Indicator) -> str:
    if sentences.manner(indicator) == "mean":
        return f"{numbers.hundredths(numerator)} / {numbers.hundredths(denominator)}"
    return f"{numbers.count(numerator)} / {numbers.count(denominator)}"


def _cause(code: str, about: str) -> str:
    told = {
        "model_changed": _("the way of counting changed"),
        "norm_changed": _("the norm has another version"),
        "calendar_changed": _("the calendar has another version"),
        "facts_imported": _("facts were imported afterwards"),
        "facts_learnt_later": _("facts were recorded afterwards"),
    }[code]
    return f"{told} ({about})" if about else told
