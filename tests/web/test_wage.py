"""From a wage to an amount: the barème as a page."""

from __future__ import annotations

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the amounts that are settled."""
    monkeypatch.setenv("CAPAC_NOW", "2026-11-24")


WAGE = {"wage": "3000", "kind": "monthly", "on": "2026-04-01", "family": "N", "phase": "A1"}


def sent(lang: str = "en", **facts: str) -> str:
    form = {key: value for key, value in {**WAGE, **facts}.items() if value}
    answer = Client(headers={"accept-language": lang}).post("/wage/", form)
    assert answer.status_code == 200
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", answer.content.decode()))


def test_a_monthly_wage_gives_its_code_and_amounts() -> None:
    page = sent()
    assert '<p class="amount">€74.89</p>' in page
    assert "<dd>64</dd>" in page
    assert "<dd>€37.45</dd>" in page


def test_the_day_proposed_is_one_that_can_be_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-03-16")
    assert 'value="2026-08-31"' in Client().get("/wage/").content.decode()
    monkeypatch.setenv("CAPAC_NOW", "2026-04-20")
    assert 'value="2026-04-20"' in Client().get("/wage/").content.decode()


def test_the_same_wage_an_hour_and_a_year() -> None:
    assert '<p class="amount">€74.89</p>' in sent(kind="annual", wage="36.000,00")
    assert '<p class="amount">€74.89</p>' in sent(kind="hourly", wage="18,2186", q="38")


@pytest.mark.parametrize(
    ("facts", "field", "told"),
    [
        ({"wage": ""}, "wage", "Your last gross wage, in euro: Fill this in."),
        ({"wage": "lots"}, "wage", "Your last gross wage, in euro: “lots” is not an amount. Write it as 74,89."),
        ({"kind": ""}, "kind", "This is the wage for: Choose an answer."),
        ({"kind": "hourly"}, "q", "Hours you worked a week: Write how many hours you worked a week."),
        ({"family": "Q"}, "family", "Family category: Choose one of the answers given."),
        ({"phase": ""}, "phase", "Phase: Choose an answer."),
        ({"on": "soon"}, "on", "On which day: “soon” is not a date. Write year, month and day as 2026-07-01."),
        ({"on": "2026-10-01"}, "on", "On which day: The amounts of the law (index_multiplier) are not settled for this day. Those of 31 August 2026 are."),
        ({"on": "2020-01-01"}, "on", "On which day: The amounts of the law (wage_codes) are not settled for this day. Those of 31 August 2026 are."),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_kept(facts: dict[str, str], field: str, told: str) -> None:
    page = sent(**facts)
    assert f'<a href="#{field}">{told}</a>' in page
    assert page.count('<li><a href="#') == 1
    assert '<p class="amount">' not in page
    if facts.get("wage", "x") != "":
        assert f'value="{facts.get("wage", "3000")}"' in page


def test_another_language_keeps_the_wage() -> None:
    client = Client(headers={"accept-language": "en"})
    page = client.post("/wage/", {**WAGE, "wage": "2.900", "language": "fr"}).content.decode()
    assert '<html lang="fr">' in page
    assert 'value="2.900"' in page
    assert '<p class="amount">' not in page
