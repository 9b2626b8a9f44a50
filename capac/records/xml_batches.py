"""A batch in XML as a stream of elements: one at a time in memory, each with its line.

Pure mechanics, shared by the rooms that read files. A room says what its batch looks like (`Layout`);
what an element means is its own. The caller applies nothing before the stream has ended well: a cut
file is rejected whole, since the other side will send it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

from lxml import etree

from capac.records.inbox import Fault

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
"""What our own interfaces allow as an id."""
_TAIL = 200
_ATTRIBUTE = re.compile(r"attribute '(\w+)'")


class FileFaultError(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, reason: str, line: int | None = None, field: str = "", **arguments: str) -> None:
        super().__init__(reason)
        self.fault = Fault(reason, line, field, arguments=arguments)


class MessageFaultError(Exception):
    """One message of a file cannot be used; the others can. A national number never stands in the arguments."""

    def __init__(self, reason: str, line: int | None, field: str, **arguments: str) -> None:
        super().__init__(reason)
        self.reason, self.line, self.field, self.arguments = reason, line, field, arguments

    def of(self, message_id: str) -> Fault:
        """The fault with the message that it is of."""
        return Fault(self.reason, self.line, self.field, message_id, self.arguments)


@dataclass(frozen=True)
class Layout:
    """A batch: its namespace ("" for none), its root and the one element that repeats in it (local names).

    `header` has a pattern for each attribute of the root that must be there; where `count` is among them,
    the number of elements must be that one.
    `stranger` is the reason given when something else stands in the element's place.
    """

    namespace: str
    root: str
    element: str
    header: Mapping[str, re.Pattern[str]]
    stranger: str


@dataclass(frozen=True)
class Violation:
    """The first thing that a schema does not allow. `is_structure`: the element itself, not its value, is wrong."""

    line: int
    field: str
    rule: str
    value: str
    is_structure: bool


def elements(body: bytes, layout: Layout) -> Iterator[tuple[Mapping[str, str], etree._Element]]:
    """Each element with the header's attributes, in order. It is emptied when the next one is asked for.

    Raises FileFaultError: empty_file, not_xml, cut, doctype_not_allowed, wrong_root, wrong_header,
    count_mismatch, or the layout's `stranger`.
    """
    if not body.strip():
        raise FileFaultError("empty_file")
    try:
        yield from _elements(body, layout)
    except etree.XMLSyntaxError as error:
        closed = re.search(rb"</(?:[\w.-]+:)?" + layout.root.encode() + rb"\s*>\s*\Z", body[-_TAIL:])
        whole = closed is not None or not body.lstrip().startswith(b"<")
        line = error.lineno or 1
        raise FileFaultError("not_xml" if whole else "cut", line, detail=(error.msg or "")[:200]) from error


def line_of(element: etree._Element) -> int:
    """The line on which an element starts."""
    return cast(int, element.sourceline) or 0


def violation(schema: etree.XMLSchema, element: etree._Element) -> Violation | None:
    """What is wrong with an element first, or None. `value` may be personal: the caller decides what leaves."""
    if schema.validate(element):
        return None
    error = next(iter(cast("Iterable[Any]", schema.error_log)))
    found = _found(element, error.path)
    attribute = _ATTRIBUTE.search(error.message)
    named = attribute is not None and found.get(attribute[1]) is not None
    return Violation(
        line=line_of(found),
        field=(attribute[1] if attribute else _local(found))[:80],
        rule=error.type_name.removeprefix("SCHEMAV_").lower()[:60],
        value=str(found.get(attribute[1]) if attribute and named else found.text or "").strip()[:60],
        is_structure=error.type_name == "SCHEMAV_ELEMENT_CONTENT",
    )


def _elements(body: bytes, layout: Layout) -> Iterator[tuple[Mapping[str, str], etree._Element]]:
    """The parser opens no entity, no network address and no huge text.

    It reports only ends of the element that repeats: what else stands under the root shows as a neighbour.
    """
    root, header, seen = None, {"count": "0"}, 0
    parser = etree.iterparse(
        BytesIO(body), events=("end",), tag=_tag(layout, layout.element), resolve_entities=False, no_network=True,
        remove_blank_text=True, remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    for _, element in parser:
        if root is None:
            root = element.getroottree().getroot()
            header = _header(root, layout)
        if element.getparent() is not root:
            continue
        _check_neighbour(element.getprevious(), layout)
        seen += 1
        yield header, element
        _forget(element)
    root = cast(Any, parser).root
    header = header if seen else _header(root, layout)
    for child in root:
        _check_neighbour(child, layout)
    if seen != int(header.get("count", seen)):
        raise FileFaultError("count_mismatch", 1, "count", announced=header["count"], found=str(seen))


def _check_neighbour(element: etree._Element | None, layout: Layout) -> None:
    """What stands before an element, all elements before it being forgotten, is a stranger."""
    if element is not None and element.tag != _tag(layout, layout.element):
        raise FileFaultError(layout.stranger, line_of(element), field=_local(element))


def _header(root: etree._Element, layout: Layout) -> dict[str, str]:
    """What the file says of itself."""
    if cast(Any, root.getroottree().docinfo).doctype:
        raise FileFaultError("doctype_not_allowed", 1)
    if root.tag != _tag(layout, layout.root):
        raise FileFaultError("wrong_root", line_of(root), _local(root), expected=layout.root)
    for name, pattern in layout.header.items():
        if pattern.fullmatch(root.get(name, "")) is None:
            raise FileFaultError("wrong_header", line_of(root), name)
    return {name: root.get(name, "") for name in layout.header}


def _tag(layout: Layout, name: str) -> str:
    return f"{{{layout.namespace}}}{name}" if layout.namespace else name


def _forget(element: etree._Element) -> None:
    """Free what has been read, so that a file of any length takes little memory."""
    parent = element.getparent()
    cast(Any, element).clear(keep_tail=False)
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _found(element: etree._Element, path: str | None) -> etree._Element:
    """The element of a schema's complaint. Its path starts at the message: /* with a namespace, else its name."""
    steps = (path or "").lstrip("/").partition("/")[2]
    found = element.xpath(steps) if steps else [element]
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else element


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname[:80]
