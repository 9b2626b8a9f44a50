"""A C2 against its schema: the first fault, with its line, its field and a reason that pages can say."""

from __future__ import annotations

from lxml import etree

from capac.exchange.faults import MessageFaultError
from capac.records import api as records

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
    found = records.violation(schema, element)
    if found is None:
        return
    reason = "not_as_described" if found.is_structure else _reason(found.field)
    told = not found.is_structure and found.field not in _PERSONAL
    value = {"value": found.value} if told else {}
    raise MessageFaultError(reason, found.line, found.field, rule=found.rule, **value)


def _reason(field: str) -> str:
    return "impossible_date" if field in _DATES else _BY_FIELD.get(field, "not_as_described")
