"""What fills a kind: each field checked, then as words of a language. What is missing stops the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from capac.channels.letters.kinds import Blank, Kind, courts, pieces
from capac.core import money, ogm
from capac.core.niss import IdentifierError
from capac.core.period import Month, PeriodError, in_full, month_name

LONGEST_TEXT = 600
MOST_ROWS, MOST_PIECES = 24, 12
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class LetterError(ValueError):
    """A letter that cannot be written: `reason` is a code, `arguments` name the field, the mention or the sentence.

    field_missing, field_wrong, field_unknown, total_differs, mention_missing, not_legible, address_missing,
    language_unknown.
    """

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(f"{reason}: {arguments}")
        self.reason = reason
        self.arguments = arguments


def checked(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as they are kept: only fields of the kind, each of its type. Raises LetterError."""
    if unknown := sorted(data.keys() - kind.blanks.keys()):
        raise LetterError("field_unknown", field=unknown[0])
    kept = {}
    for name, blank in kind.blanks.items():
        value = data.get(name)
        if value in (None, "", []):
            if blank.needed:
                raise LetterError("field_missing", field=name)
            continue
        kept[name] = _checked(blank, value)
    _same_total(kept)
    return kept


def as_words(kind: Kind, data: Mapping[str, Any], lang: str) -> dict[str, str]:
    """Each filled field as the language writes it. Lists and tables are not among them."""
    said: dict[str, str] = {}
    for name, value in data.items():
        blank = kind.blanks[name]
        if blank.type in ("pieces", "rows"):
            continue
        said[name] = _said(blank, value, lang)
        if blank.type == "court":
            said["court_address"] = courts()[value]["address"]
    return said


def items(kind: Kind, data: Mapping[str, Any], lang: str) -> dict[str, tuple[str, ...]]:
    """The lists of documents, in words."""
    return {
        name: tuple(pieces()[code][lang] for code in value)
        for name, value in data.items()
        if kind.blanks[name].type == "pieces"
    }


def rows(kind: Kind, data: Mapping[str, Any], lang: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """The tables: month and amount, in words."""
    return {
        name: tuple((_month(one["month"], lang), money.display(one["cents"], lang)) for one in value)
        for name, value in data.items()
        if kind.blanks[name].type == "rows"
    }


def example(kind: Kind, lang: str) -> dict[str, Any]:
    """The data of the kind's example; texts that people write stand there by language."""
    return {
        name: value[lang] if kind.blanks[name].type == "text" else value
        for name, value in kind.example.items()
    }


def _checked(blank: Blank, value: Any) -> Any:
    try:
        return _CHECKS[blank.type](blank, value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LetterError("field_wrong", field=blank.name) from error


def _is_date(_blank: Blank, value: Any) -> str:
    return date.fromisoformat(value).isoformat()


def _is_month(_blank: Blank, value: Any) -> str:
    try:
        return str(Month.parse(value))
    except PeriodError as error:
        raise ValueError(value) from error


def _is_cents(_blank: Blank, value: Any) -> int:
    if type(value) is not int or value <= 0:
        raise ValueError(value)
    return money.within_bounds(value)


def _is_choice(blank: Blank, value: Any) -> str:
    blank.choices[value]
    return str(value)


def _is_court(_blank: Blank, value: Any) -> str:
    courts()[value]
    return str(value)


def _is_text(_blank: Blank, value: Any) -> str:
    told = " ".join(value.split())
    if len(told) > LONGEST_TEXT or UNPRINTABLE.search(value):
        raise ValueError("too long, or with signs that cannot be printed")
    return told


def _is_pieces(_blank: Blank, value: Any) -> list[str]:
    asked = list(dict.fromkeys(value))
    if not all(code in pieces() for code in asked) or len(asked) > MOST_PIECES:
        raise ValueError(value)
    return asked


def _is_rows(blank: Blank, value: Any) -> list[dict[str, Any]]:
    if len(value) > MOST_ROWS:
        raise ValueError("more rows than fit the letter")
    return [
        {"month": _is_month(blank, one["month"]), "cents": _is_cents(blank, one["cents"])} for one in value
    ]


def _is_ogm(_blank: Blank, value: Any) -> str:
    try:
        return ogm.make(int(ogm.check(value)[:10]))
    except IdentifierError as error:
        raise ValueError(value) from error


_CHECKS = {
    "date": _is_date, "month": _is_month, "cents": _is_cents, "choice": _is_choice, "court": _is_court,
    "text": _is_text, "pieces": _is_pieces, "rows": _is_rows, "ogm": _is_ogm,
}  # fmt: skip


def _same_total(kept: Mapping[str, Any]) -> None:
    """A table and its total tell the same sum."""
    if "rows" in kept and "total" in kept and sum(one["cents"] for one in kept["rows"]) != kept["total"]:
        raise LetterError("total_differs", field="total")


def _said(blank: Blank, value: Any, lang: str) -> str:
    if blank.type == "date":
        return in_full(date.fromisoformat(value), lang)
    if blank.type == "month":
        return _month(value, lang)
    if blank.type == "cents":
        return money.display(value, lang)
    if blank.type == "choice":
        return blank.choices[value][lang]
    return courts()[value][lang] if blank.type == "court" else str(value)


def _month(text: str, lang: str) -> str:
    month = Month.parse(text)
    return f"{month_name(month.number, lang)} {month.year}"
