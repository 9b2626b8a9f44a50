"""Faults of a declaration, each with the anomaly code by which ONSS's sender knows it: zone-nnn.

The number of the zone comes from the tables beside this file (formats/*.csv); the suffix says what is wrong:
001 absent, 002 not numeric, 003 invalid, 004 check digit, 005 forbidden, 008 out of domain, 091 order, 093 length.
What ONSS has no code for (a person without file here, a closed month) bears the nearest of them; the reason
says it exactly.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, cast

from lxml import etree

from capac.exchange.faults import MessageFaultError
from capac.records import api as records

FORMATS = Path(__file__).with_name("formats")
ABSENT, NOT_NUMERIC, INVALID, CHECK_DIGIT, FORBIDDEN, OUTSIDE, ORDER, LENGTH = (
    "001", "002", "003", "004", "005", "008", "091", "093",
)  # fmt: skip
UNKNOWN_ZONE = "00000"
_PERSONAL = re.compile(r"INSS|Worker.*|Name|FirstName|Street|HouseNbr|PostBox|.*Nbr|EmailAddress|Comment.*")
"""Fields whose value never leaves the message."""
_HOURS = {"HoursNumber", "HadSalaryHoursNumber"}
_WEEKLY = {"MeanWorkingHours", "RefMeanWorkingHours"}
_CODES = {"DayNatureCode", "IdentificationOfRisk", "ExactSalaryCode", "WorkScheduleCode", "AttestationStatus"}
_EXPECTED = re.compile(r"Expected is (?:one of )?\( ([\w, ]+) \)")
_SUFFIXES = {"enumeration": OUTSIDE, "mininclusive": OUTSIDE, "maxinclusive": OUTSIDE, "maxlength": LENGTH}


@cache
def table(form: str) -> dict[str, dict[str, str]]:
    """The fields of a form by name, as its table describes them."""
    with (FORMATS / f"{form.lower()}.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


@cache
def schema(form: str) -> etree.XMLSchema:
    """The schema of a form or of an answer, read once. A `Form` can be checked alone."""
    return etree.XMLSchema(etree.parse(str(FORMATS / f"{form.lower()}.xsd")))


def anomaly(form: str, field: str, suffix: str) -> str:
    """ONSS's code for a fault of a field: the number of its zone or block, then what is wrong with it."""
    row = table(form).get(field)
    return f"{row['zone'] if row and row['zone'] else UNKNOWN_ZONE}-{suffix}"


def fault(
    reason: str, form: str, node: etree._Element, *, field: str, suffix: str, **arguments: str
) -> MessageFaultError:
    """A fault at a field under a node (or at the node, where the field is missing)."""
    found = next(node.iter(field), node)
    code = anomaly(form, field, suffix)
    return MessageFaultError(reason, records.line_of(found), field, anomaly=code, **arguments)


def check_described(form: str, element: etree._Element) -> None:
    """Raises MessageFaultError for the first thing that the schema does not allow."""
    found = records.violation(schema(form), element)
    if found is None:
        return
    if found.is_structure:
        field, suffix = _structure(form, element, found)
        raise MessageFaultError(
            "not_as_described", found.line, field, rule=found.rule, anomaly=anomaly(form, field, suffix)
        )
    told = {} if _PERSONAL.fullmatch(found.field) else {"value": found.value}
    code = anomaly(form, found.field, _suffix(form, found))
    raise MessageFaultError(_reason(form, found.field), found.line, found.field, anomaly=code, **told)


def _reason(form: str, field: str) -> str:
    if field == "INSS":
        return "bad_national_number"
    if field in _HOURS:
        return "declared_hours_out_of_range"
    if field in _WEEKLY:
        return "hours_out_of_range"
    if field in _CODES:
        return "unknown_code"
    if "Amount" in field:
        return "amount_out_of_range"
    is_date = table(form).get(field, {}).get("type") in {"date", "day", "time"}
    return "impossible_date" if is_date else "not_as_described"


def _suffix(form: str, found: records.Violation) -> str:
    kind = table(form).get(found.field, {}).get("type")
    if kind == "number" and not re.fullmatch(r"-?\d+", found.value):
        return NOT_NUMERIC if found.value else ABSENT
    if kind == "number" and "pattern" in found.rule:
        return OUTSIDE if table(form)[found.field]["values"] else LENGTH
    return next((suffix for name, suffix in _SUFFIXES.items() if name in found.rule), INVALID)


def _structure(form: str, element: etree._Element, found: records.Violation) -> tuple[str, str]:
    """What is missing, or stands where it may not: libxml names what it met, and what it waited for."""
    message = str(next(iter(cast("Iterable[Any]", schema(form).error_log))).message)
    told = _EXPECTED.search(message)
    if told is None:
        return found.field, FORBIDDEN
    names = told[1].split(", ")
    expected = next((name for name in names if table(form).get(name, {}).get("least") == "1"), names[0])
    if next(element.iter(expected), None) is not None and "not expected" in message:
        return found.field, ORDER
    return expected, ABSENT
