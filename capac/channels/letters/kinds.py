"""The kinds of letters as data: what each asks for, says in its three languages, and must mention (data/).

A kind's text is sentences with {fields}; a paragraph of which an optional field is empty is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
LANGUAGES = ("fr", "nl", "de")
"""The languages in which the institution writes (coordinated laws of 18.7.1966)."""
Texts = Mapping[str, tuple[str, ...]]
"""Paragraphs by language."""
Words = Mapping[str, Mapping[str, str]]
"""Code to language to words."""


@dataclass(frozen=True)
class Blank:
    """A field of a kind: text, date, month, cents, pieces, rows, choice, court or ogm. `choices` are words by code."""

    name: str
    type: str
    needed: bool
    choices: Words


@dataclass(frozen=True)
class Part:
    """A stretch of a letter. `heading` is a code; `carries` mentions that its own text makes; `mentions` shared ones."""

    heading: str
    texts: Texts
    carries: tuple[str, ...]
    mentions: tuple[str, ...]
    items: str
    rows: str


@dataclass(frozen=True)
class Kind:
    """A kind of letter. `family` is notice, decision or recovery; `example` fills every field, for tests and figures."""

    code: str
    family: str
    source: str
    registered: bool
    blanks: Mapping[str, Blank]
    title: Mapping[str, str]
    answer: Mapping[str, str]
    parts: tuple[Part, ...]
    example: Mapping[str, Any]

    @property
    def promised(self) -> frozenset[str]:
        """The mentions that this kind makes when every field is filled."""
        return frozenset(code for part in self.parts for code in (*part.carries, *part.mentions))


@dataclass(frozen=True)
class Mention:
    """Something that a letter must say: its source, how sure that is, and its shared text, if it has one."""

    code: str
    source: str
    status: str
    note: str
    texts: Texts


class UnknownKindError(LookupError):
    """There is no such kind of letter."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by code, in the order of the codes."""
    return {path.stem: _kind(path.stem, _read(path)) for path in sorted((DATA / "kinds").glob("*.yaml"))}


def kind_of(code: str) -> Kind:
    """One kind. Raises UnknownKindError."""
    if code not in kinds():
        raise UnknownKindError(f"no letter of the kind {code!r}: there are {', '.join(kinds())}")
    return kinds()[code]


@cache
def mentions() -> Mapping[str, Mention]:
    """Every mention by code."""
    told = _read(DATA / "mentions.yaml")["mentions"]
    return {
        code: Mention(code, one["source"], one["status"], one.get("note", ""), _texts(one))
        for code, one in told.items()
    }


@cache
def required() -> Mapping[str, tuple[str, ...]]:
    """What a letter of each family must mention."""
    return {family: tuple(codes) for family, codes in _read(DATA / "mentions.yaml")["families"].items()}


@cache
def words() -> Mapping[str, Any]:
    """Headings, labels and the institution's names by language."""
    found: Mapping[str, Any] = _read(DATA / "words.yaml")
    return found


@cache
def pieces() -> Words:
    """Documents that can be asked for, by code."""
    found: Words = _read(DATA / "pieces.yaml")
    return found


@cache
def courts() -> Words:
    """The labour tribunals by code; `address` stands beside the names. The addresses are uncertain (data/courts.yaml)."""
    found: Words = _read(DATA / "courts.yaml")["courts"]
    return found


def _kind(code: str, told: Mapping[str, Any]) -> Kind:
    return Kind(
        code=code,
        family=told["family"],
        source=told["source"],
        registered=told.get("registered", False),
        blanks={name: _blank(name, one) for name, one in told["fields"].items()},
        title=told["title"],
        answer=told["answer"],
        parts=tuple(_part(one) for one in told["parts"]),
        example=told["example"],
    )


def _blank(name: str, told: Mapping[str, Any]) -> Blank:
    return Blank(name, told["type"], told.get("needed", True), told.get("choices", {}))


def _part(told: Mapping[str, Any]) -> Part:
    return Part(
        heading=told.get("heading", ""),
        texts=_texts(told),
        carries=tuple(told.get("carries", ())),
        mentions=tuple(told.get("mentions", ())),
        items=told.get("list", ""),
        rows=told.get("table", ""),
    )


def _texts(told: Mapping[str, Any]) -> Texts:
    return {lang: _paragraphs(told[lang]) for lang in LANGUAGES if lang in told}


def _paragraphs(told: Sequence[str]) -> tuple[str, ...]:
    return tuple(told)


def _read(path: Path) -> Any:
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
