"""Every wrong case names the fact, the field and what to do, in the asked language."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from capac.rules.api import LANGUAGES, deadline, explain

GOOD: dict[str, Any] = {
    "month": "2026-07",
    "scheme": "full_unemployment",
    "authorisation": [{"from": "2026-07-01", "daily_amount": "74.89", "family": "B", "first_year": True}],
}


def segment(**changed: Any) -> dict[str, Any]:
    return {**GOOD, "authorisation": [{**GOOD["authorisation"][0], **changed}]}


WRONG = [
    ({**GOOD, "colour": 1}, "colour", "colour"),
    ({**GOOD, "month": "2026-13"}, "month", "month"),
    ({key: value for key, value in GOOD.items() if key != "month"}, "month", "month"),
    ({**GOOD, "scheme": "gold"}, "scheme", "scheme"),
    ({**GOOD, "authorisation": []}, "authorisation", "authorisation"),
    ({**GOOD, "authorisation": "C2"}, "authorisation", "authorisation"),
    (segment(daily_amount="74,89"), "daily_amount", "authorisation[0].daily_amount"),
    (segment(daily_amount=74.89), "daily_amount", "authorisation[0].daily_amount"),
    (segment(daily_amount="-1.00"), "daily_amount", "authorisation[0].daily_amount"),
    (segment(daily_amount="0"), "daily_amount", "authorisation[0].daily_amount"),
    (segment(daily_amount="100000.00"), "daily_amount", "authorisation[0].daily_amount"),
    (segment(daily_amount=None), "daily_amount", "authorisation[0].daily_amount"),
    (segment(family="Z"), "family", "authorisation[0].family"),
    (segment(family=None), "family", "authorisation[0].family"),
    (segment(first_year=None), "first_year", "authorisation[0].first_year"),
    (segment(first_year="yes"), "first_year", "authorisation[0].first_year"),
    (segment(to="2026-06-30"), "to", "authorisation[0].to"),
    (segment(**{"from": "2026-02-30"}), "from", "authorisation[0].from"),
    ({**GOOD, "days": {"2026-07-03": "partying"}}, "days", "days.2026-07-03"),
    ({**GOOD, "days": {"3 July": "worked"}}, "days", "days.3 July"),
    ({**GOOD, "paid_holiday_left": "2.3"}, "paid_holiday_left", "paid_holiday_left"),
    ({**GOOD, "withholdings": {"seizure": {}}}, "children", "withholdings.seizure.children"),
    ({**GOOD, "withholdings": {"seizure": {"children": -1}}}, "children", "withholdings.seizure.children"),
    ({**GOOD, "withholdings": {"tax": True}}, "tax", "withholdings.tax"),
    ("C2", "case", "case"),
    (
        {"wage": {"monthly": "3000", "annual": "1"}, "on": "2026-03-01", "family": "N", "phase": "A1"},
        "wage",
        "wage",
    ),
    ({"wage": {"hourly": "18.00"}, "on": "2026-03-01", "family": "N", "phase": "A1"}, "q", "wage.q"),
    ({"wage": {"monthly": "3000"}, "on": "2026-03-01", "family": "N"}, "phase", "phase"),
]


@pytest.mark.parametrize(
    ("case", "fact", "field"), WRONG, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_wrong_case_names_its_field(case: Any, fact: str, field: str) -> None:
    messages = set()
    for lang in LANGUAGES:
        error = explain(case, lang)["error"]
        assert set(error) == {"fact", "field", "rule", "message"}
        assert error["field"] == field
        assert error["fact"] == fact or field.startswith("days")
        messages.add(error["message"])
    assert len(messages) == len(LANGUAGES)


def test_overlapping_segments_are_refused_with_their_dates() -> None:
    case = {
        **GOOD,
        "authorisation": [
            {"from": "2026-07-01", "to": "2026-07-15", "daily_amount": "74.89", "family": "N"},
            {"from": "2026-07-15", "daily_amount": "69.13", "family": "N"},
        ],
    }
    error = explain(case, "en")["error"]
    assert "2026-07-15" in error["message"]
    assert error["fact"] == "authorisation"


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"rule": "am-93-2"}, "from"),
        ({"rule": "magic", "from": "2026-01-01"}, "rule"),
        ({"from": "2026-01-01"}, "rule"),
        ({"rule": "am-93-2", "from": "tomorrow"}, "from"),
        ({"rule": "ar-161", "from": {"decision_communicated": "2026-03-04"}}, "from.conditions_met"),
        ({"rule": "ar-161", "from": "2026-03-04"}, "from"),
        ({"rule": "ar-148-register", "from": "1901-01-01"}, "from"),
        ({"rule": "am-93-2", "from": "2026-01-01", "when": 1}, "when"),
    ],
)
def test_a_wrong_deadline_names_its_field(case: dict[str, Any], field: str) -> None:
    assert deadline(case, "nl")["error"]["field"] == field


def capac(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("capac")
    return subprocess.run([program, *words], input=given, capture_output=True, text=True, check=False)


def test_a_list_of_cases_answers_the_good_ones_and_exits_with_2() -> None:
    done = capac("explain", "-", given=json.dumps([GOOD, {**GOOD, "month": "x"}]))
    good, bad = json.loads(done.stdout)
    assert (done.returncode, good["payable"], bad["error"]["field"]) == (2, "1818.01", "month")


def test_what_is_not_json_is_said_with_its_line() -> None:
    done = capac("explain", "-", "--lang", "en", given='{"month":\n oops')
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["message"] == "The file is not readable JSON. Correct line 2."


def test_a_file_that_is_not_there_is_said() -> None:
    done = capac("deadline", "nowhere.json")
    assert done.returncode == 2
    assert "nowhere.json cannot be read" in done.stderr
