"""Worked examples of the law, as data: tests/rules/cases/<scheme>/<date>/*.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from capac.rules.api import LANGUAGES, SCHEMES, calculate, deadline, explain, render
from capac.rules.reading import facts_of

CASES = Path(__file__).parent / "cases"


def load(pattern: str) -> list[Any]:
    rows = [
        row
        for path in sorted(CASES.glob(pattern))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    assert rows or pattern.startswith("senior_holiday")
    return [pytest.param(row, id=row["name"]) for row in rows]


MONTHS = [row for scheme in SCHEMES for row in load(f"{scheme}/*/*.yaml")]
"""Worked months of every scheme; seniors stand among the young."""


@pytest.mark.parametrize("row", MONTHS + load("wage/*/*.yaml"))
def test_explain_answers_to_the_cent(row: dict[str, Any]) -> None:
    answer = explain(row["case"])
    assert "error" not in answer, answer
    assert {key: answer[key] for key in row["expect"]} == row["expect"]
    assert {day: answer["days"][day]["allowance"] for day in row.get("days", {})} == row.get("days", {})
    assert {day: answer["days"][day]["why"] for day in row.get("why", {})} == row.get("why", {})
    told = {step["name"]: step["value"] for step in answer.get("steps", [])}
    assert {name: told.get(name) for name in row.get("steps", {})} == row.get("steps", {})
    assert row["source"]


@pytest.mark.parametrize("row", load("refused.yaml"))
def test_what_needs_a_missing_parameter_is_refused_by_its_name(row: dict[str, Any]) -> None:
    error = explain(row["case"], "en")["error"]
    assert (error["fact"], error["rule"]) == (row["refused"], "docs/coverage.md")
    assert row["refused"] in error["message"]
    assert row["source"]


@pytest.mark.parametrize("row", load("deadlines/*.yaml"))
def test_deadline_answers_to_the_day(row: dict[str, Any]) -> None:
    answer = deadline(row["case"])
    assert "error" not in answer, answer
    assert {key: answer[key] for key in row["expect"]} == row["expect"]
    assert set(answer) == {"deadline", "because", "source", "calendar"}


@pytest.mark.parametrize("row", MONTHS)
def test_a_stored_calculation_is_told_again_word_for_word(row: dict[str, Any]) -> None:
    facts = facts_of(row["case"])
    calculation = calculate(facts.month, [facts])[0]
    for lang in LANGUAGES:
        told = render(calculation.vector, lang)
        answer = explain(row["case"], lang)
        assert [step.because for step in told.steps] == [step["because"] for step in answer["steps"]]
        assert told.figures == calculation.steps


def test_the_answer_has_the_public_shape() -> None:
    answer = explain(load("full_unemployment/*/*.yaml")[0].values[0]["case"], "en")
    assert list(answer) == [
        "allowances",
        "gross",
        "tax",
        "net",
        "withheld",
        "payable",
        "steps",
        "days",
        "parameters",
    ] or set(answer) >= {"allowances", "gross", "tax", "net", "withheld", "payable", "steps", "parameters"}
    assert all(set(step) == {"name", "value", "because", "source"} for step in answer["steps"])
    assert all({"name", "value", "since", "source"} <= set(one) for one in answer["parameters"])


def test_an_unsettled_parameter_says_so_and_only_what_needs_it_is_refused() -> None:
    known = {
        "month": "2026-09",
        "scheme": "full_unemployment",
        "authorisation": [{"from": "2026-01-01", "daily_amount": "74.89", "family": "N"}],
    }
    assert [one["status"] for one in explain(known)["parameters"] if one["name"] == "index_multiplier"] == [
        "uncertain"
    ]
    needs = {
        **known,
        "authorisation": [{"from": "2026-01-01", "wage_code": "64", "phase": "A1", "family": "N"}],
    }
    refused = explain(needs, "en")["error"]
    assert refused["fact"] == "index_multiplier"
    assert "index_multiplier" in refused["message"]
