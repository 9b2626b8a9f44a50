"""Months, spans of days and date arithmetic by months. Pure values; dates are calendar dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])")


class PeriodError(ValueError):
    """A month that is not written YYYY-MM, or a span that ends before it starts."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month. Ordered, hashable, written "2026-07"."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month of "2026-07". Raises PeriodError for anything else."""
        match = _MONTH.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise PeriodError(f"{text!r} is not a month: write it as 2026-07")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def days(self) -> list[date]:
        """Every day, in order."""
        return [self.first + timedelta(n) for n in range(self.last.day)]

    @property
    def span(self) -> Span:
        """The month as a span of days."""
        return Span(self.first, self.last)

    def plus(self, months: int) -> Month:
        """The month so many months later (or earlier, below zero)."""
        years, zero_based = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, zero_based + 1)

    def next(self) -> Month:
        """The month after."""
        return self.plus(1)

    def previous(self) -> Month:
        """The month before."""
        return self.plus(-1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from first to last, both included; last None means that no end is known."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise PeriodError(f"a span cannot end on {self.last}, before it starts on {self.first}")

    def contains(self, day: date) -> bool:
        """True when the day lies inside."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one day."""
        return self.clip(other) is not None

    def clip(self, other: Span) -> Span | None:
        """The days that both hold, or None."""
        first = max(self.first, other.first)
        ends = [end for end in (self.last, other.last) if end is not None]
        last = min(ends) if ends else None
        return None if last is not None and last < first else Span(first, last)

    def without(self, cut: Span) -> Iterator[Span]:
        """What is left before and after a cut: none, one or two spans."""
        if not self.overlaps(cut):
            yield self
            return
        if self.first < cut.first:
            yield Span(self.first, cut.first - _DAY)
        if cut.last is not None and (self.last is None or cut.last < self.last):
            yield Span(cut.last + _DAY, self.last)


def plus_months(day: date, months: int) -> date:
    """The same day number so many months on, or the last day of that month where it does not exist."""
    target = Month.of(day).plus(months)
    return date(target.year, target.number, min(day.day, target.last.day))


_MONTH_NAMES = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
}


def month_name(number: int, lang: str) -> str:
    """The name of a month, 1 to 12."""
    return _MONTH_NAMES[lang].split()[number - 1]


def in_full(day: date, lang: str) -> str:
    """A date in full: fr 1er août 2026, nl 1 augustus 2026, de 1. August 2026, en 1 August 2026."""
    number = {"fr": "1er" if day.day == 1 else str(day.day), "de": f"{day.day}."}.get(lang, str(day.day))
    return f"{number} {month_name(day.month, lang)} {day.year}"
