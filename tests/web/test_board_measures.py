"""Every measured article has its page, each kind of number its words; the register of measures tells of all."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from capac.commitments import api as commitments
from capac.flows.freeze_month import freeze_month
from capac.warehouse import api as warehouse
from tests.warehouse import facts, imported, live
from tests.web.test_board import page, rows

pytestmark = pytest.mark.django_db
MEASURED = sorted(warehouse.indicators())
LATE = {"delayed_by": "employer", "known_on": None}


@pytest.fixture(autouse=True)
def _third_of_march(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-03-03")
    settings.WAREHOUSE = tmp_path / "warehouse"


@pytest.fixture
def everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts of every kind, of 2024 and 2025."""
    facts.built(monkeypatch, imported.as_exported(imported.at_random(3, 60)))


def built(monkeypatch: pytest.MonkeyPatch, **given: list[dict[str, Any]]) -> None:
    exported = imported.as_exported(
        {name: [{"known_on": None, **row} for row in of] for name, of in given.items()}
    )
    facts.built(monkeypatch, exported)


@pytest.mark.usefixtures("everything")
def test_every_measured_article_has_a_page_with_figure_chart_table_files_and_definition() -> None:
    for article in MEASURED:
        text = page(f"/board/item/{article}/")
        assert '<svg class="chart"' in text, article
        assert 'class="figure">–' not in text, article
        assert "figures.csv" in text, article
        assert f"indicators/{article}.sql" in text, article
        assert "<ul><li>" in text, article
    assert page("/board/").count('class="card"') == len(MEASURED)


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    ("lang", "told"),
    [("fr", "Registre des mesures"), ("nl", "Register van de maten"), ("de", "Register der Messgrößen")],
)
def test_each_kind_of_number_is_told_in_each_language(lang: str, told: str) -> None:
    for article in ("1.1.1", "2.1.3", "2.5.1", "10.1.2", "10.1.5"):
        text = page(f"/board/item/{article}/", lang=lang)
        assert told in text
        assert " norm printed" not in text


@pytest.mark.usefixtures("everything")
def test_figures_are_files_by_month_or_by_year() -> None:
    for article in MEASURED:
        told = rows(Client().get(f"/board/item/{article}/figures.csv?year=2024"))
        assert len(told) > 1, article
        assert {len(row) for row in told} == {13}, article


@pytest.mark.usefixtures("everything")
def test_lists_of_cases_open_for_all_but_the_own_staff() -> None:
    of_staff = {"10.1.1", "10.1.2", "17.1.1-4a", "17.1.1-7a", "17.1.1-7b"}
    for article in MEASURED:
        status = 404 if article in of_staff else 200
        page(f"/board/item/{article}/cases/?year=2024", who="sam", status=status)
    page("/board/item/17.1.1-7a/cases.csv?year=2024", who="sam", status=404)
    page("/board/item/2.1.1/cases.csv?year=2024", who="sam")
    text = page("/board/item/17.1.1-7a/", who="sam")
    assert "/cases/" not in text
    assert "counts are shown and nobody is listed" in text


def test_a_share_of_offices_a_mean_a_count_and_a_third_are_told_each_in_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built(
        monkeypatch,
        info_desks=[{"office": f"o{n}", "period": 2025, "open_half_days_a_week": 4 + (n < 7)} for n in range(10)],
        training=[
            {"staff_id": "a", "period": 2025, "fte": 100, "training_days": 600, "core_days": 250},
            {"staff_id": "b", "period": 2025, "fte": 50, "training_days": 200, "core_days": 200},
        ],
        certified_courses=[{"id": str(n), "held_on": date(2025, 5, 1)} for n in range(3)],
        staff=[
            {"id": str(n), "period": 2025, "grade": "A3", "gender": gender, "disability_recognised": False,
             "fte": 100, "telework_days_a_week": 200, "teleworkable": True}
            for n, gender in enumerate("FFM")
        ],
    )  # fmt: skip
    for article, told in {
        "1.1.1": ('<p class="figure">70 %</p>', "in 2025, norm 70 %", "10 cases counted, 7 of them"),
        "10.1.2": ('<p class="figure">5.33</p>', "days of training per full-time equivalent in 2025, norm 5",
                   "8 days over 1.50 full-time equivalents", '<p class="figure">3</p>'),
        "10.1.5": ('<p class="figure">3</p>', "in 2025, at least 4 in the contract", "not met"),
        "17.1.1-7b": ('<p class="figure">33.3 %</p>', "in 2025, norm one third", ">met</span>"),
        "17.1.1-4a": ('<p class="figure">2</p>', "6 days over 3 members of staff"),
    }.items():  # fmt: skip
        text = page(f"/board/item/{article}/")
        for words in told:
            assert words.replace(" %", "\u00a0%") in text or words in text, (article, words)


