"""From a stored calculation to words: steps, days and parameters in one of the four languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from capac.core.money import display, plain
from capac.core.period import in_full
from capac.rules.full_unemployment import Why
from capac.rules.parameters import DATA, Parameter, parameter, precedence, seizure_scale
from capac.rules.vector import SegmentSteps, Steps, unpack

LANGUAGES = ("fr", "nl", "de", "en")
LOST_SATURDAYS = (
    Why.SATURDAY_FULL_PAY,
    Why.SATURDAY_BETWEEN,
    Why.SATURDAY_AFTER_FIVE,
    Why.SATURDAY_FOUR_WORKED,
)
NOT_PAID = {
    "worked": Why.WORKED,
    "sick": Why.SICK,
    "paid_holiday": Why.PAID_HOLIDAY,
    "absent": Why.ABSENT,
    "public_holiday": Why.PUBLIC_HOLIDAY,
}
Value = str | int | SegmentSteps
"""A count as text, an amount in cents, or a whole segment."""
NOT_COUNTED = (Why.SUNDAY, Why.SUNDAY_WORKED, Why.OUTSIDE)


@dataclass(frozen=True)
class Step:
    """One step: its name, its value as written, one sentence, its article."""

    name: str
    value: str
    because: str
    source: str


@dataclass(frozen=True)
class Day:
    """One day of the month: how many halves are paid, and why."""

    day: date
    why: str
    halves: int
    because: str
    source: str


@dataclass(frozen=True)
class Rendered:
    """A calculation in words."""

    steps: tuple[Step, ...]
    days: tuple[Day, ...]
    parameters: tuple[Parameter, ...]
    figures: Steps


def render(vector: bytes, lang: str) -> Rendered:
    """The words of a stored calculation. The same bytes give the same words. Raises VectorError."""
    steps = unpack(vector)
    lines = tuple(_step(key, value, lang) for key, value in _lines(steps))
    shown = tuple(_parameter(name, since) for name, since in steps.parameters)
    return Rendered(lines, _days(steps, lang), shown, steps)


def halves(count: int) -> str:
    """Halves as people count allowances: 54 is "27", 53 is "26.5"."""
    return f"{count // 2}{'.5' if count & 1 else ''}"


def message(key: str, lang: str, arguments: dict[str, str]) -> str:
    """An error in words; what an argument lacks is left empty."""
    text: str = _sentences()["errors"][key][lang]
    return text.format_map(_Lenient(arguments))


def _lines(steps: Steps) -> Iterator[tuple[str, Value]]:
    """Which steps are told, in order: only those that changed something."""
    counts = Counter(why for why, _ in steps.days)
    yield "days", str(sum(counts.values()) - sum(counts[why] for why in NOT_COUNTED))
    yield from ((name, str(counts[why])) for name, why in NOT_PAID.items() if counts[why])
    told = {
        "saturdays_lost": str(sum(counts[why] for why in LOST_SATURDAYS)),
        "saturdays_halved": str(counts[Why.SATURDAY_HALF]),
        "holidays_first": halves(steps.holidays_first_halves),
        "december": halves(steps.december_halves),
        "sundays": str(steps.sundays),
    }
    yield from ((name, value) for name, value in told.items() if value != "0")
    yield "allowances", halves(steps.allowances_halves)
    if steps.secondary_cents:
        yield "secondary_income", steps.secondary_cents
    yield from (
        ("segment", segment) for segment in steps.segments if segment.halves or len(steps.segments) == 1
    )
    yield "gross", steps.gross_cents
    yield _tax_key(steps), steps.tax_cents
    yield "net", steps.net_cents
    yield from ((item.kind, item.cents) for item in steps.withheld)
    yield "payable", steps.payable_cents


def _tax_key(steps: Steps) -> str:
    if not any(segment.taxed for segment in steps.segments):
        return "tax_none"
    return "tax_uncertain" if steps.tax_uncertain else "tax"


def _step(key: str, value: Value, lang: str) -> Step:
    """A step in words: amounts and dates as the language writes them, the value as files write it."""
    entry = _sentences()["steps"][key]
    name = "tax" if key.startswith("tax") else key
    if isinstance(value, SegmentSteps):
        words = {
            "since": in_full(value.first, lang),
            "allowances": _decimal(halves(value.halves), lang),
            "daily": display(value.daily_cents, lang),
            "value": display(value.gross_cents, lang),
        }
        return Step(name, plain(value.gross_cents), entry[lang].format(**words), entry["source"])
    if isinstance(value, int):
        return Step(name, plain(value), entry[lang].format(value=display(value, lang)), entry["source"])
    return Step(name, value, entry[lang].format(value=_decimal(value, lang)), entry["source"])


def _decimal(text: str, lang: str) -> str:
    return text if lang == "en" else text.replace(".", ",")


def _days(steps: Steps, lang: str) -> tuple[Day, ...]:
    words = _sentences()["days"]
    return tuple(
        Day(day, why.name.lower(), count, words[why.name][lang], words[why.name]["source"])
        for day, (why, count) in zip(steps.month.days, steps.days, strict=True)
    )


def _parameter(name: str, since: date) -> Parameter:
    if name == "seizure_scale":
        return seizure_scale(since)[1]
    return precedence(since)[1] if name == "withholding_precedence" else parameter(name, since)


class _Lenient(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@cache
def _sentences() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((DATA / "sentences.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return loaded
