"""What if: the same question with changed facts, and what differs, in four languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from capac.rules.api import LANGUAGES, explain, what_if
from tests.rules.test_bad_input import capac

CASE: dict[str, Any] = {
    "month": "2026-07",
    "scheme": "full_unemployment",
    "authorisation": [{"from": "2026-07-01", "daily_amount": "74.89", "family": "N"}],
}
TWO_DAYS = {"days": {"2026-07-07": "worked", "2026-07-08": "worked"}}


def test_two_worked_days_take_what_they_take() -> None:
    told = what_if(CASE, TWO_DAYS, "en")
    assert told["before"] == explain(CASE, "en")
    assert told["after"] == explain({**CASE, **TWO_DAYS}, "en")
    difference = told["difference"]
    assert {name: difference[name] for name in ("gross", "tax", "net", "payable")} == {
        "gross": "-187.22", "tax": "0.00", "net": "-187.22", "payable": "-187.22"
    }  # fmt: skip
    assert difference["because"] == "You would receive €187.22 less: €1,834.81 instead of €2,022.03."
    assert [(step["name"], step["before"], step["after"]) for step in difference["steps"]] == [
        ("worked", None, "2"),
        ("saturdays_halved", None, "1"),
        ("allowances", "27", "24.5"),
        ("segment", "2022.03", "1834.81"),
        ("gross", "2022.03", "1834.81"),
        ("net", "2022.03", "1834.81"),
        ("payable", "2022.03", "1834.81"),
    ]
    assert {
        day: (told["before"]["why"], told["after"]["why"]) for day, told in difference["days"].items()
    } == {
        "2026-07-07": ("paid", "worked"),
        "2026-07-08": ("paid", "worked"),
        "2026-07-11": ("paid", "saturday_half"),
    }


def test_taken_back_it_says_the_opposite_and_where_the_steps_stood() -> None:
    difference = what_if({**CASE, **TWO_DAYS}, {"days": None}, "en")["difference"]
    assert difference["payable"] == "187.22"
    assert difference["because"] == "You would receive €187.22 more: €2,022.03 instead of €1,834.81."
    assert [step["name"] for step in difference["steps"]][:3] == ["worked", "saturdays_halved", "allowances"]
    assert difference["steps"][0]["after"] is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_changed_is_said_in_every_language(lang: str) -> None:
    difference = what_if(CASE, {}, lang)["difference"]
    assert (difference["payable"], difference["steps"], difference["days"]) == ("0.00", [], {})
    assert explain(CASE, lang)["steps"][-1]["because"].split()[-1].strip(".") in difference["because"]


def test_another_scheme_of_the_same_month_can_be_asked() -> None:
    change = {
        "scheme": "voluntary_part_time",
        "authorisation": [{**CASE["authorisation"][0], "q": "24", "s": "38"}],
    }
    told = what_if(CASE, change)
    assert (told["before"]["allowances"], told["after"]["allowances"]) == ("27", "35")
    assert told["difference"]["payable"] == "-711.28"


@pytest.mark.parametrize(
    ("case", "change"), [(CASE, {"month": "never"}), ({**CASE, "month": "never"}, {}), (CASE, "x")]
)
def test_where_one_of_the_two_is_wrong_its_error_is_the_answer(case: Any, change: Any) -> None:
    assert set(what_if(case, change)) == {"error"}


def test_a_wage_is_answered_twice_without_a_difference() -> None:
    wage = {"wage": {"monthly": "3000.00"}, "on": "2026-03-01", "family": "N", "phase": "A1"}
    told = what_if(wage, {"phase": "A2"})
    assert {name: one["daily_amount"] for name, one in told.items()} == {"before": "74.89", "after": "69.13"}


def test_the_command_takes_a_change(tmp_path: Path) -> None:
    change = tmp_path / "change.json"
    change.write_text(json.dumps(TWO_DAYS))
    done = capac(
        "explain", "-", "--if", str(change), given=json.dumps([CASE, {**CASE, "month": "x"}]).encode()
    )
    good, bad = json.loads(done.stdout)
    assert (done.returncode, good["difference"]["payable"], bad["error"]["field"]) == (2, "-187.22", "month")
