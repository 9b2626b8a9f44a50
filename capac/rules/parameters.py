"""Dated parameters of the law: what holds on a day, since when, from which source, how certain."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

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


@cache
def parameter(name: str, on: date) -> Parameter:
    """What holds on a day. Raises MissingParameterError when nothing is known, or it is null, for it."""
    entry = _file("parameters")[name]
    since = max((day for day in entry["values"] if day <= on), default=None)
    held = entry["values"][since] if since else None
    if since is None or held is None or held["value"] is None:
        raise MissingParameterError(name, on)
    return Parameter(name, held["value"], since, entry["source"], held["status"])


@cache
def seizure_scale(on: date) -> tuple[dict[str, Any], Parameter]:
    """The bands in force on a day, and the parameter as it is shown. Raises MissingParameterError."""
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


@cache
def precedence(on: date) -> tuple[tuple[str, ...], Parameter]:
    """The order in which withholdings take from the net, and the parameter as it is shown."""
    table = _file("seizure")["precedence"]
    since = max((day for day in table["values"] if day <= on), default=None)
    if since is None:
        raise MissingParameterError("withholding_precedence", on)
    order, status = tuple(table["values"][since]["order"]), table["values"][since]["status"]
    return order, Parameter("withholding_precedence", ", ".join(order), since, table["source"], status)


@cache
def wage_net(name: str, on: date) -> tuple[dict[str, Any], Parameter]:
    """`work_bonus` or `wage_tax_scale` of a day, and the parameter as it is shown. Raises MissingParameterError."""
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


@cache
def wage_codes(on: date) -> dict[int, tuple[int, int]]:
    """Code to (lower limit, calculation base), both in ten-thousandths before the multiplier."""
    table = _file("wage_codes")
    if on < table["since"] or (table["until"] and on > table["until"]):
        raise MissingParameterError("wage_codes", on)
    return {code: (exact(low), exact(base)) for code, (low, base) in table["codes"].items()}


def published() -> dict[str, Any]:
    """Amounts as published, by scheme and date; `monthly_limits` by name."""
    return _file("published_amounts")


def prefixes() -> dict[str, dict[str, str]]:
    """C2 prefix to {"scheme", "regime"} or {"refusal"}."""
    table: dict[str, dict[str, str]] = _file("prefixes")["prefixes"]
    return table


def dates() -> list[date]:
    """Every date on which some parameter changes, in order."""
    found = {day for entry in _file("parameters").values() for day in entry["values"]}
    others = [_file("seizure"), *_file("wage_net").values()]
    return sorted(found.union(*(table["values"] for table in others)))


def names() -> list[str]:
    """Every parameter of the general table."""
    return list(_file("parameters"))


def told(name: str) -> dict[str, Any]:
    """A parameter of the general table as it is written: unit, source, values by date. Raises KeyError."""
    entry: dict[str, Any] = _file("parameters")[name]
    return entry


@cache
def version() -> str:
    """Names the figures of the law as shipped: another version means that some figure is another one."""
    digest = hashlib.sha256()
    for name in _FIGURES:
        digest.update((DATA / f"{name}.yaml").read_bytes())
    return f"rules-{digest.hexdigest()[:16]}"


def exact(text: str) -> int:
    """A decimal of at most four places times 10 000, exactly."""
    whole, _, fraction = text.partition(".")
    return int(whole) * FOUR_DECIMALS + int(fraction.ljust(4, "0") or 0)


@cache
def _file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return loaded
