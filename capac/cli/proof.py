"""Whether the parts of a payment's bundle agree: with each other, and with the law computed again. No database."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from capac.core.money import MoneyError, parse
from capac.rules.api import explain

NEEDED = ("facts.json", "steps.json", "steps.bin", "calculation.json", "payment.json", "bank.json")
LINE = "transfer.xml"
Parts = Mapping[str, Any]


def disagreements(parts: Mapping[str, bytes]) -> Iterator[str]:
    """What does not agree, one sentence each; none when everything does."""
    missing = [name for name in NEEDED if name not in parts]
    yield from (f"{name} is missing" for name in missing)
    if missing:
        return
    told = {name: json.loads(parts[name]) for name in NEEDED if name.endswith(".json")}
    for check in CHECKS:
        yield from check(told, parts)


def _law(told: Parts, _parts: Mapping[str, bytes]) -> Iterator[str]:
    """The facts, computed again here, give the cents that were stored."""
    answer = explain(told["facts.json"], "en")
    if "error" in answer:
        yield f"the law cannot be computed from facts.json: {answer['error']['message']}"
        return
    stored = told["calculation.json"]
    for name in ("gross", "tax", "payable"):
        if parse(answer[name]) != stored[f"{name}_cents"]:
            yield f"{name}: the facts give {answer[name]}, calculation.json has {stored[f'{name}_cents']} cents"
    kept = [[item["kind"], parse(item["amount"])] for item in answer["withheld"]]
    if kept != stored["withheld"]:
        yield f"withheld: the facts give {kept}, calculation.json has {stored['withheld']}"
    shown = told["steps.json"]
    if {name: shown.get(name) for name in ("gross", "tax", "payable")} != {
        name: answer[name] for name in ("gross", "tax", "payable")
    }:
        yield "steps.json shows other sums than the facts give"


def _difference(told: Parts, _parts: Mapping[str, bytes]) -> Iterator[str]:
    """What was paid is what is owed less what had been paid, plus what stood claimed."""
    paid, stored = told["payment.json"], told["calculation.json"]
    before = sum(one["gross_cents"] for one in paid["before"])
    corrected = max(0, before - stored["gross_cents"])
    owed = max(0, stored["gross_cents"] - max(0, stored["lowered_cents"] - corrected))
    if paid["gross_cents"] != owed - before + paid["claimed_cents"]:
        yield (
            f"payment: {owed} cents are owed, {before} were paid before, {paid['claimed_cents']} stood claimed: "
            f"that is not {paid['gross_cents']}"
        )
    kept = sum(cents for _kind, cents in paid["withheld"])
    if paid["gross_cents"] != paid["tax_cents"] + kept + paid["transfer_cents"]:
        yield "payment: gross is not tax, withheld and transfer"
    is_plain = not (paid["before"] or paid["claimed_cents"] or stored["lowered_cents"])
    if is_plain and (paid["tax_cents"], paid["withheld"]) != (stored["tax_cents"], stored["withheld"]):
        yield "payment: tax or withheld are not those of the calculation"
    if paid["month"] != told["facts.json"]["month"] or paid["scheme"] != told["facts.json"]["scheme"]:
        yield "payment: its month or scheme is not that of the facts"


def _line(told: Parts, parts: Mapping[str, bytes]) -> Iterator[str]:
    """The line in the bank's file carries the reference, the cents and the account of the payment."""
    paid = told["payment.json"]
    if not paid["file"]["message_id"]:
        return
    if LINE not in parts:
        yield f"{LINE} is missing: the payment was given to the bank"
        return
    for element, wanted in (("EndToEndId", paid["reference"]), ("IBAN", paid["iban"])):
        if _text(parts[LINE], element) != wanted:
            yield f"{LINE}: {element} is not that of the payment"
    if _cents(parts[LINE], "InstdAmt") != paid["transfer_cents"]:
        yield f"{LINE}: InstdAmt is not the {paid['transfer_cents']} cents of the payment"


def _answers(told: Parts, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Each answer of the bank is of this transfer, and a paid one has its booking."""
    reference = told["payment.json"]["reference"]
    for number in range(1, len(told["bank.json"]) + 1):
        name = f"bank-{number}.xml"
        if name not in parts:
            yield f"{name} is missing"
        elif f">{reference}<".encode() not in parts[name]:
            yield f"{name} is not of this transfer"
    if told["payment.json"]["state"] == "settled" and LINE in parts and not told["bank.json"]:
        yield "the payment is settled and no answer of the bank is there"


CHECKS: tuple[Callable[[Parts, Mapping[str, bytes]], Iterator[str]], ...] = (
    _law,
    _difference,
    _line,
    _answers,
)


def _text(xml: bytes, element: str) -> str | None:
    """The text of the last element of this name; in a transfer the creditor's account is the last one."""
    found = re.findall(rf"<(?:\w+:)?{element}(?: [^>]*)?>([^<]*)<".encode(), xml)
    return found[-1].decode() if found else None


def _cents(xml: bytes, element: str) -> int | None:
    text = _text(xml, element)
    try:
        return None if text is None else parse(text)
    except MoneyError:
        return None
