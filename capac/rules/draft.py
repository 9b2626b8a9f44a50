"""A draft of the law: dated figures in the shape of data/parameters.yaml, with a title and who drafted them.

Read line by line, so that every fault has its place. A figure is text ("92.3956"), never a YAML number: a float
is not exact. Only a parameter that the book has can be drafted, in the book's own unit; its dates stand in order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from capac.rules import parameters

MOST_BYTES = 200_000
LANGUAGES = ("fr", "nl", "de", "en")
STATUSES = ("confirmed", "derived", "uncertain")
HEAD, ENTRY, LINE = ("title", "drafted_by", "parameters"), ("unit", "source", "values"), ("value", "status")
LONGEST = 120
WHOLE, DECIMAL = re.compile(r"0|[1-9][0-9]{0,4}"), re.compile(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,4})?")
ROUNDINGS = ("half-up", "down")
MOST_BASIS_POINTS = 10_000
SAID = {
    "not_yaml": "this is not YAML: {problem}",
    "too_long": "a draft has at most {most} bytes",
    "not_a_map": "names with their values belong here",
    "twice": "{name} stands here twice",
    "unknown_field": "{name} is not known here; known are {known}",
    "missing": "{name} is missing",
    "not_text": "a text of 1 to {most} characters belongs here",
    "language": "write the language of the title as one of {known}",
    "nothing": "at least one entry belongs here",
    "unknown_parameter": "the law has no parameter {name}; docs/coverage.md lists them",
    "wrong_unit": "the unit of this parameter is {unit!r}",
    "not_a_date": "write the day as 2026-07-01, without quotes",
    "not_in_order": "{day} does not come after {before}",
    "is_a_number": "write the figure between quotes: a YAML number is not exact",
    "bad_value": "{value!r} is no figure of this unit: {unit}",
    "bad_status": "write the status as one of {known}",
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a draft, where: a code with its arguments, the line from 1, the field."""

    reason: str
    line: int
    field: str
    arguments: Mapping[str, str]

    def __str__(self) -> str:
        return f"line {self.line}, {self.field or 'draft'}: {SAID[self.reason].format(**self.arguments)}"


