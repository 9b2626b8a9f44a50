"""Every fault that a room can give has words in four languages, and says what to do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from capac.web.desk import faults, words_of_bank

ROOMS = Path(__file__).resolve().parents[2] / "capac"
GIVERS = {
    "FileFaultError",
    "MessageFaultError",
    "OutcomeFaultError",
    "CardError",
    "BankError",
    "Fault",
    "fault",
}
NOT_RECEIVED = {"not_released", "debtor_not_set"}
"""Faults of releasing a run: words_of_runs has their words."""


def given() -> Iterator[str]:
    """The codes with which the rooms raise faults, as their sources write them."""
    for room in ("records", "dossier", "exchange", "payment", "verification"):
        for path in (ROOMS / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in GIVERS and node.args:
                    yield from _codes(node.args[0])


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _codes(node: ast.expr) -> list[str]:
    branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [one.value for one in branches if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def test_no_code_of_a_room_is_without_words() -> None:
    found = set(given()) - NOT_RECEIVED - set(words_of_bank.act_errors()) - {""}
    assert len(found) > 40
    assert found - faults.codes() == set()


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_each_fault_is_a_sentence_with_a_remedy_in_each_language(lang: str) -> None:
    with translation.override(lang):
        for code in sorted(faults.codes()):
            fault = faults.told(code, {})
            assert fault.wrong != code and fault.remedy
            assert not fault.facts


def test_what_a_sentence_says_is_not_said_twice() -> None:
    with translation.override("en"):
        fault = faults.told("count_mismatch", {"announced": "3", "found": "2", "rule": "count"})
    assert fault.wrong == "The header announces 3 messages, and the file holds 2."
    assert fault.facts == (("rule", "count"),)


def test_a_code_without_words_is_shown_with_all_that_it_carries() -> None:
    with translation.override("en"):
        fault = faults.told("something_new", {"value": "x"})
    assert (fault.wrong, fault.facts) == ("something_new", (("value", "x"),))
    assert "no words yet" in fault.remedy