def test_beside_a_share_stand_mean_percentiles_the_oldest_open_case_and_who_delayed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mails: list[dict[str, Any]] = [
        {"id": "a", "received_on": date(2025, 3, 3), "answered_on": date(2025, 3, 5), "line": "1", "has_attachment": False},
        {"id": "b", "received_on": date(2025, 3, 3), "answered_on": date(2025, 3, 20), "line": "1", "has_attachment": False, **LATE},
        {"id": "c", "received_on": date(2025, 3, 3), "answered_on": None, "line": "1", "has_attachment": False},
    ]  # fmt: skip
    built(monkeypatch, emails=mails)
    text = page("/board/item/2.5.1/?year=2025")
    for told in (
        "Mean 7.50, 80 % within 13 working days, 95 % within 13 working days.",
        "The oldest open case has waited 252 working days.",
        '<th scope="row">the employer</th><td class="number">1</td>',
        '<th scope="row">not said</th><td class="number">1</td>',
    ):
        assert told in text, told
    assert "der Arbeitgeber" in page("/board/item/2.5.1/?year=2025", lang="de")


@pytest.mark.usefixtures("everything")
def test_what_is_not_measured_says_why() -> None:
    for article, told in {
        "9.2.1": "something to deliver by a date, not a number",
        "11.2.1": "a report or a plan that comes back",
        "16.4.1": "This time limit binds the State",
        "8.1.1": "No fact tells yet who was on duty",
        "7.1.1": "prints no measure for it",
        "10.2.1": "The contract states a principle here",
    }.items():
        text = page(f"/board/item/{article}/")
        assert told in text, article
        assert "Why there is no figure" in text


def test_what_was_published_stands_beside_what_is_counted_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-03-03")
    live.by_hand("C2-1", date(2027, 2, 1), date(2027, 2, 3))
    freeze_month(who="test")
    text = page("/board/item/8.1.2/?year=2027")
    assert '<th scope="row">28 February 2027</th>' in text
    assert "the same" in text
    live.by_hand("C2-late", date(2027, 2, 1))
    freeze_month(who="test")
    text = page("/board/item/8.1.2/?year=2027").replace("\u00a0", " ")
    assert "50 % (1 / 2): facts were recorded afterwards" in text
    assert "<td>100 %</td><td>1 / 1</td>" in text


def test_the_register_tells_every_measure_with_its_review() -> None:
    text = page("/board/measures/")
    assert "51 measures of the contract, 32 of them computed from facts." in text
    assert "file: emails" in text
    assert "application: authorisations_by_hand, file: authorisations_by_hand" in text
    assert text.count("31 March 2027") == 51
    assert "overdue" not in text.split("No review is overdue.")[1]
    assert "A payment that came back keeps the day" in text


def test_a_review_that_is_overdue_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-04-01")
    text = page("/board/measures/")
    assert "51 reviews are overdue" in text
    assert text.count(">overdue</span>") == 51


def test_the_register_is_one_file_for_everybody() -> None:
    response = Client().get("/board/measures.csv")
    head, *lines = csv.reader(response.content.decode().splitlines(keepends=True))
    told = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert list(told) == [one.id for one in commitments.indicators()]
    one = told["2.5.1"]
    assert one["sources"] == "imported_emails"
    assert one["sql"].startswith("indicators/2.5.1.sql ")
    assert (one["documented_on"], one["reviewed_on"], one["next_review_on"]) == (
        "2026-11-23", "2026-11-24", "2027-03-31",
    )  # fmt: skip
    assert len(one["model_version"]) == 12
    assert (told["9.2.1"]["measured"], told["9.2.1"]["sql"]) == ("no", "")
