"""From a stored calculation to words: steps, days and parameters in one of the four languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import yaml

from capac.core.money import display
from capac.core.period import in_full
from capac.rules import bareme_rows
from capac.rules.figures import HUNDREDTHS, Unit, decimal, halves
from capac.rules.parameters import DATA, Parameter, parameter, precedence, seizure_scale, wage_net, wage_nets
from capac.rules.steps import SegmentSteps, Steps
from capac.rules.tell import Line, lines
from capac.rules.vector import unpack

LANGUAGES = ("fr", "nl", "de", "en")


@dataclass(frozen=True)
class Step:
    """One step: its name, its value as written, one sentence, its article, and the unit of its value."""

    name: str
    value: str
    because: str
    source: str
    unit: str


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
    told = tuple(_step(line, lang) for line in lines(steps))
    shown = tuple(parameter_of(name, since) for name, since in steps.parameters)
    return Rendered(told, _days(steps, lang), shown, steps)


def message(key: str, lang: str, arguments: dict[str, str]) -> str:
    """An error in words; what an argument lacks is left empty."""
    text: str = _sentences()["errors"][key][lang]
    return text.format_map(_Lenient(arguments))


def sentence(part: str, key: str, lang: str) -> str:
    """A sentence as it is written, its places not yet filled."""
    text: str = _sentences()[part][key][lang]
    return text


def _step(line: Line, lang: str) -> Step:
    """A step in words: amounts and dates as the language writes them, the value as files write it."""
    entry = _sentences()["steps"][line.key]
    words = {"value": _said(line, lang), "rate": _comma(decimal(line.rate, HUNDREDTHS), lang)}
    if line.segment:
        words |= _segment(line.segment, lang)
    return Step(line.name, line.written, entry[lang].format(**words), entry["source"], line.unit.name.lower())


def _said(line: Line, lang: str) -> str:
    return display(line.value, lang) if line.unit is Unit.CENTS else _comma(line.written, lang)


def _segment(segment: SegmentSteps, lang: str) -> dict[str, str]:
    """What the sentence of a segment may need: since when, how many, at which amounts."""
    return {
        "since": in_full(segment.first, lang),
        "allowances": _comma(halves(segment.halves), lang),
        "whole": str(segment.halves // 2),
        "halves": str(segment.halves),
        "daily": display(segment.daily_cents, lang),
        "half": display(segment.half_cents, lang),
        "occupation": str(segment.occupation + 1),
    }


def _comma(text: str, lang: str) -> str:
    return text if lang == "en" else text.replace(".", ",")


def _days(steps: Steps, lang: str) -> tuple[Day, ...]:
    words = _sentences()["days"]
    return tuple(
        Day(day, why.name.lower(), count, words[why.name][lang], words[why.name]["source"])
        for day, (why, count) in zip(steps.month.days if steps.days else (), steps.days, strict=True)
    )


def parameter_of(name: str, since: date) -> Parameter:
    """A parameter as it stood since a day, from its own table where it has one."""
    if name in wage_nets():
        return wage_net(name, since)[1]
    if name == bareme_rows.NAME:
        return bareme_rows.shown(since)
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
