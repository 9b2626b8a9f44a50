"""What one form says, field by field: its texts by name, read in one go after the schema has seen it.

A name stands for one field of a form, so no path is needed (a test looks); what repeats in a form (days, references,
risks) is read apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from capac.exchange import wech_faults as faults
from capac.exchange.faults import MessageFaultError

THIS, ORIGINAL, BY_ONSS = "1", "3", "2"
"""Types of a reference: this form, the one that it is a version of; and its origin: a ticket of social security."""


@dataclass(frozen=True, slots=True)
class Told:
    """A form as it stands in its file."""

    form: str
    element: etree._Element
    texts: Mapping[str, str]

    def text(self, name: str) -> str:
        """What a field says; "" where it does not stand."""
        return self.texts.get(name, "")

    def number(self, name: str) -> int | None:
        """A number of a field; None where it does not stand or is empty."""
        found = self.texts.get(name, "")
        return int(found) if found else None

    def day(self, name: str) -> date:
        """A date of a field. Raises MessageFaultError for one that does not exist."""
        try:
            return date.fromisoformat(self.texts.get(name, ""))
        except ValueError as error:
            raise self.fault("impossible_date", name, faults.INVALID) from error

    def fault(
        self, reason: str, field: str, suffix: str, *, at: str = "", **arguments: str
    ) -> MessageFaultError:
        """A fault at a field; where that one is missing, at its block, else at the form."""
        node = next(self.element.iter(at), self.element) if at else self.element
        return faults.fault(reason, self.form, node, field=field, suffix=suffix, **arguments)


def told(element: etree._Element, form: str) -> Told:
    """The texts of a form that its schema allows."""
    texts: dict[str, str] = {node.tag: (node.text or "").strip() for node in element.iter()}
    return Told(form, element, texts)


def references(element: etree._Element) -> dict[str, str]:
    """The tickets of social security that a form refers to, by type; of one type the first."""
    found: dict[str, str] = {}
    for reference in element.iterfind("Reference"):
        kind, origin, number = (_text(reference, f"Reference{part}") for part in ("Type", "Origin", "Nbr"))
        if origin == BY_ONSS:
            found.setdefault(kind, number)
    return found


def _text(node: etree._Element, name: str) -> str:
    return (node.findtext(name) or "").strip()
