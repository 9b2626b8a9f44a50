"""What the law says and what the contract comes to, for machines: nobody is looked up."""

from __future__ import annotations

from typing import Any

import pytest

from capac.people.models import Access
from tests import world
from tests.api.conftest import Partners
from tests.api.test_files import issues

CASE: dict[str, Any] = {
    "month": "2026-07",
    "scheme": "fullUnemployment",
    "authorization": [
        {"from": "2026-07-01", "dailyAmount": "74.89", "family": "B", "firstYear": True, "q": "38", "s": "38"}
    ],
    "days": {"2026-07-07": "worked", "2026-07-13": "paidHoliday"},
    "withholdings": {"seizure": {"children": 0}},
}


def test_a_month_is_simulated_from_its_facts(partner: Partners) -> None:
    told = partner().post("/months/simulate", CASE).json()
    assert (told["allowances"], told["gross"], told["tax"], told["payable"]) == (
        "25",
        "1872.25",
        "188.91",
        "1598.60",
    )
    assert told["withheld"] == [
        {"kind": "seizure", "amount": "84.74", "base": "1683.34", "source": told["withheld"][0]["source"]}
    ]
    assert {day["why"] for day in told["days"] if day["day"] in CASE["days"]} == {"worked", "paidHoliday"}
    assert [one["name"] for one in told["parameters"]][:1] == ["indexMultiplier"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"colour": "red"}, ("invalidInput", "body", "colour")),
        ({"wage": {}}, ("unknownInput", "body", "wage")),
        ({"days": {"2026-07-07": "asleep"}}, ("invalidInput", "body", "days.2026-07-07")),
        ({"scheme": "everything"}, ("invalidInput", "body", "scheme")),
        (
            {"authorization": [{"from": "2026-07-01", "dailyAmount": "74.89"}]},
            ("invalidInput", "body", "authorization[0].family"),
        ),
        (
            {"month": "2027-07"},
            ("urn:problem-type:capac:benefits:parameterMissing", "body", "seizureScale"),
        ),
    ],
)
def test_what_cannot_be_computed_names_its_field(
    partner: Partners, change: dict[str, Any], found: tuple[str, str, str]
) -> None:
    [only] = issues(partner().post("/months/simulate", CASE | change))
    assert only == found


def test_a_time_limit(partner: Partners) -> None:
    told = partner().post("/deadlines/compute", {"rule": "am-92-2-1", "from": "2026-09-15"}).json()
    assert (told["deadline"], told["calendar"]) == ("2026-11-15", "none")
    two = {"rule": "ar-161", "decisionCommunicated": "2026-03-04", "conditionsMet": "2026-03-04"}
    assert partner().post("/deadlines/compute", two).json()["deadline"] == "2026-04-09"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"rule": "am-92-2-1"}, ("invalidInput", "body", "from")),
        ({"rule": "no-such", "from": "2026-09-15"}, ("invalidInput", "body", "rule")),
        ({"rule": "am-92-2-1", "from": "2026-02-30"}, ("schemaViolation", "body", "from")),
        (
            {"rule": "ar-161", "decisionCommunicated": "2026-03-04"},
            ("invalidInput", "body", "from.conditionsMet"),
        ),
        (
            {"rule": "ar-161", "from": "2026-03-04", "conditionsMet": "2026-03-04"},
            ("invalidInput", "body", "from"),
        ),
    ],
)
def test_a_time_limit_that_cannot_be_told(
    partner: Partners, body: dict[str, Any], found: tuple[str, str, str]
) -> None:
    assert issues(partner().post("/deadlines/compute", body)) == [found]


@pytest.mark.django_db
def test_offices_and_schemes_are_told_in_the_languages_of_the_country(partner: Partners) -> None:
    office = world.office()
    [told] = partner().get("/offices").json()["items"]
    assert (told["code"], told["name"]["nl"]) == (office.code, office.name_nl)
    schemes = {one["code"]: one["name"] for one in partner().get("/refData/schemes").json()["items"]}
    assert schemes["youthHoliday"] == {"fr": "Vacances jeunes", "nl": "Jeugdvakantie", "de": "Jugendurlaub"}
    assert len(schemes) == 8
    assert Access.objects.count() == 0


@pytest.mark.django_db
def test_before_anything_is_built_there_are_no_figures(
    partner: Partners, settings: Any, tmp_path: Any
) -> None:
    settings.WAREHOUSE = tmp_path / "warehouse"
    assert partner().get("/figures").json() == {"items": []}
    assert partner().get("/figures/8.1.5").json()["type"] == "urn:problem-type:belgif:resourceNotFound"
    assert issues(partner().get("/figures?year=1999")) == [("schemaViolation", "query", "year")]
