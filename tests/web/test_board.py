"""The board's pages: figures for everybody, cases for those who may, the register before anything is shown."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from capac.contract import api as contract
from capac.flows.refresh_indicators import refresh_indicators
from capac.people import api as people
from capac.web.board import cases as cases_page
from tests import world
from tests.warehouse import facts, live
from tests.warehouse.facts import NAMES, by_hand, payment, verified
from tests.web.desk import visitor

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
Queries = Callable[[int], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _third_of_march(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-03-03")
    settings.WAREHOUSE = tmp_path / "warehouse"


@pytest.fixture
def a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """19 C2 in time and one late; payments of two types; 15 accepted, one rejected, one open, one incident."""
    known = date(2027, 1, 11)
    facts.built(
        monkeypatch,
        {
            NAMES[0]: [by_hand(n, JULY, date(2026, 7, 15)) for n in range(1, 20)]
            + [by_hand(20, JULY, date(2026, 9, 1))],
            NAMES[1]: [payment(n, JULY, date(2026, 7, 2 + n)) for n in range(5)]
            + [payment(9, JULY, kind="youth_holiday")],
            NAMES[2]: [verified(n, JULY, True, known=known) for n in range(15)]
            + [verified(15, JULY, False, known=known), verified(16, JULY)]
            + [verified(17, JULY, True, known=known, incident=known)],
        },
    )


def page(address: str, *, who: str = "", lang: str = "en", status: int = 200) -> str:
    browser = visitor(who, lang=lang) if who else Client(headers={"accept-language": lang})
    response = browser.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def rows(response: Any) -> list[list[str]]:
    return list(csv.reader(response.content.decode().splitlines()))


def test_before_the_first_refresh_every_page_says_what_to_do() -> None:
    for address in ("/board/", "/board/item/8.1.2/"):
        assert "the command capac refresh_indicators makes them now" in page(address)
    assert "95 % within 10 working days" in page("/board/item/8.1.2/")
    page("/board/item/8.1.2/figures.csv", status=404)


def test_an_empty_build_says_that_nothing_is_counted() -> None:
    refresh_indicators(who="test")
    text = page("/board/")
    assert "No case is counted yet." in text
    assert "As known on 3 March 2027." in text


@pytest.mark.usefixtures("a_build")
def test_the_tree_shows_the_three_figures_without_a_query(django_assert_num_queries: Queries) -> None:
    with django_assert_num_queries(0):
        text = page("/board/")
    for told in (
        '<span class="figure">95 %</span> within 10 working days in 2026, norm 95 %',
        '<span class="figure">2 working days</span> In 2026 80 % of the payments came within 2 working days of'
        " the document, 95 % within 3 working days; mean 2.00.",
        '<span class="figure">93.7 %</span> finally accepted by ONEM in 2026, norm 94 %',
    ):
        assert told in text
    assert text.count('class="card"') == 3
    assert "278 commitments, 51 of them with a measure." in text


@pytest.mark.usefixtures("a_build")
def test_a_share_under_its_norm_is_cut_and_never_rounded_up_to_it() -> None:
    text = page("/board/item/8.1.6/")
    assert '<p class="figure">93.7 %</p>' in text
    assert '<span class="tag bad">not met so far</span>' in text
    assert "16 cases counted, 1 rejected, 1 still open, 1 left out" in text


@pytest.mark.usefixtures("a_build")
def test_each_tier_says_how_it_stands_and_when_the_whole_was_lost() -> None:
    text = page("/board/item/8.1.2/")
    assert '<span class="tag warn">partly met</span>' in text
    assert 'within 10 working days in 2026, norm 95 % <span class="tag ok">met</span>' in text
    assert 'within the month in 2026, norm 100 % <span class="tag bad">not met</span>' in text
    assert "100 % is out of reach: the first case missed its last day, 1 August 2026." in text
    assert "Norm version 2, calendar office/2026-11-23." in text


@pytest.mark.usefixtures("a_build")
def test_payments_are_shown_by_type() -> None:
    text = page("/board/item/8.1.5/")
    assert ">Full unemployment</h2>" in text
    assert ">Youth holidays</h2>" in text
    assert "5 payments made." in text
    assert "0 payments made, 1 document still waits." in text
    assert text.count('<svg class="chart"') == 2


@pytest.mark.usefixtures("a_build")
def test_definition_norms_and_words_stand_under_the_figure() -> None:
    text = page("/board/item/8.1.2/")
    for told in (
        "until it left the experts&#x27; queue.",
        "<code>indicators/8.1.2.sql</code>",
        "<code>staging/united_authorisations_by_hand.sql</code>",
        "1 January 2022 to 31 December 2025",
        "since 1 January 2026",
        "« jours » without kind is read as working days",
        "Pourcentage d’autorisations de paiement traitées",
    ):
        assert told in text, told


@pytest.mark.usefixtures("a_build")
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fr", "93,7 %</p>"),
        ("nl", "definitief aanvaard door de RVA in 2026, norm 94 %"),
        ("de", "vom LfA endgültig angenommen im Jahr 2026, Norm 94 %"),
    ],
)
def test_every_language_writes_its_own(lang: str, told: str) -> None:
    assert told in page("/board/item/8.1.6/", lang=lang)


@pytest.mark.usefixtures("a_build")
def test_counts_by_month_and_by_days_are_files_for_everybody() -> None:
    response = Client().get("/board/item/8.1.2/figures.csv?year=2026")
    assert response["Content-Disposition"] == 'attachment; filename="8.1.2-2026.csv"'
    assert rows(response) == [
        ["year", "month", "group", "tier", *[*("numerator", "denominator", "still_open", "left_out")],
         "stopped", "sum_days", "p80_days", "p95_days", "oldest_open_days"],
        ["2026", "2026-07", "", "1", "19", "20", "0", "0", "20", "233", "10", "10", ""],
        ["2026", "2026-07", "", "2", "19", "20", "0", "0", "20", "233", "10", "10", ""],
    ]  # fmt: skip
    waits = rows(Client().get("/board/item/8.1.2/waits.csv?year=2026"))
    assert waits == [
        ["year", "group", "working_days", "cases"],
        ["2026", "", "10", "19"],
        ["2026", "", "43", "1"],
    ]


@pytest.mark.usefixtures("a_build")
def test_the_public_and_agents_see_counts_but_no_way_to_the_cases() -> None:
    for who in ("", "agnes"):
        text = page("/board/item/8.1.2/", who=who)
        assert "/cases/" not in text
        assert "Each look is written into the access register." in text
    for path in ("cases/", "cases.csv"):
        address = f"/board/item/8.1.2/{path}?year=2026"
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/login/staff/?next=")
        page(address, who="agnes", status=403)
    assert people.Access.objects.count() == 0


@pytest.mark.usefixtures("a_build")
def test_steering_sees_the_cases_and_the_register_knows_whose() -> None:
    text = page("/board/item/8.1.2/cases/?year=2026&which=late", who="sam")
    for told in ("C2-20", "1 July 2026", "15 July 2026", "1 September 2026", "43", "nobody known"):
        assert told in text
    assert "C2-19" not in text
    row = people.Access.objects.get()
    assert (row.actor_kind, row.actor, row.route, row.action) == ("staff", "sam", "board:cases", "list")
    assert (row.clients, row.why) == ([20], "cases of 8.1.2, 2026 late")


@pytest.mark.usefixtures("a_build")
def test_the_file_of_cases_is_written_into_the_register_too() -> None:
    response = visitor("aude").get("/board/item/8.1.6/cases.csv?year=2026&which=rejected")
    assert rows(response) == [
        ["reference", "payment_type", "month", "started_on", "last_day", "stopped_on", "working_days", "outcome",
         "reason"],
        ["L15", "", "2026-07", "2026-07-01", "", "2027-01-11", "", "rejected", "C13 AR167-1-2"],
    ]  # fmt: skip
    row = people.Access.objects.get()
    assert (row.actor, row.route, row.clients) == ("aude", "board:cases_csv", [15])


@pytest.mark.usefixtures("a_build")
def test_a_register_that_cannot_be_written_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("the register is full")

    monkeypatch.setattr(people, "write", broken)
    browser = visitor("sam")
    with pytest.raises(RuntimeError, match="the register is full"):
        browser.get("/board/item/8.1.2/cases/?year=2026")


@pytest.mark.usefixtures("a_build")
def test_pages_of_cases_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases_page, "PAGE", 15)
    browser, seen = visitor("sam"), 0
    address = "/board/item/8.1.2/cases/?year=2026&tier=2"
    while address:
        response = browser.get(address)
        seen += len(response.context["rows"])
        address = response.context["next"]
    assert seen == 20
    assert [len(row.clients) for row in people.Access.objects.order_by("id")] == [15, 5]


@pytest.mark.usefixtures("a_build")
def test_a_list_too_long_for_one_file_leads_back_to_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases_page, "CSV_MOST", 5)
    response = visitor("sam").get("/board/item/8.1.2/cases.csv?year=2026", follow=True)
    assert response.redirect_chain == [("/board/item/8.1.2/cases/?year=2026&tier=1", 302)]
    assert "This list is too long for one file." in response.content.decode()


@pytest.mark.usefixtures("a_build")
def test_nobody_is_named_in_a_list_of_cases() -> None:
    amina = world.client()
    live.by_hand("C2-real", JULY, client=amina.pk)
    text = page("/board/item/8.1.2/cases/?year=2026", who="sam")
    assert amina.family_name not in text
    assert world.number_of("amina") not in text


@pytest.mark.usefixtures("a_build")
@pytest.mark.parametrize(
    "address",
    [
        "/board/item/9.9.9/",
        "/board/item/8.1.2/?year=soon",
        "/board/item/8.1.2/?year=2021",
        "/board/item/16.4.1/figures.csv",
        "/board/item/8.1.2/figures.csv?year=1999",
    ],
)
def test_what_does_not_exist_is_not_found(address: str) -> None:
    page(address, status=404)


@pytest.mark.usefixtures("a_build")
@pytest.mark.parametrize(
    "asked", ["year=2021", "tier=0", "tier=9", "tier=x", "which=lost", "month=2026-13", "after=x~1"]
)
def test_cases_that_cannot_be_asked_are_not_found(asked: str) -> None:
    page(f"/board/item/8.1.2/cases/?{asked}", who="sam", status=404)


@pytest.mark.usefixtures("a_build")
def test_a_year_without_cases_says_so() -> None:
    text = page("/board/item/8.1.2/?year=2025")
    assert "The figure of 2025" in text
    assert '<p class="figure">–</p>' in text
    assert '<span class="tag plain">not measurable</span>' in text


def test_words_and_kind_find_items_and_open_their_branch() -> None:
    text = page("/board/?words=WECH508")
    assert "8.1.4" in text
    assert "<details open>" in text
    assert "Try another word, or all kinds." in page("/board/?words=zebra")
    assert page("/board/?kind=budget").count("<li> <a href") == 21


def spreadsheet_formulas() -> Iterator[str]:
    yield from ("=1+1", "+1", "-1", "@x")


def test_a_reference_is_never_a_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-03-03")
    given = [{**by_hand(n, JULY), "reference": text} for n, text in enumerate(spreadsheet_formulas())]
    facts.built(monkeypatch, {NAMES[0]: given})
    response = visitor("sam").get("/board/item/8.1.2/cases.csv?year=2026")
    assert [row[0] for row in rows(response)[1:]] == ["'=1+1", "'+1", "'-1", "'@x"]
    assert contract.OUTCOMES[0] == "in_time"
