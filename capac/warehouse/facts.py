"""The facts that can be imported, declared in facts.yaml, and how each value is read.

A fact comes from a file or from a live room, never from both for one period; staging unites the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from capac.core.clock import BRUSSELS
from capac.core.workdays import FIRST, LAST

DECLARED = Path(__file__).with_name("facts.yaml")
PERIOD, UNTIL = "period", "until_on"
OPTIONAL: dict[str, Any] = {
    "known_on": "date",
    "delayed_by": ["client", "employer", "onem", "technical", "capac"],
}
"""Columns that every file may have: the day from which the row is known, and who delayed the case."""
MOST, LONGEST = 10**15, 200
WHOLE = re.compile(r"[+-]?[0-9]+")
YES, NO = {"true", "True", "1"}, {"false", "False", "0"}


class ValueFault(ValueError):
    """A value that cannot be what its column holds; the text says what it should be."""


@dataclass(frozen=True)
class Fact:
    """A fact: its columns with their types, its key, the date that puts it in its year (None: the period)."""

    name: str
    columns: dict[str, Any]
    key: tuple[str, ...]
    since: str | None
    room: str | None

    @property
    def table(self) -> str:
        """The table that holds its imported rows."""
        return f"warehouse_{self.name}"

    @property
    def view(self) -> str:
        """The view that tells its rows, those that were replaced with the day until which they hold."""
        return f"warehouse_facts_{self.name}"

    @property
    def source(self) -> str:
        """The name under which the models read its imported rows."""
        return f"imported_{self.name}"

    @property
    def valid(self) -> str:
        """The model that holds its rows as they hold on the as-of day."""
        return f"valid_{self.name}"

    @property
    def needed(self) -> frozenset[str]:
        """The columns whose value is never empty."""
        return frozenset((*self.key, *([self.since] if self.since else []))) - {PERIOD}

    @property
    def types(self) -> dict[str, Any]:
        """Every column that a file may have, with its type."""
        return {**self.columns, **OPTIONAL}


@cache
def facts() -> dict[str, Fact]:
    """Every fact by name, as declared."""
    declared = yaml.load(DECLARED.read_bytes(), Loader=yaml.CSafeLoader)
    return {
        name: Fact(name, one["columns"], tuple(one["key"]), one.get("since"), one.get("room"))
        for name, one in declared.items()
    }


def value(kind: str | Collection[str], given: Any) -> Any:
    """A value as its column holds it; None for an empty one. Raises ValueFault.

    Typed files bring whole numbers as 5.0, missing ones as not a number, and dates as midnight.
    """
    if isinstance(given, float):
        given = None if given != given else int(given) if given.is_integer() else given
    if given is None or given == "":
        return None
    if isinstance(kind, str):
        return READERS[kind](given)
    if str(given) not in kind:
        raise ValueFault(f"{_shown(given)} is none of {', '.join(kind)}")
    return str(given)


def _text(given: Any) -> str:
    text = str(given)
    if "\x00" in text or len(text) > LONGEST:
        raise ValueFault(f"is no text of at most {LONGEST} characters")
    return text


def _date(given: Any) -> date:
    if isinstance(given, datetime):
        given = given.date() if given.tzinfo is None and given.time() == time.min else None
    if isinstance(given, str):
        try:
            given = date.fromisoformat(given) if len(given) == len("2024-03-31") else None
        except ValueError:
            given = None
    if not isinstance(given, date):
        raise ValueFault("is not a date like 2024-03-31")
    return _covered(given)


def _time(given: Any) -> datetime:
    """A moment; one without offset is Belgian time. A day alone is no moment."""
    if isinstance(given, str) and len(given) > len("2024-03-31"):
        try:
            given = datetime.fromisoformat(given)
        except ValueError:
            given = None
    if not isinstance(given, datetime):
        raise ValueFault("is not a time like 2024-03-31T10:15:00+02:00")
    moment = given if given.tzinfo else given.replace(tzinfo=BRUSSELS)
    _covered(given.date())
    return moment


def _covered(day: date) -> date:
    if not FIRST <= day <= LAST:
        raise ValueFault(f"{day} lies outside {FIRST.year} to {LAST.year}, the years of the calendars")
    return day


def _bool(given: Any) -> bool:
    text = str(given)
    if text not in YES | NO:
        raise ValueFault(f"{_shown(given)} is neither true nor false")
    return text in YES


def _cents(given: Any) -> int:
    if isinstance(given, bool) or not WHOLE.fullmatch(str(given)) or abs(int(given)) > MOST:
        raise ValueFault(f"{_shown(given)} is not a whole number")
    return int(given)


def _count(given: Any) -> int:
    number = _cents(given)
    if number < 0:
        raise ValueFault(f"{number} is below zero")
    return number


def _amount(given: Any) -> Decimal:
    try:
        number = Decimal(str(given))
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(given, bool) or not number.is_finite() or abs(number) > MOST:
        raise ValueFault(f"{_shown(given)} is not a number like 0.80")
    if number < 0:
        raise ValueFault(f"{number} is below zero")
    if number != number.quantize(Decimal("0.01")):
        raise ValueFault(f"{number} has more than two decimals")
    return number


def _shown(given: Any) -> str:
    """What was given, short. A column of dates or texts may hold a person's number by mistake: it is not repeated."""
    text = str(given)
    return repr(text) if len(text) <= len("2024-03-31") else "what is given"


READERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "date": _date,
    "time": _time,
    "bool": _bool,
    "count": _count,
    "cents": _cents,
    "amount": _amount,
}
