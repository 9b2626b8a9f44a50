"""A draft replayed over months of all eight schemes, and one client's two schemes in one month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import pytest_django

from capac.core.period import Month
from capac.flows import rehearsed
from capac.flows.rehearse import rehearse, rehearsed_case
from capac.people import api as people
from tests import onss, world
from tests.flows import paying
from tests.flows.declaring import JULY, days, declare
from tests.flows.paying import Calendar

pytestmark = pytest.mark.django_db
DRAFT = b"""title: Other rates of tax
lang: en
drafted_by: a cabinet
parameters:
  tax_rate_temporary_unemployment: &rate
    unit: basis points of the gross amount
    source: draft law, art. 7
    values:
      2026-07-01: {value: "2000", status: confirmed}
  tax_rate_income_guarantee: *rate
"""
RIGHT = "<S29><right><risk>003</risk><from>2026-07-01</from></right></S29>"
WORK: dict[str, Any] = {"cents": 145_023, "theoretical": 145_023, "q": 1900, "s": 3800}


@pytest.fixture(autouse=True)
def _apart(settings: pytest_django.Settings, tmp_path: Path) -> None:
    settings.WAREHOUSE, settings.ONSS = tmp_path / "warehouse", onss.keys()


def authorised(name: str, code: str, *, modules: str = "", **s04: str) -> people.Client:
    told = world.body("2026-07-01", code=code, **{"Q": "", "S": "", **s04})
    return paying.authorise(name, told, modules=modules)


def by_days(acts: Calendar) -> None:
    """Amina with two schemes; Bram, Chloé and Dieter in one that counts days."""
    clients = [
        authorised("amina", "57/43AA1", dailyAmount="66.31", Q="19", S="38"),
        authorised("bram", "01/43NA1", dailyAmount="74.89"),
        authorised("chloe", "01/43P0", dailyAmount="28.38"),
        authorised("dieter", "03/43NA1", dailyAmount="74.89", Q="24", S="38"),
    ]
    for client in clients:
        paying.hand_in(client)
    acts.at("2026-08-02")
    declare("WECH506", days=days(389, 1, 2, 3, 6, 7, 8, code="1"), **WORK)
    declare("WECH505", days=days(380, 27, 28), ticket="03400000LOST1", q=1900)
    paying.prepared(calculations=5, payments=5, prepared=1)


def by_declarations(acts: Calendar) -> None:
    """Bram, Chloé and Dieter in schemes of which an employer says the hours."""
    for name, code in (("bram", "21/##J0"), ("chloe", "22/##S0")):
        paying.hand_in(authorised(name, code, dailyAmount="70.00"), JULY, left=6)
    authorised("dieter", "02/70.A0", dailyAmount="69.13", modules=RIGHT)
    acts.at("2026-08-02")
    holidays = days(800, 6, 7, 8, 9, 10, code="3.4")
    declare("WECH510", "bram", days=holidays, risks=("001",), ticket="03400000BRAM1")
    declare("WECH510", "chloe", days=holidays, risks=("002",), ticket="03400000CHLO1")
    declare(
        "WECH508", "dieter", days={}, hours=7600, allowance=250_0000, cents=1900_00, ticket="03400000DIET1"
    )
    paying.prepared(calculations=3, payments=3, prepared=1)


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    calendar = Calendar(monkeypatch)
    calendar.at("2026-07-30")
    return calendar


def replayed(run_id: int) -> dict[str, tuple[str, int]]:
    """Of each scheme the state of its month, and what the draft changes in the tax."""
    rows = pq.read_table(rehearsed.cases_of(run_id)).to_pylist()
    return {row["scheme"]: (row["state"], row["after_tax"] - row["before_tax"]) for row in rows}


def test_schemes_that_count_days_are_replayed_and_two_of_one_month_are_both_told(acts: Calendar) -> None:
    by_days(acts)
    run_id = rehearse(DRAFT, who="sam")
    found = replayed(run_id)
    # One allowance of 66.31: 26.75 % are 17.73, a fifth is 13.26.
    assert found.pop("temporary_unemployment") == ("computed", 13_26 - 17_73)
    assert found.pop("income_guarantee")[1] > 0
    assert found == dict.fromkeys(
        ("full_unemployment", "insertion_allowance", "voluntary_part_time"), ("computed", 0)
    )
    told = rehearsed_case(run_id, world.client("amina").pk, Month.of(JULY), lang="en")
    taxes = {scheme: (before["tax"], after["tax"]) for scheme, before, after in told}
    assert sorted(taxes) == ["income_guarantee", "temporary_unemployment"]
    assert taxes["temporary_unemployment"] == ("17.73", "13.26")


def test_schemes_of_which_an_employer_says_the_hours_are_replayed(acts: Calendar) -> None:
    by_declarations(acts)
    holidays = dict.fromkeys(("youth_holiday", "senior_holiday"), ("computed", 0))
    assert replayed(rehearse(DRAFT, who="sam")) == holidays | {"activation": ("computed", 0)}
