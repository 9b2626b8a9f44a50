"""A message of the bank as a stream of elements, held against its official schema before the first is given.

Three looks at the bytes: that they are whole (a stream with a schema takes a cut file for a short one),
that the schema allows them, and, only when it does not, where and what is wrong. Never the tree of a file
that is in order.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, cast
from xml.parsers import expat

from lxml import etree

from capac.payment.bank_faults import FileFaultError
from capac.payment.official_schemas import namespace, schema

ROOT = "Document"
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?Document\s*>\s*\Z")
_TAIL = 200
_HEAD = 1000
_SAFELY: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}


def elements(body: bytes, message: str, names: Collection[str]) -> Iterator[etree._Element]:
    """Every element of these names, when it is complete, in the order of their ends. A caller empties what it
    has read with `clear`.

    Raises FileFaultError before the first: empty_file, not_xml, cut, doctype_not_allowed, wrong_root,
    not_as_described.
    """
    _check_whole(body, message)
    tags = [f"{{{namespace(message)}}}{name}" for name in names]
    _check_described(body, message, tags)
    for _, element in etree.iterparse(BytesIO(body), tag=tags, **_SAFELY):
        yield element


def message_of(body: bytes, messages: Sequence[str]) -> str:
    """Which of some messages a file says to be, by its namespace; the first where it says none of them."""
    beginning = body[:_HEAD]
    return next((name for name in messages if f"{namespace(name)}".encode() in beginning), messages[0])


class Paths:
    """Looks below elements of one message by paths of local names, each put into its namespace once."""

    def __init__(self, message: str) -> None:
        self._space = namespace(message)
        self._known: dict[str, str] = {}

    def text(self, element: etree._Element, path: str) -> str:
        """The text below an element, "" where there is none."""
        return (element.findtext(self._full(path)) or "").strip()

    def find(self, element: etree._Element, path: str) -> etree._Element | None:
        """The first element below another one."""
        return element.find(self._full(path))

    def _full(self, path: str) -> str:
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = "/".join(f"{{{self._space}}}{name}" for name in path.split("/"))
        return found


def _check_whole(body: bytes, message: str) -> None:
    """Well formed from the first byte to the last, without document type, with the right root."""
    if not body.strip():
        raise FileFaultError("empty_file")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = _root_is(f"{namespace(message)} {ROOT}", parser)
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        whole = _CLOSED.search(body[-_TAIL:]) is not None or not body.lstrip().startswith(b"<")
        detail = expat.errors.messages[error.code]
        raise FileFaultError("not_xml" if whole else "cut", error.lineno, detail=detail) from error


def _no_doctype(*_arguments: object) -> None:
    raise FileFaultError("doctype_not_allowed", 1)


def _root_is(expected: str, parser: Any) -> Any:
    def first(name: str, _attributes: object) -> None:
        if name != expected:
            raise FileFaultError(
                "wrong_root", parser.CurrentLineNumber, name.rpartition(" ")[2][:80], expected=expected
            )
        parser.StartElementHandler = None

    return first


def _check_described(body: bytes, message: str, tags: Collection[str]) -> None:
    """The schema allows every element. What is read is emptied, so that a long file takes little memory."""
    try:
        for _, element in etree.iterparse(BytesIO(body), tag=tags, schema=schema(message), **_SAFELY):
            element.clear()
    except etree.XMLSyntaxError as error:
        raise _violation(body, message) from error


def _violation(body: bytes, message: str) -> FileFaultError:
    """Where the schema says no, from a tree: the stream does not know. The value is not repeated."""
    described = schema(message)
    tree = etree.parse(BytesIO(body), etree.XMLParser(**_SAFELY))
    if described.validate(tree):
        return FileFaultError("not_xml", 1, detail="")
    error = next(iter(cast("Iterable[Any]", described.error_log)))
    field = re.findall(r"'(?:\{[^}]*\})?([\w.-]+)'", error.message)
    rule = error.type_name.removeprefix("SCHEMAV_").lower()[:60]
    return FileFaultError("not_as_described", error.line, (field or [ROOT])[0][:80], rule=rule)
