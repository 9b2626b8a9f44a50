"""Every wrong case names the fact, the field and what to do, in the asked language."""

from __future__ import annotations

import json
import os
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
    (segment(q="full"), "q", "authorisation[0].q"),
    (segment(s="0"), "s", "authorisation[0].s"),
    (segment(q=38), "q", "authorisation[0].q"),
    (segment(regime="gig"), "regime", "authorisation[0].regime"),
    (segment(daily_amount="74.895"), "daily_amount", "authorisation[0].daily_amount"),
    (segment(daily_amount="٧٤"), "daily_amount", "authorisation[0].daily_amount"),
    (segment(wage_code="100"), "wage_code", "authorisation[0].wage_code"),
    (segment(half_amount="0"), "half_amount", "authorisation[0].half_amount"),
    ({**GOOD, "authorisation": GOOD["authorisation"] * 401}, "authorisation", "authorisation"),
    ({**GOOD, "month": "0000-01"}, "month", "month"),
    ({**GOOD, "month": "9999-12"}, "month", "month"),
    ({**GOOD, "month": "1989-12"}, "month", "month"),
    ({**GOOD, "days": None}, "days", "days"),
    ({**GOOD, "days": []}, "days", "days"),
    ({**GOOD, "weekly_pay_full_time": "2026-07-08"}, "weekly_pay_full_time", "weekly_pay_full_time"),
    ({**GOOD, "weekly_pay_full_time": ["week 28"]}, "weekly_pay_full_time[0]", "weekly_pay_full_time[0]"),
    ({**GOOD, "secondary_income_daily": "-1"}, "secondary_income_daily", "secondary_income_daily"),
    ({**GOOD, "paid_in_previous_month": "yes"}, "paid_in_previous_month", "paid_in_previous_month"),
    ({**GOOD, "withholdings": None}, "withholdings", "withholdings"),
    ({**GOOD, "withholdings": {"assignment": 50}}, "assignment", "withholdings.assignment"),
    (
        {**GOOD, "withholdings": {"recovery_ex_officio": 1}},
        "recovery_ex_officio",
        "withholdings.recovery_ex_officio",
    ),
    ({**GOOD, "temporary": []}, "temporary", "temporary"),
    (None, "case", "case"),
    ([GOOD], "case", "case"),
    ({"wage": {"monthly": "0"}, "on": "2026-03-01", "family": "N", "phase": "A1"}, "monthly", "wage.monthly"),
    ({"wage": {"monthly": "3000"}, "on": "soon", "family": "N", "phase": "A1"}, "on", "on"),
    ({"wage": "3000", "on": "2026-03-01", "family": "N", "phase": "A1"}, "wage", "wage"),
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


def test_a_fault_names_the_segment_as_it_was_given_not_as_it_is_sorted() -> None:
    later = {"from": "2026-07-20", "daily_amount": "74.89", "family": "N"}
    earlier = {"from": "2026-07-01", "to": "2026-07-19", "family": "N"}
    error = explain({**GOOD, "authorisation": [later, earlier]})["error"]
    assert error["field"] == "authorisation[1].daily_amount"


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"daily_amount": None, "wage_code": "43", "phase": "2A"}, "daily_amount_phase_2A"),
        ({"daily_amount": None, "wage_code": "43", "phase": "A1"}, "wage_codes"),
    ],
)
def test_an_amount_that_is_not_loaded_is_refused_by_its_name(changed: dict[str, Any], name: str) -> None:
    error = explain({**segment(**changed), "month": "2025-10"}, "en")["error"]
    assert (error["fact"], error["field"]) == (name, name)
    assert name in error["message"]


def test_what_is_not_settled_is_shown_beside_the_figures() -> None:
    case = segment(first_year=False) | {
        "withholdings": {"seizure": {"children": 0}, "recovery_ex_officio": True}
    }
    shown = {one["name"]: one.get("status") for one in explain(case)["parameters"]}
    assert shown == {
        "index_multiplier": None,
        "tax_rate_full_unemployment": None,
        "tax_rate_cohabitant_after_first_year": "uncertain",
        "seizure_scale": None,
        "recovery_ex_officio_rate": "uncertain",
        "withholding_precedence": "uncertain",
    }


def test_a_scale_that_is_not_known_is_refused_by_its_name() -> None:
    case = {**GOOD, "month": "2027-01", "withholdings": {"seizure": {"children": 0}}}
    assert explain(case)["error"]["fact"] == "seizure_scale"
    assert "error" not in explain({**case, "withholdings": {}})


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


def capac(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    program = Path(sys.executable).with_name("capac")
    return subprocess.run(
        [program, *words], input=given, capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_a_list_of_cases_answers_the_good_ones_and_exits_with_2() -> None:
    done = capac("explain", "-", given=json.dumps([GOOD, {**GOOD, "month": "x"}]).encode())
    good, bad = json.loads(done.stdout)
    assert (done.returncode, good["payable"], bad["error"]["field"]) == (2, "1818.01", "month")
    assert capac("explain", "-", given=b"[]").stdout.strip() == b"[]"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (b'{"month":\n oops', 2),
        (b"", 1),
        (b"\xff\xfe", 1),
        (b"[" * 100_000, 1),
        (b'{"month": ' + b"9" * 5000 + b"}", 1),
    ],
    ids=["a word", "nothing", "not text", "too deep", "too long a number"],
)
def test_what_is_not_json_is_said_with_its_line(given: bytes, line: int) -> None:
    done = capac("explain", "-", "--lang", "en", given=given)
    assert (done.returncode, done.stderr) == (2, b"")
    told = json.loads(done.stdout)["error"]["message"]
    assert told == f"The file is not readable JSON. Correct line {line}."


def test_a_mark_of_byte_order_and_a_narrow_terminal_do_no_harm() -> None:
    given = b'\xef\xbb\xbf{"month": "\\ud800", "scheme": "full_unemployment"}'
    done = capac("explain", "-", given=given, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (2, b"")
    assert json.loads(done.stdout)["error"]["field"] == "month"


def test_a_file_that_is_not_there_is_said() -> None:
    done = capac("deadline", "nowhere.json")
    assert done.returncode == 2
    assert b"nowhere.json cannot be read" in done.stderr


@pytest.mark.parametrize(
    "words",
    [("explain",), ("deadline", "-", "--lang", "es"), ("commitments", "--kind", "wish"), ("db", "dance")],
)
def test_a_wrong_call_says_what_may_be_asked(words: tuple[str, ...]) -> None:
    done = capac(*words, given=b"{}")
    assert done.returncode == 2
    assert done.stderr.startswith(b"usage: capac ")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["explain", "deadline", "commitments"])
def test_the_law_is_asked_without_django(command: str) -> None:
    code = f"import sys; from capac.cli.{command} import run; run({['-'] if command != 'commitments' else ['--json']!r})\nassert not {{'django', 'psycopg'}} & sys.modules.keys()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=b'{"rule": "c10", "from": "2026-09-30"}',
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
