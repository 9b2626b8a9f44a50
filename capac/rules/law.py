"""The law, rule by rule: its words, its articles, the figures that it rests on over time, the cases that prove it.

The words are the docstring of the rule's own file, in English. What only the tests know (which file read which
figure while the cases were computed, the sentences told, what must come out) is recorded in data/law.json by
`make docs`; docs/law and the public pages are both written from here, so nothing is written twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from inspect import getdoc
from typing import Any

from capac.rules import deadlines, parameters, rights
from capac.rules.parameters import DATA, MissingParameterError
from capac.rules.render import parameter_of
from capac.rules.touched import words

RULES = {
    "full-unemployment": "full_unemployment",
    "voluntary-part-time": "voluntary_part_time",
    "temporary-unemployment": "temporary_unemployment",
    "holidays": "holiday_hours",
    "activation": "activation",
    "income-guarantee": "income_guarantee",
    "insertion-allowance": "insertion_allowance",
    "bareme": "bareme",
    "duration": "duration",
    "tax": "tax",
    "withholdings": "withholdings",
    "interest": "interest",
    "time-limits": "deadlines",
}
"""Each page and the file of its rule."""
Recorded = Mapping[str, Mapping[str, Any]]
"""By page: `reads` (file to figures), `steps` (sentences told) and `cases`, as data/law.json has them."""


@dataclass(frozen=True)
class Line:
    """What a figure is from a day on; None: abolished or not known."""

    since: date
    value: str | None
    status: str


@dataclass(frozen=True)
class Figure:
    """A figure of the law with its unit, source and lines by date."""

    name: str
    unit: str
    source: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Told:
    """A sentence that the rule can tell: its place among the sentences, and its article."""

    section: str
    key: str
    source: str

    def words(self, lang: str) -> str:
        """The sentence, with a gap for each figure."""
        return words(self.key, lang, self.section)


@dataclass(frozen=True)
class Case:
    """A worked case: its number on the page from 1, its name, whence it comes, what is asked, what must come out."""

    number: int
    name: str
    source: str
    case: dict[str, Any]
    expect: dict[str, Any]


@dataclass(frozen=True)
class Page:
    """One rule. `parts`: each file that read figures for it, with its first words and the names of those figures."""

    slug: str
    title: str
    told: str
    steps: tuple[Told, ...]
    parts: tuple[tuple[str, str, tuple[str, ...]], ...]
    cases: tuple[Case, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its words, each paragraph on one line."""
        return tuple(" ".join(part.split()) for part in self.told.split("\n\n") if part)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure that the rule rests on, once, by name."""
        return tuple(
            figure(name) for name in sorted({name for _part, _told, names in self.parts for name in names})
        )

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles of its steps and figures (or time limits), each once."""
        found = [one.source for one in self.steps] + [one.source for one in self.figures]
        if RULES[self.slug] == "deadlines":
            found += [str(deadlines.entry(rule)["source"]) for rule in deadlines.rules()]
        return tuple(dict.fromkeys(part.strip() for text in found for part in text.split(";")))


def pages(recorded: Recorded | None = None) -> list[Page]:
    """Every rule, in the order of the list; `recorded` in the place of what is kept."""
    return [page(slug, recorded) for slug in RULES]


def page(slug: str, recorded: Recorded | None = None) -> Page:
    """One rule. Raises KeyError."""
    told = getdoc(import_module(f"capac.rules.{RULES[slug]}")) or ""
    found = (_recorded() if recorded is None else recorded)[slug]
    title, _blank, rest = told.partition("\n\n")
    return Page(
        slug=slug,
        title=title.replace("\n", " "),
        told=rest,
        steps=tuple(Told(*one) for one in found["steps"]),
        parts=tuple((part, _first(part), tuple(names)) for part, names in found["reads"].items()),
        cases=tuple(Case(number, **one) for number, one in enumerate(found["cases"], 1)),
    )


def pages_with(names: set[str]) -> list[Page]:
    """The rules that rest on one of these figures."""
    return [one for one in pages() if any(names & set(read) for _part, _told, read in one.parts)]


def figure(name: str) -> Figure:
    """A figure over time, from whichever table holds it. Raises KeyError."""
    if name in parameters.names():
        return _of_table(name, parameters.told(name))
    if name in rights.rights():
        return _of_table(name, rights.rights()[name])
    if name == "wage_codes":
        told = parameters.wage_table()
        lines = (Line(told["since"], f"{len(told['codes'])} codes", told["status"]),)
        return Figure(name, told["unit"], told["source"], lines)
    return Figure(name, "", _source_of(name), tuple(_lines_of(name)))


def _of_table(name: str, told: Any) -> Figure:
    lines = (Line(day, held["value"], held["status"]) for day, held in told["values"].items())
    return Figure(name, told["unit"], told["source"], tuple(lines))


def _own_table(name: str) -> Any:
    if name in parameters.wage_nets():
        return parameters.wage_nets()[name]
    return parameters.scales()["precedence"] if name == "withholding_precedence" else parameters.scales()


def _source_of(name: str) -> str:
    return str(_own_table(name)["source"])


def _lines_of(name: str) -> Iterator[Line]:
    """The lines of a table of its own, each written as an answer shows it."""
    for day in _own_table(name)["values"]:
        try:
            held = parameter_of(name, day)
        except MissingParameterError:
            yield Line(day, None, "uncertain")
        else:
            yield Line(day, held.value, held.status)


def _first(part: str) -> str:
    """The first sentence of a file of the rules."""
    told = getdoc(import_module(f"capac.rules.{part}")) or ""
    return told.split("\n\n")[0].replace("\n", " ")


@cache
def _recorded() -> Recorded:
    loaded: Recorded = json.loads((DATA / "law.json").read_bytes())
    return loaded
