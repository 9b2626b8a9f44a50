"""Reading typed facts out of an XML element, with the line that a fault needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from lxml import etree

from capac.core import workdays
from capac.core.period import Span
from capac.exchange.batches import NAMESPACE
from capac.exchange.faults import MessageFaultError
from capac.records import api as records


@dataclass(frozen=True)
class Element:
    """An element of a C2 with its children by local name."""

    node: etree._Element

    @property
    def line(self) -> int:
        """Where it stands in the file."""
        return records.line_of(self.node)

    def children(self, path: str) -> list[Element]:
        """All children of a path."""
        return [Element(node) for node in self.node.findall(_qualified(path))]

    def child(self, path: str) -> Element:
        """The one child of a path, which the schema has shown to be there."""
        node = self.node.find(_qualified(path))
        if node is None:
            raise self.fault("not_as_described", path, rule="missing")
        return Element(node)

    def has(self, path: str) -> bool:
        """True when there is such a child."""
        return self.node.find(_qualified(path)) is not None

    def text(self, path: str) -> str:
        """The text of a child."""
        return (self.child(path).node.text or "").strip()

    def text_or(self, path: str, default: str) -> str:
        """The text of a child, or the default where there is none."""
        return self.text(path) if self.has(path) else default

    def truth(self, path: str) -> bool | None:
        """true/1 or false/0; None where there is none."""
        return self.text(path) in {"true", "1"} if self.has(path) else None

    def day(self, path: str) -> date:
        """A date of the years that the calendars cover."""
        text = self.text(path)
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise self.fault("impossible_date", path, value=text) from error
        if not workdays.FIRST <= day <= workdays.LAST:
            raise self.fault("date_out_of_range", path, value=text)
        return day

    def span(self) -> Span:
        """The days between the children `from` and `to`; without `to` no end is known."""
        first, last = self.day("from"), self.day("to") if self.has("to") else None
        if last is not None and last < first:
            raise self.fault("ends_before_start", "to", first=str(first), last=str(last))
        return Span(first, last)

    def fault(self, reason: str, path: str, **arguments: str) -> MessageFaultError:
        """A fault at a child (or at this element, where the child is missing)."""
        node = self.node.find(_qualified(path))
        line = self.line if node is None else records.line_of(node)
        return MessageFaultError(reason, line, path.rpartition("/")[2], **arguments)


@cache
def _qualified(path: str) -> str:
    """A path with our namespace in each step. Asked for by the same few paths in every message."""
    return "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