class DraftError(ValueError):
    """A draft that cannot be laid over the book, with everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Draft:
    """A title in its language, who drafted it, and entries in the shape of the book."""

    title: str
    lang: str
    drafted_by: str
    entries: Mapping[str, Mapping[str, Any]]

    @property
    def since(self) -> date:
        """The first day on which anything of it holds."""
        days: list[date] = [day for entry in self.entries.values() for day in entry["values"]]
        return min(days)


def read_draft(content: bytes) -> Draft:
    """The draft of a YAML file. Raises DraftError with every fault found."""
    if len(content) > MOST_BYTES:
        raise DraftError((Fault("too_long", 1, "", {"most": str(MOST_BYTES)}),))
    try:
        root = yaml.compose(content.decode("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or "it is not UTF-8")
        raise DraftError(
            (Fault("not_yaml", mark.line + 1 if mark else 1, "", {"problem": problem}),)
        ) from None
    reading = _Reading()
    draft = reading.draft(root)
    if reading.faults:
        raise DraftError(tuple(reading.faults))
    return draft


class _Reading:
    """One walk through a draft, keeping every fault with its place."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def draft(self, root: Node | None) -> Draft:
        """The whole file."""
        found = self._map(root, "", HEAD, optional=("lang",))
        lang = self._one_of(found["lang"], "lang", LANGUAGES, "language") if "lang" in found else LANGUAGES[0]
        title, by = (self._text(found.get(name), name) for name in ("title", "drafted_by"))
        entries = {
            name: self._entry(name, node, f"parameters.{name}")
            for name, node in self._pairs(found.get("parameters"), "parameters")
        }
        if "parameters" in found and not entries:
            self._wrong("nothing", found["parameters"], "parameters")
        return Draft(title, lang, by, entries)

    def _entry(self, name: str, node: Node, place: str) -> dict[str, Any]:
        """One parameter, in the book's own unit."""
        if name not in parameters.names():
            self._wrong("unknown_parameter", node, place, name=name)
            return {}
        unit = str(parameters.told(name)["unit"])
        found = self._map(node, place, ENTRY)
        if "unit" in found and self._text(found["unit"], f"{place}.unit") != unit:
            self._wrong("wrong_unit", found["unit"], f"{place}.unit", unit=unit)
        source = self._text(found.get("source"), f"{place}.source")
        return {
            "unit": unit,
            "source": source,
            "values": self._values(found.get("values"), f"{place}.values", unit),
        }

    def _values(self, node: Node | None, place: str, unit: str) -> dict[date, dict[str, Any]]:
        """Lines by date, which must follow each other."""
        found: dict[date, dict[str, Any]] = {}
        for text, line in self._pairs(node, place):
            try:
                day = date.fromisoformat(text)
            except ValueError:
                self._wrong("not_a_date", line, f"{place}.{text}")
                continue
            if found and day <= max(found):
                self._wrong("not_in_order", line, f"{place}.{day}", day=str(day), before=str(max(found)))
            found[day] = self._line(line, f"{place}.{day}", unit)
        if isinstance(node, MappingNode) and not node.value:
            self._wrong("nothing", node, place)
        return found

    def _line(self, node: Node, place: str, unit: str) -> dict[str, Any]:
        """A value with its status; null means abolished or not known, and refuses what needs it."""
        found = self._map(node, place, LINE, optional=("note",))
        held: dict[str, Any] = {"value": self._figure(found.get("value"), f"{place}.value", unit)}
        held["status"] = self._one_of(found.get("status"), f"{place}.status", STATUSES, "bad_status")
        if "note" in found:
            held["note"] = self._text(found["note"], f"{place}.note", most=3 * LONGEST)
        return held

    def _figure(self, node: Node | None, place: str, unit: str) -> str | None:
        if node is None or node.tag == "tag:yaml.org,2002:null":
            return None
        if node.tag in ("tag:yaml.org,2002:float", "tag:yaml.org,2002:int"):
            self._wrong("is_a_number", node, place)
            return None
        text = str(node.value) if isinstance(node, ScalarNode) else ""
        if not _fits(text, unit):
            self._wrong("bad_value", node, place, value=text, unit=unit)
        return text

    def _map(
        self, node: Node | None, place: str, known: tuple[str, ...], *, optional: tuple[str, ...] = ()
    ) -> dict[str, Node]:
        """The fields of a place: those that must be there, and no other than those known."""
        found = dict(self._pairs(node, place))
        for name in found.keys() - {*known, *optional}:
            told = {"name": name, "known": ", ".join((*known, *optional))}
            self._wrong("unknown_field", found[name], _in(place, name), **told)
        for name in known:
            if isinstance(node, MappingNode) and name not in found:
                self._wrong("missing", node, _in(place, name), name=name)
        return found

    def _pairs(self, node: Node | None, place: str) -> Iterator[tuple[str, Node]]:
        """Names and nodes of a map, each name once."""
        if not isinstance(node, MappingNode):
            if node is not None or not place:
                self._wrong("not_a_map", node, place)
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                self._wrong("twice", key, _in(place, name), name=name)
            else:
                seen.add(name)
                yield name, value

    def _text(self, node: Node | None, place: str, *, most: int = LONGEST) -> str:
        text = str(node.value).strip() if isinstance(node, ScalarNode) else ""
        if node is not None and not 0 < len(text) <= most:
            self._wrong("not_text", node, place, most=str(most))
        return text

    def _one_of(self, node: Node | None, place: str, known: tuple[str, ...], reason: str) -> str:
        text = str(node.value) if isinstance(node, ScalarNode) else ""
        if node is not None and text not in known:
            self._wrong(reason, node, place, known=", ".join(known))
        return text

    def _wrong(self, reason: str, node: Node | None, field: str, **arguments: str) -> None:
        line = node.start_mark.line + 1 if node is not None and node.start_mark is not None else 1
        self.faults.append(Fault(reason, line, field, arguments))


def _fits(text: str, unit: str) -> bool:
    """Whether a text is a figure of a unit of the book: a rounding, basis points, or a decimal of four places."""
    fits: Callable[[str], object] = DECIMAL.fullmatch
    if unit.startswith("rounding"):
        fits = ROUNDINGS.__contains__
    elif unit.startswith("basis points"):
        fits = _is_share
    return bool(fits(text))


def _is_share(text: str) -> bool:
    return bool(WHOLE.fullmatch(text)) and int(text) <= MOST_BASIS_POINTS


def _in(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
