"""A batch of outcomes as a stream: one element at a time in memory, each checked against the schema.

Raises FileFaultError for what makes a whole file unusable; nothing of a cut file is applied, since
ONEM will send it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from lxml import etree

from capac.core import money
from capac.core.period import Month
from capac.verification.faults import FileFaultError, OutcomeFaultError

NAMESPACE = "urn:capac:own-interface:verification:1"
ROOT, OUTCOME = f"{{{NAMESPACE}}}VerificationBatch", f"{{{NAMESPACE}}}outcome"
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?VerificationBatch\s*>\s*\Z")
_TAIL = 200
_HEADER = {
    "fileId": re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}"),
    "introductionMonth": re.compile(r"20\d\d-(0[1-9]|1[0-2])"),
    "phase": re.compile(r"[123]"),
    "count": re.compile(r"\d{1,9}"),
}


@dataclass(frozen=True, slots=True)
class Header:
    """What the file says of itself."""

    introduction_month: Month
    phase: int
    count: int


@dataclass(frozen=True, slots=True)
class Said:
    """One outcome as ONEM said it, amounts in cents. `line` is where it stands in the file."""

    line: int
    line_id: str
    result: str
    phase: int
    amount_cents: int
    cause: str
    cause_text: str
    notified_on: date
    definitive: bool


def outcomes(body: bytes) -> Iterator[tuple[Header, Said | OutcomeFaultError, str]]:
    """Each outcome (or what is wrong with it) with the file's header and the line id, in order."""
    if not body.strip():
        raise FileFaultError("empty_file")
    try:
        yield from _elements(body)
    except etree.XMLSyntaxError as error:
        whole = _CLOSED.search(body[-_TAIL:]) is not None or not body.lstrip().startswith(b"<")
        line = error.lineno or 1
        raise FileFaultError("not_xml" if whole else "cut", line, detail=(error.msg or "")[:200]) from error


def _elements(body: bytes) -> Iterator[tuple[Header, Said | OutcomeFaultError, str]]:
    """The parser opens no entity, no network address and no huge text."""
    root, header, seen = None, None, 0
    parser = etree.iterparse(
        BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True, remove_blank_text=True,
        remove_comments=True, remove_pis=True, huge_tree=False,
    )  # fmt: skip
    for event, element in parser:
        if root is None or header is None:
            root, header = element, _header(element)
        if event == "start" or element.getparent() is not root:
            continue
        if element.tag != OUTCOME:
            raise FileFaultError("not_an_outcome", element.sourceline, etree.QName(element).localname[:80])
        seen += 1
        yield header, _said(element), _text(element, "lineId")[:80]
        _forget(element)
    if header is not None and seen != header.count:
        raise FileFaultError("count_mismatch", 1, "count", announced=str(header.count), found=str(seen))


def _header(root: etree._Element) -> Header:
    if root.getroottree().docinfo.doctype:
        raise FileFaultError("doctype_not_allowed", 1)
    if root.tag != ROOT:
        field = etree.QName(root).localname[:80]
        raise FileFaultError("wrong_root", root.sourceline, field, expected="VerificationBatch")
    for name, pattern in _HEADER.items():
        if pattern.fullmatch(root.get(name, "")) is None:
            raise FileFaultError("wrong_header", root.sourceline, name)
    month = Month.parse(root.get("introductionMonth", ""))
    return Header(month, int(root.get("phase", "")), int(root.get("count", "")))


def _said(element: etree._Element) -> Said | OutcomeFaultError:
    try:
        _check_described(element)
        return Said(
            line=int(element.sourceline or 0),
            line_id=_text(element, "lineId"),
            result=_text(element, "result"),
            phase=int(_text(element, "phase")),
            amount_cents=money.parse(_text(element, "amount")),
            cause=_text(element, f"cause/{{{NAMESPACE}}}code"),
            cause_text=_text(element, f"cause/{{{NAMESPACE}}}text"),
            notified_on=date.fromisoformat(_text(element, "notifiedOn")),
            definitive=_text(element, "definitive") in {"true", "1"},
        )
    except OutcomeFaultError as fault:
        return fault
    except ValueError as error:
        return OutcomeFaultError("not_as_described", element.sourceline, "notifiedOn", rule=str(error)[:60])


def _check_described(element: etree._Element) -> None:
    schema = _schema()
    if schema.validate(element):
        return
    error = next(iter(cast("Iterator[Any]", iter(schema.error_log))))
    field = re.findall(r"([A-Za-z]+)(?:\[\d+\])?$", error.path or "")
    rule = error.type_name.removeprefix("SCHEMAV_").lower()[:60]
    raise OutcomeFaultError("not_as_described", error.line, (field or ["outcome"])[0][:80], rule=rule)


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(f"{{{NAMESPACE}}}{path}") or "").strip()


def _forget(element: etree._Element) -> None:
    """Free what has been read, so that a file of any length takes little memory."""
    parent = element.getparent()
    element.clear(keep_tail=False)
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / "verification.xsd")))
