"""The board in a real browser: the tree, a measured indicator, its cases; on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from capac.flows.freeze_month import freeze_month
from capac.people import api as people
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.warehouse import facts, imported
from tests.web.board_facts import a_year

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]
INDICATORS = ("8.1.2", "8.1.5", "8.1.6")


@pytest.fixture(autouse=True)
def _third_of_march(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2027-03-03")
    settings.WAREHOUSE = tmp_path / "warehouse"


@pytest.fixture
def a_build(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    facts.built(monkeypatch, a_year())


@pytest.mark.parametrize("width", WIDTHS)
def test_before_the_first_refresh_the_tree_says_what_to_do(
    page_at: PageAt, axe: Axe, picture: Picture, width: int
) -> None:
    page = page_at(width)
    page.goto("/board/")
    expect(page.get_by_role("main")).to_contain_text("capac refresh_indicators")
    axe(page)
    picture(page, "board-empty")


@pytest.mark.usefixtures("a_build")
@pytest.mark.parametrize("width", WIDTHS)
def test_the_tree_shows_three_figures_and_opens(
    page_at: PageAt, axe: Axe, picture: Picture, width: int
) -> None:
    page = page_at(width)
    page.goto("/board/")
    expect(page.locator(".figures h3")).to_have_count(3)
    axe(page)
    picture(page, "board-tree")
    page.locator("summary").filter(has_text="Partie I.").click()
    expect(page.get_by_role("link", name="2.5.1", exact=True)).to_be_visible()
    axe(page)
    page.get_by_role("link", name="8.1.2", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("équipe d’experts")


@pytest.mark.usefixtures("a_build")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("indicator", INDICATORS)
def test_an_indicator_shows_its_figure_chart_and_definition(
    page_at: PageAt, axe: Axe, picture: Picture, width: int, indicator: str
) -> None:
    page = page_at(width)
    page.goto(f"/board/item/{indicator}/")
    expect(page.locator("svg.chart").first).to_be_visible()
    page.locator("details.fold summary").first.click()
    expect(page.locator("details.fold pre").first).to_contain_text("SELECT")
    axe(page)
    picture(page, f"board-{indicator}")


def test_an_item_without_measure_shows_the_contracts_words(
    page_at: PageAt, axe: Axe, picture: Picture
) -> None:
    for width in WIDTHS:
        page = page_at(width)
        page.goto("/board/item/9.2.1/")
        expect(page.locator("blockquote")).to_be_visible()
        axe(page)
        picture(page, "board-9.2.1")


@pytest.mark.usefixtures("a_build")
@pytest.mark.parametrize("width", WIDTHS)
def test_steering_walks_down_to_the_cases_and_the_register_knows(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    log_in_staff("sam")
    page = page_at(width)
    page.goto("/board/item/8.1.2/")
    page.get_by_role("table").last.get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    picture(page, "board-cases")
    (row,) = people.Access.objects.all()
    assert (row.actor, row.route, len(row.clients)) == (
        "sam",
        "board:cases",
        page.locator("tbody tr").count(),
    )


@pytest.mark.usefixtures("a_build")
def test_in_the_dark_the_charts_keep_their_contrast(page_at: PageAt, axe: Axe, picture: Picture) -> None:
    page = page_at(1280, dark=True)
    page.goto("/board/item/8.1.2/")
    axe(page)
    picture(page, "board-8.1.2-dark")


KINDS = ("1.1.1", "2.1.3", "2.5.1", "2.5.3", "8.1.4", "10.1.2", "10.1.5", "17.1.1-7b")
"""A share by year, seconds, two tiers, offices, flows, means, a count, a third."""


@pytest.mark.parametrize("width", WIDTHS)
def test_each_kind_of_measure_has_its_page_and_stands_in_the_register(
    site: str, monkeypatch: pytest.MonkeyPatch, page_at: PageAt, axe: Axe, picture: Picture, width: int
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-03-03")
    facts.built(monkeypatch, imported.as_exported(imported.at_random(3, 200)))
    freeze_month(who="test")
    page = page_at(width)
    for indicator in KINDS:
        page.goto(f"/board/item/{indicator}/?year=2025")
        expect(page.locator("svg.chart").first).to_be_visible()
        axe(page)
        picture(page, f"board-{indicator}")
    page.goto("/board/measures/")
    expect(page.locator("table.measures tbody tr")).to_have_count(51)
    axe(page)
    picture(page, "board-measures")
    page.goto("/board/")
    axe(page)
    picture(page, "board-tree-all")
