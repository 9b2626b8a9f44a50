"""Fields of a form: what is asked, what was typed, what is wrong. A fault names the field and says what to do.

What was typed is always kept. Amounts are read as people write them (74,89 or 1.818,01 €) and passed on
as the public interface writes them (74.89).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from capac.core.period import Month, PeriodError

CALENDAR_YEARS = range(1990, 2061)
INPUT = {"date": "date", "month": "month"}
MODES = {"amount": "decimal", "wage": "decimal", "halves": "decimal", "number": "numeric"}
LONGEST_LINE = 120
LONGEST_TEXT = 600
_AMOUNT = re.compile(r"\d{1,9}(\.\d{1,2})?")
_WAGE = re.compile(r"\d{1,9}(\.\d{1,4})?")
_HALVES = re.compile(r"\d{1,2}(\.(0|5|00|50))?")
_NUMBER = re.compile(r"\d{1,2}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_BLANKS = re.compile(r"[\s  €]")


@dataclass(frozen=True)
class Field:
    """One question. kind: amount, wage (four decimals), halves, number, line, text, date, month, radio, select or check."""

    name: str
    label: str
    kind: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    needed: bool = False
    value: str = ""
    error: str = ""

    @property
    def type(self) -> str:
        """The type of its input."""
        return INPUT.get(self.kind, "text")

    @property
    def inputmode(self) -> str:
        """Which keys a telephone shows."""
        return MODES.get(self.kind, "")

    @property
    def described(self) -> str:
        """The ids of what describes it."""
        told = {"hint": self.hint, "error": self.error}
        return " ".join(f"{self.name}-{what}" for what, text in told.items() if text)


class UnreadableError(ValueError):
    """What was typed cannot be read; the text says what to write."""


@dataclass(frozen=True)
class Sheet:
    """A form as it was sent: its fields with what was typed and what is wrong, and the values that could be read."""

    fields: Mapping[str, Field]
    values: Mapping[str, str]

    @property
    def summary(self) -> dict[str, str]:
        """Every fault with the name of its field, for the list above the form."""
        return {field.name: named(field.label, field.error) for field in self.fields.values() if field.error}

    def wrong(self, name: str, error: str) -> Sheet:
        """The same with one more fault."""
        return Sheet({**self.fields, name: replace(self.fields[name], error=error)}, self.values)


def named(label: str, error: str) -> str:
    """A fault with the field's name before it."""
    return _("%(field)s: %(fault)s") % {"field": label, "fault": error}


def blank(fields: Iterable[Field], filled: Mapping[str, str]) -> Sheet:
    """The form with what is filled in, not checked."""
    return Sheet({field.name: replace(field, value=filled.get(field.name, "")) for field in fields}, {})


def read(fields: Iterable[Field], filled: Mapping[str, str]) -> Sheet:
    """The form with every fault; values are there only for fields that are filled in and right."""
    told, values = {}, {}
    for field in fields:
        text = filled.get(field.name, "").strip()
        told[field.name] = replace(field, value=filled.get(field.name, ""))
        try:
            if text:
                values[field.name] = _READERS[field.kind](field, text)
            elif field.needed:
                raise UnreadableError(_missing(field))
        except UnreadableError as fault:
            told[field.name] = replace(told[field.name], error=str(fault))
    return Sheet(told, values)


def _missing(field: Field) -> str:
    return _("Choose an answer.") if field.kind in {"radio", "select"} else _("Fill this in.")


def _amount(field: Field, text: str) -> str:
    plain = _point(_BLANKS.sub("", text))
    if not (_WAGE if field.kind == "wage" else _AMOUNT).fullmatch(plain):
        raise UnreadableError(_("“%(typed)s” is not an amount. Write it as 74,89.") % {"typed": text})
    return plain


def _point(text: str) -> str:
    """The last of point and comma separates the cents, the other one groups thousands."""
    if "," in text and "." in text:
        groups = "." if text.rindex(",") > text.rindex(".") else ","
        text = text.replace(groups, "")
    return text.replace(",", ".")


def _halves(_field: Field, text: str) -> str:
    plain = text.replace(",", ".")
    if not _HALVES.fullmatch(plain):
        raise UnreadableError(
            _("“%(typed)s” is not a number of days. Write it as 3 or 2,5.") % {"typed": text}
        )
    return plain


def _number(_field: Field, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise UnreadableError(_("“%(typed)s” is not a number from 0 to 99.") % {"typed": text})
    return text


def _day(_field: Field, text: str) -> str:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return str(date.fromisoformat(text))
    except ValueError as error:
        raise UnreadableError(
            _("“%(typed)s” is not a date. Write year, month and day as 2026-07-01.") % {"typed": text}
        ) from error


def _month(_field: Field, text: str) -> str:
    try:
        month = Month.parse(text)
        if month.year not in CALENDAR_YEARS:
            raise PeriodError
        return str(month)
    except PeriodError as error:
        raise UnreadableError(
            _("“%(typed)s” is not a month. Write year and month as 2026-07.") % {"typed": text}
        ) from error


def _line(_field: Field, text: str) -> str:
    if len(text) > LONGEST_LINE:
        raise UnreadableError(
            _("This is longer than %(most)s characters. Shorten it.") % {"most": LONGEST_LINE}
        )
    return text


def _text(_field: Field, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnreadableError(
            _("This is longer than %(most)s characters. Shorten it.") % {"most": LONGEST_TEXT}
        )
    return text


def _chosen(field: Field, text: str) -> str:
    if text not in dict(field.options):
        raise UnreadableError(_("Choose one of the answers given."))
    return text


def _checked(_field: Field, _text: str) -> str:
    return "yes"


_READERS: dict[str, Callable[[Field, str], str]] = {
    "amount": _amount,
    "wage": _amount,
    "halves": _halves,
    "number": _number,
    "line": _line,
    "text": _text,
    "date": _day,
    "month": _month,
    "radio": _chosen,
    "select": _chosen,
    "check": _checked,
}
