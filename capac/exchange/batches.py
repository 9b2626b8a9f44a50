"""A batch of messages as a stream of elements: one at a time in memory, each with its line.

Raises FileFaultError for what makes a whole file unusable. The caller applies nothing before the
stream has ended well: a cut file is rejected whole, since ONEM will send it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, cast

from lxml import etree

from capac.exchange.faults import FileFaultError

NAMESPACE = "urn:capac:own-interface:c2:1"
ROOT = f"{{{NAMESPACE}}}C2Batch"
MESSAGE = f"{{{NAMESPACE}}}C2"
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?C2Batch\s*>\s*\Z")
_TAIL = 200
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def messages(body: bytes) -> Iterator[etree._Element]:
    """Every C2 element of a batch, in order. Each is emptied when the next is asked for."""
    if not body.strip():
        raise FileFaultError("empty_file")
    try:
        yield from _elements(body)
    except etree.XMLSyntaxError as error:
        whole = _CLOSED.search(body[-_TAIL:]) is not None or not body.lstrip().startswith(b"<")
        line = error.lineno or 1
        raise FileFaultError("not_xml" if whole else "cut", line, detail=(error.msg or "")[:200]) from error


def line_of(element: etree._Element) -> int:
    """The line on which an element starts."""
    return cast(int, element.sourceline) or 0


def _elements(body: bytes) -> Iterator[etree._Element]:
    """The parser opens no entity, no network address and no huge text."""
    root, seen, expected = None, 0, 0
    parser = etree.iterparse(
        BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True, remove_blank_text=True,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    for event, element in parser:
        if root is None:
            root, expected = element, _expected(element)
        if event == "start" or element.getparent() is not root:
            continue
        if element.tag != MESSAGE:
            raise FileFaultError("not_a_c2", line_of(element), field=_local(element))
        seen += 1
        yield element
        _forget(element)
    if seen != expected:
        raise FileFaultError("count_mismatch", 1, "count", announced=str(expected), found=str(seen))


def _expected(root: etree._Element) -> int:
    """How many messages the header announces."""
    if cast(Any, root.getroottree().docinfo).doctype:
        raise FileFaultError("doctype_not_allowed", 1)
    if root.tag != ROOT:
        raise FileFaultError("wrong_root", line_of(root), _local(root), expected="C2Batch")
    for name, pattern in (("fileId", _IDENTIFIER), ("count", re.compile(r"[1-9]\d{0,8}"))):
        if pattern.fullmatch(root.get(name, "")) is None:
            raise FileFaultError("wrong_header", line_of(root), name)
    return int(root.get("count", ""))


def _forget(element: etree._Element) -> None:
    """Free what has been read, so that a file of any length takes little memory."""
    parent = element.getparent()
    cast(Any, element).clear(keep_tail=False)
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname[:80]
