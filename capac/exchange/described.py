"""A message against its schema: the first fault, with its line, its field and a reason that pages can say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from lxml import etree

from capac.exchange.faults import MessageFaultError

_BY_FIELD = {
    "code": "unknown_code",
    "dailyAmount": "amount_out_of_range",
    "halfAmount": "amount_out_of_range",
    "amount": "amount_out_of_range",
    "Q": "hours_out_of_range",
    "S": "hours_out_of_range",
    "inss": "bad_national_number",
    "account": "bad_account",
}
_DATES = {"from", "to", "issuedOn", "notifiedOn"}
_PERSONAL = {"inss", "name", "holder", "account", "S37", "text"}
"""Fields whose value never leaves the message."""


def check_described(schema: etree.XMLSchema, element: etree._Element) -> None:
    """Raises MessageFaultError for the first thing that the schema does not allow."""
    if schema.validate(element):
        return
    error = next(iter(cast("Iterable[Any]", schema.error_log)))
    found = _found(element, error.path)
    field = etree.QName(found).localname
    broken_structure = error.type_name == "SCHEMAV_ELEMENT_CONTENT"
    reason = "not_as_described" if broken_structure else _reason(field)
    arguments = {"rule": _rule(error.type_name)}
    if not broken_structure and field not in _PERSONAL:
        arguments["value"] = (found.text or "").strip()[:60]
    raise MessageFaultError(reason, error.line, field[:80], **arguments)


def _found(element: etree._Element, path: str | None) -> etree._Element:
    """The element of the schema's complaint. Its path starts at the message, which it calls /*."""
    steps = (path or "").removeprefix("/*").lstrip("/")
    found = element.xpath(steps) if steps else [element]
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else element


def _reason(field: str) -> str:
    return "impossible_date" if field in _DATES else _BY_FIELD.get(field, "not_as_described")


def _rule(type_name: str) -> str:
    """The schema's rule in lower case: element_content, cvc_pattern_valid …"""
    return type_name.removeprefix("SCHEMAV_").lower()[:60]
