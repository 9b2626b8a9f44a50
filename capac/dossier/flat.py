"""One message whose facts stand directly in it, checked against its schema: texts, days and a number, with their line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lxml import etree

from capac.core import clock, niss, workdays
from capac.core.niss import IdentifierError
from capac.records import api as records

_DATES = {"registeredOn", "endedOn", "dispatchedOn", "deceasedOn"}
_NUMBER = "inss"


@dataclass(frozen=True)
class Flat:
    """The facts of a message by local name, each with its line. `digest` is over all that it says."""

    line: int
    digest: str
    texts: dict[str, str]
    lines: dict[str, int]

    def text(self, name: str) -> str:
        """A fact, "" where the schema allows none."""
        return self.texts.get(name, "")

    def number(self) -> str:
        """The national number. Raises MessageFaultError, which never repeats it."""
        try:
            return niss.check(self.text(_NUMBER))
        except IdentifierError as error:
            raise self.fault("bad_national_number", _NUMBER, detail=str(error)) from error

    def day(self, name: str) -> date | None:
        """A day of the calendars' years; None where there is none."""
        text = self.text(name)
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise self.fault("impossible_date", name, value=text) from error
        if not workdays.FIRST <= day <= workdays.LAST:
            raise self.fault("date_out_of_range", name, value=text)
        return day

    def past_day(self, name: str) -> date:
        """A day that has come: what it tells has happened."""
        day = self.day(name)
        if day is None:
            raise self.fault("not_as_described", name, rule="missing")
        if day > clock.today():
            raise self.fault("date_out_of_range", name, value=str(day))
        return day

    def fault(self, reason: str, name: str, **arguments: str) -> records.MessageFaultError:
        """A fault at one of the facts, or at the message."""
        return records.MessageFaultError(reason, self.lines.get(name, self.line), name, **arguments)


def flat(element: etree._Element, schema: str) -> Flat:
    """The facts of an element that is as its schema says. Raises MessageFaultError for the first thing that is not."""
    found = records.violation(_schema(schema), element)
    if found is not None:
        raise _described(found)
    children = list(element.iterchildren(etree.Element))
    texts = {etree.QName(one).localname: (one.text or "").strip() for one in children}
    digest = hashlib.sha256("\n".join(f"{name}={texts[name]}" for name in sorted(texts)).encode()).hexdigest()
    lines = {etree.QName(one).localname: records.line_of(one) for one in children}
    return Flat(records.line_of(element), digest, texts, lines)


def said(element: etree._Element, name: str) -> str:
    """A fact as far as one can be read, for the list of rejects; never the number."""
    child = next((one for one in element if etree.QName(one).localname == name), None)
    return (child.text or "").strip()[:80] if child is not None else ""


def _described(found: records.Violation) -> records.MessageFaultError:
    if found.field == _NUMBER and not found.is_structure:
        return records.MessageFaultError("bad_national_number", found.line, _NUMBER)
    if found.field in _DATES and not found.is_structure:
        return records.MessageFaultError("impossible_date", found.line, found.field, value=found.value)
    told = {} if found.is_structure else {"value": found.value}
    return records.MessageFaultError("not_as_described", found.line, found.field, rule=found.rule, **told)


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).with_name("formats") / f"{name}.xsd")))
