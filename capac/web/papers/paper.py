"""What a paper says, whatever it is shown as: who it is about, the answer, tables, what must be known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from capac.core import clock, niss
from capac.core.money import display
from capac.core.period import in_full, month_name
from capac.people import api as people
from capac.rules.api import halves

LANGUAGES = ("fr", "nl", "de", "en")


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, and whether it is a number (set to the right)."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its heading; the last row is a total where `has_total`."""

    heading: str
    columns: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    has_total: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper in one language. `name` is that of its file, without a person; `doubts` are what is not settled."""

    lang: str
    kind: str
    title: str
    name: str
    about: Sequence[tuple[str, str]]
    answer: Sequence[str]
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    doubts: Sequence[str] = ()


def person(client: people.Client, lang: str) -> list[tuple[str, str]]:
    """Who a paper is about, and when it was made. The number is masked, as on every page."""
    number = people.numbers_of([client.pk]).get(client.pk, "")
    return [
        (_("Name"), f"{client.given_name} {client.family_name}"),
        *([(_("National number"), niss.masked(number))] if number else []),
        (_("Made on"), in_full(clock.today(), lang)),
    ]


def money(cents: int, lang: str) -> Cell:
    """An amount."""
    return Cell(display(cents, lang), is_number=True)


def count(number_of_halves: int, lang: str) -> Cell:
    """A number of allowances."""
    text = halves(number_of_halves)
    return Cell(text if lang == "en" else text.replace(".", ","), is_number=True)


def month(day: date, lang: str) -> str:
    """juillet 2026."""
    return f"{month_name(day.month, lang)} {day.year}"


def heads(*names: str, numbers: int) -> list[Cell]:
    """Names of columns, the last ones over numbers."""
    words = len(names) - numbers
    return [Cell(name, is_number=place >= words) for place, name in enumerate(names)]


def row(*words: str, cells: Iterable[Cell]) -> list[Cell]:
    """Words first, then numbers."""
    return [*(Cell(word) for word in words), *cells]
