"""The data of the pieces: as its schema says, and its names lead somewhere."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from capac.dossier import api as dossier
from capac.dossier import needs
from capac.rules import api as rules
from tests.dossier.files import ASKED

KINDS = dossier.types()


def test_every_type_of_the_issue_is_there() -> None:
    assert KINDS == (
        "full_unemployment", "temporary_unemployment", "part_time", "youth_holiday", "senior_holiday", "activation",
        "incapacity", "mandate", "change", "transfer",
    )  # fmt: skip
    issue = {
        "C1",
        "C1A",
        "C1B",
        "C1C",
        "C46",
        "C47",
        "C109",
        "C131A_WORKER",
        "C103_YOUTH_WORKER",
        "C32_WORKER",
        "C8",
        "C8_TRANSFER",
    }
    assert issue <= dossier.forms()


@pytest.mark.parametrize("kind", KINDS)
def test_every_situation_needs_something_once_and_has_one_limit_or_says_that_none_is_known(kind: str) -> None:
    asked = dossier.questions(kind)
    for answers in product(*(one.answers for one in asked)):
        situation = {one.name: answer for one, answer in zip(asked, answers, strict=True)}
        assert dossier.answered(kind, situation) == situation
        codes = [one.code for one in dossier.needed(kind, situation, ASKED)]
        assert codes
        assert len(codes) == len(set(codes))
        found = needs.limit(kind, situation, ASKED)
        assert (found is None) == (kind in {"part_time", "incapacity", "mandate", "transfer"})


def test_names_of_the_data_lead_somewhere() -> None:
    table = needs._table()
    for kind, told in table["types"].items():
        lines = [*told["limits"], *told["pieces"]]
        for line in lines:
            for name, answers in line.get("when", {}).items():
                assert name in told["questions"], (kind, name)
                assert set(answers) <= set(table["questions"][name]["answers"]), (kind, name)
            for rule in filter(None, (line.get("rule"), line.get("limit"))):
                rules.deadline_on(rule, date(2026, 9, 15))
    assert {name for told in table["types"].values() for name in told["questions"]} == set(table["questions"])


def test_a_line_that_no_answer_asks_for_or_that_hides_another_is_not_there() -> None:
    for kind, told in needs._table()["types"].items():
        asked = dossier.questions(kind)
        for line in told["pieces"]:
            assert any(
                line["source"] in {one.source for one in dossier.needed(kind, dict(zip([q.name for q in asked], a, strict=True)), ASKED)}
                for a in product(*(one.answers for one in asked))
            ), (kind, line["piece"])  # fmt: skip
