"""capac indicators: the public interface of the figures."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from capac.commitments import api as commitments
from capac.contract import api as contract
from capac.records.models import Run
from tests import world
from tests.warehouse import live

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def indicators(*arguments: str) -> str:
    out = StringIO()
    call_command("indicators", *arguments, stdout=out)
    return out.getvalue()


def listed(*arguments: str) -> dict[str, Any]:
    rows = json.loads(indicators("--json", *arguments))
    assert [row["id"] for row in rows] == [one.id for one in commitments.indicators()]
    return {row["id"]: row for row in rows}


def tier(n: int, unit: str, norm_bp: int) -> dict[str, Any]:
    """One of two cases within a limit."""
    return {
        "numerator": 1,
        "denominator": 2,
        "open": 0,
        "left_out": 0,
        "within": {"n": n, "unit": unit},
        "norm_bp": norm_bp,
        "share_of": None,
        "met": False,
    }


def test_every_key_of_the_interface_is_there_on_the_facts_known_now() -> None:
    live.by_hand("C2-1", JULY, date(2026, 7, 15))
    live.by_hand("C2-2", JULY)
    told = listed("--year", "2026")
    entry = told["8.1.2"]
    assert entry.pop("built_at").startswith("2027-03-03T09:00")
    assert entry == {
        "id": "8.1.2",
        "year": 2026,
        "tiers": [tier(10, "working_day", 9500), tier(1, "month", 10000)],
        "verdict": "not_met",
        "role": "monitoring",
        "norm_status": "after_term",
        "norm_version": 2,
        "calendar_version": "office/2026-11-23",
        "mean_days": "10.00",
        "p80_days": 10,
        "p95_days": 10,
        "oldest_open_days": 171,
        "as_of": "2027-03-03",
        "groups": [],
    }
    assert Run.objects.filter(verb="refresh_indicators", state="finished").count() == 1


def test_norms_without_share_are_told_in_the_same_unit() -> None:
    told = listed("--year", "2024")
    assert [one["norm_bp"] for one in told["10.1.2"]["tiers"]] == [50000, 30000]
    assert [one["norm_bp"] for one in told["10.1.5"]["tiers"]] == [40000]
    assert [(one["norm_bp"], one["share_of"]) for one in told["17.1.1-7b"]["tiers"]] == [(None, [1, 3])]
    assert told["2.5.1"]["verdict"] == "not_measurable"


def test_payment_types_stand_under_their_indicator() -> None:
    live.paid(world.client().pk, JULY, received=date(2026, 7, 31), settled=date(2026, 8, 4))
    entry = listed("--year", "2026")["8.1.5"]
    assert [(one["group"], one["mean_days"], one["verdict"]) for one in entry["groups"]] == [
        ("full_unemployment", "2.00", "no_norm")
    ]


def test_as_of_tells_what_was_known_on_that_day() -> None:
    live.by_hand("C2-1", JULY, date(2026, 7, 15))
    first = listed("--year", "2026", "--as-of", "2026-07-14")["8.1.2"]["tiers"][0]
    assert (first["numerator"], first["denominator"], first["open"]) == (0, 0, 1)


def test_the_text_has_a_line_a_tier() -> None:
    live.by_hand("C2-1", JULY, date(2026, 7, 15))
    lines = indicators("--year", "2026").splitlines()
    assert [" ".join(line.split()) for line in lines if line.startswith("8.1.2")] == [
        "8.1.2 1/1 within 10 working days, norm 95 % met mean 10.00 p80 10 p95 10",
        "8.1.2 1/1 within 1 month, norm 100 % met mean 10.00 p80 10 p95 10",
    ]
    assert [" ".join(line.split()) for line in lines if line.startswith("16.4.1")] == [
        "16.4.1 not_measurable"
    ]


def test_the_last_build_is_read_without_a_refresh_where_asked() -> None:
    live.by_hand("C2-1", JULY, date(2026, 7, 15))
    assert indicators("--last-build") == "\n"
    indicators("--year", "2026")
    live.by_hand("C2-2", JULY)
    assert listed("--year", "2026", "--last-build")["8.1.2"]["tiers"][0]["denominator"] == 1
    assert listed("--year", "2026")["8.1.2"]["tiers"][0]["denominator"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--as-of", "2027-03-04"), "nothing is known yet of 2027-03-04: today is 2027-03-03"),
        (("--year", "2021"), "no contract holds in 2021"),
        (("--as-of", "soon"), "invalid fromisoformat value: 'soon'"),
    ],
)
def test_what_cannot_be_told_is_said(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        indicators(*arguments)


def test_refresh_indicators_says_its_counters() -> None:
    out = StringIO()
    call_command("refresh_indicators", stdout=out)
    assert out.getvalue() == "facts=0 models=68 tests=6\n"
    assert contract.figures(as_of=date(2027, 3, 3)) != []
