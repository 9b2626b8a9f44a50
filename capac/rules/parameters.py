"""Dated parameters of the law: what holds on a day, since when, from which source, how certain.

They are one book. A draft is laid over it for the length of a calculation (`with draft(…)`): dates of the draft
stand among the book's own, and one that the book has too takes its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from capac.rules import layer
from capac.rules.layer import note, remembered

DATA = Path(__file__).parent / "data"
FOUR_DECIMALS = 10_000
_FIGURES = ("parameters", "seizure", "wage_codes", "causes", "wage_net")


class MissingParameterError(LookupError):
    """A parameter that is not known for a day: what needs it is refused, by its name."""

    def __init__(self, name: str, on: date) -> None:
        super().__init__(f"{name} is not known on {on}")
        self.name, self.on = name, on


@dataclass(frozen=True)
class Parameter:
    """A value as written in the data, the day from which it holds, its source and status."""

    name: str
    value: str
    since: date
    source: str
    status: str

    @property
    def ten_thousandths(self) -> int:
        """The decimal value times 10 000, exactly."""
        return exact(self.value)

    @property
    def number(self) -> int:
        """The value of a parameter whose unit is a whole number."""
        return int(self.value)


def draft(entries: Mapping[str, Mapping[str, Any]]) -> AbstractContextManager[None]:
    """The book with these entries laid over it, for a block. `entries` as capac.rules.draft has checked them."""
    return layer.laid({**_file("parameters"), **{name: _over(name, told) for name, told in entries.items()}})


def _over(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of the book with a draft's dates among its own, each line of the draft with the draft's source."""
    entry = _file("parameters")[name]
    values = {
        day: {**held, "source": told["source"], "drafted": True} for day, held in told["values"].items()
    }
    return {**entry, "values": dict(sorted({**entry["values"], **values}.items()))}


@remembered
def parameter(name: str, on: date) -> Parameter:
    """What holds on a day. Raises MissingParameterError when nothing is known, or it is null, for it."""
    note(name)
    entry = told(name)
    since = max((day for day in entry["values"] if day <= on), default=None)
    held = entry["values"][since] if since else None
    if since is None or held is None or held["value"] is None:
        raise MissingParameterError(name, on)
    return Parameter(name, held["value"], since, held.get("source", entry["source"]), held["status"])


@remembered
def seizure_scale(on: date) -> tuple[dict[str, Any], Parameter]:
    """The bands in force on a day, and the parameter as it is shown. Raises MissingParameterError."""
    note("seizure_scale")
    table = _file("seizure")
    since = max((day for day in table["values"] if day <= on), default=None)
    scale = table["values"][since] if since else None
    if since is None or scale is None:
        raise MissingParameterError("seizure_scale", on)
    value = f"{scale['free']}/{scale['fifth']}/{scale['two_fifths']}; {scale['child']}"
    return scale, Parameter("seizure_scale", value, since, table["source"], scale["status"])


def wage_nets() -> dict[str, Any]:
    """The work bonus and the tax scale of wages as they are written, by date."""
    return _file("wage_net")


def scales() -> dict[str, Any]:
    """The seizure scales and the order of withholdings as they are written, by date."""
    return _file("seizure")


@remembered
def precedence(on: date) -> tuple[tuple[str, ...], Parameter]:
    """The order in which withholdings take from the net, and the parameter as it is shown."""
    note("withholding_precedence")
    table = _file("seizure")["precedence"]
    since = max((day for day in table["values"] if day <= on), default=None)
    if since is None:
        raise MissingParameterError("withholding_precedence", on)
    order, status = tuple(table["values"][since]["order"]), table["values"][since]["status"]
    return order, Parameter("withholding_precedence", ", ".join(order), since, table["source"], status)


@remembered
def wage_net(name: str, on: date) -> tuple[dict[str, Any], Parameter]:
    """`work_bonus` or `wage_tax_scale` of a day, and the parameter as it is shown. Raises MissingParameterError."""
    note(name)
    table = _file("wage_net")[name]
    since = max((day for day in table["values"] if day <= on), default=None)
    scale = table["values"][since] if since else None
    if since is None or scale is None:
        raise MissingParameterError(name, on)
    value = "; ".join(band["shown"] for band in scale["bands"])
    return scale, Parameter(name, value, since, table["source"], scale["status"])


def causes() -> dict[str, dict[str, str]]:
    """Causes of temporary unemployment: name to the employer's risk number and the share of the wage it opens."""
    table: dict[str, dict[str, str]] = _file("causes")["causes"]
    return table


@remembered
def wage_codes(on: date) -> dict[int, tuple[int, int]]:
    """Code to (lower limit, calculation base), both in ten-thousandths before the multiplier."""
    note("wage_codes")
    table = _file("wage_codes")
    if on < table["since"] or (table["until"] and on > table["until"]):
        raise MissingParameterError("wage_codes", on)
    return {code: (exact(low), exact(base)) for code, (low, base) in table["codes"].items()}


def wage_table() -> dict[str, Any]:
    """The wage codes as they are written: source, unit, status, since, codes."""
    return _file("wage_codes")


def published() -> dict[str, Any]:
    """Amounts as published, by scheme and date; `monthly_limits` by name."""
    return _file("published_amounts")


def prefixes() -> dict[str, dict[str, str]]:
    """C2 prefix to {"scheme", "regime"} or {"refusal"}."""
    table: dict[str, dict[str, str]] = _file("prefixes")["prefixes"]
    return table


def dates() -> list[date]:
    """Every date on which some parameter changes, in order."""
    found = {day for entry in _book().values() for day in entry["values"]}
    others = [_file("seizure"), *_file("wage_net").values()]
    return sorted(found.union(*(table["values"] for table in others)))


def names() -> list[str]:
    """Every parameter of the general table."""
    return list(_file("parameters"))


def told(name: str) -> Mapping[str, Any]:
    """A parameter of the general table as it is written: unit, source, values by date. Raises KeyError."""
    return _book()[name]


@remembered
def version() -> str:
    """Names the figures of the law in force here: another version means that some figure is another one."""
    digest = hashlib.sha256()
    for name in _FIGURES:
        digest.update((DATA / f"{name}.yaml").read_bytes())
    over = layer.book()
    drafted = "" if over is None else f"-draft-{hashlib.sha256(repr(over).encode()).hexdigest()[:16]}"
    return f"rules-{digest.hexdigest()[:16]}{drafted}"


def exact(text: str) -> int:
    """A decimal of at most four places times 10 000, exactly."""
    whole, _, fraction = text.partition(".")
    return int(whole) * FOUR_DECIMALS + int(fraction.ljust(4, "0") or 0)


def _book() -> layer.Book:
    """The general table, with the draft that is laid over it."""
    over = layer.book()
    return _file("parameters") if over is None else over


@cache
def _file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return loaded
