"""The public pages in a real browser, on a phone and on a desk: seen whole, by keyboard, by touch, without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, WIDTHS, PageAt, fits

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]
AT = "2026-08-10T10:00"
PAGES = {
    "start": "/",
    "explain": "/explain/",
    "wage": "/wage/",
    "deadlines": "/deadlines/",
    "deadline-asked": "/deadlines/ar-161/",
    "deadline-answered": "/deadlines/am-92-2-1/?from=2026-09-15",
    "deadline-wrong": "/deadlines/ar-161/?decision_communicated=x",
    "components": "/components/",
    "accessibility": "/accessibility/",
    "not-found": "/nowhere/",
}


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages look back at July 2026."""
    monkeypatch.setenv("CAPAC_NOW", AT)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_whole(page_at: PageAt, axe: Axe, picture: Picture, name: str, width: int) -> None:
    page = page_at(width)
    page.goto(PAGES[name])
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    axe(page)
    picture(page, name)


@pytest.mark.parametrize("name", ["explain", "components"])
def test_the_dark_colours_hold_too(page_at: PageAt, axe: Axe, picture: Picture, name: str) -> None:
    page = page_at(PHONE, dark=True)
    page.goto(PAGES[name])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 22, 31)"
    axe(page)
    picture(page, f"{name}-dark")


@pytest.mark.parametrize("lang", ["nl", "de", "en"])
def test_every_language_fits_on_a_phone(page_at: PageAt, lang: str) -> None:
    page = page_at(PHONE, lang=lang)
    for path in PAGES.values():
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", lang)
        fits(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_start_leads_each_public_to_its_place(page_at: PageAt, width: int) -> None:
    page = page_at(width)
    for name, path in {
        "Expliquer un mois": "/explain/",
        "Délais": "/deadlines/",
        "Voir le contrat": "/board/",
    }.items():
        page.goto("/")
        page.get_by_role("main").get_by_role("link", name=name).click()
        expect(page).to_have_url(f"{page.url.split('/', 3)[0]}//{page.url.split('/')[2]}{path}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_month_is_answered_as_a_staircase(page_at: PageAt, axe: Axe, picture: Picture, width: int) -> None:
    page = page_at(width)
    page.goto("/explain/")
    page.get_by_role("button", name="Calculer").click()
    expect(page.locator(".answer .amount")).to_have_text("1\u202f818,01\u00a0€")
    first = page.locator(".stairs details").first
    expect(first.locator(".law")).to_be_hidden()
    first.locator("summary").click()
    expect(first.locator(".law")).to_contain_text("AR 25.11.1991 art. 100")
    axe(page)
    picture(page, "explained")


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_wrong_is_read_first_and_leads_to_its_field(
    page_at: PageAt, axe: Axe, picture: Picture, width: int
) -> None:
    page = page_at(width)
    page.goto("/explain/")
    page.get_by_label("Montant journalier, en euros").fill("74,8x")
    page.get_by_label("Elle commence le").fill("")
    page.get_by_role("button", name="Calculer").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    axe(page)
    picture(page, "explain-wrong")
    summary.get_by_role("link", name="74,8x").click()
    expect(page.get_by_label("Montant journalier, en euros")).to_be_focused()
    expect(page.get_by_label("Montant journalier, en euros")).to_have_value("74,8x")


def test_the_month_is_filled_by_keyboard_alone(page_at: PageAt) -> None:
    page = page_at(DESK)
    page.goto("/explain/")
    page.get_by_role("radio", name="travaillé").focus()
    page.keyboard.press("Tab")
    day = page.get_by_role("button", name="29 juin 2026: rien", exact=True)
    expect(day).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="7 juillet 2026: rien", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="7 juillet 2026: travaillé", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="8 juillet 2026: malade", exact=True)).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.get_by_role("button", name="8 juillet 2026: rien", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Calculer").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("26 × 74,89")
    answer = page.get_by_role("button", name="Vous avez travaillé.")
    answer.focus()
    expect(page.locator("#why-answer")).to_have_text("7 juillet 2026: Vous avez travaillé. (AR art. 44-45)")


def test_the_month_is_painted_by_mouse_in_one_stroke(page_at: PageAt) -> None:
    page = page_at(DESK)
    page.goto("/explain/")
    page.locator(".palette").get_by_text("M malade").click()
    first, last = (page.get_by_role("button", name=f"{day} juillet 2026") for day in ("13", "15"))
    first.hover()
    page.mouse.down()
    for day in ("14", "15"):
        page.get_by_role("button", name=f"{day} juillet 2026").hover()
    page.mouse.up()
    for day in ("13", "14", "15"):
        expect(page.get_by_role("button", name=f"{day} juillet 2026: malade")).to_have_count(1)
    last.click()
    expect(page.get_by_role("button", name="15 juillet 2026: rien", exact=True)).to_have_count(1)
    expect(first).to_have_attribute("aria-label", "13 juillet 2026: malade")


def test_the_month_is_filled_and_read_without_script(page_at: PageAt, axe: Axe, picture: Picture) -> None:
    page = page_at(PHONE, script=False)
    page.goto("/explain/")
    page.get_by_label("7 juillet 2026", exact=True).select_option("worked")
    page.get_by_role("button", name="Calculer").click()
    expect(page.locator(".answer .amount")).to_be_visible()
    page.get_by_text("La même chose en liste").click()
    told = page.locator(".days-told")
    expect(told).to_contain_text("Vous avez travaillé.")
    expect(told.locator("dt", has_text="7").first).to_be_visible()
    picture(page, "explained-without-script")


def test_enter_in_a_field_computes_and_changes_nothing_else(page_at: PageAt) -> None:
    page = page_at(DESK)
    page.goto("/explain/")
    page.get_by_label("Montant journalier, en euros").press("Enter")
    expect(page.locator(".answer .amount")).to_be_visible()
    expect(page.locator("#amounts fieldset > legend.part")).to_have_count(1)


def test_a_second_amount_is_added_and_the_first_kept(page_at: PageAt, picture: Picture, axe: Axe) -> None:
    page = page_at(PHONE)
    page.goto("/explain/")
    page.get_by_label("Montant journalier, en euros").fill("70,01")
    page.get_by_role("button", name="Un autre montant").click()
    expect(page.get_by_label("Montant journalier, en euros")).to_have_count(2)
    expect(page.get_by_label("Montant journalier, en euros").first).to_have_value("70,01")
    axe(page)
    picture(page, "explain-two-amounts")


def test_another_language_keeps_what_was_typed(page_at: PageAt) -> None:
    page = page_at(PHONE)
    page.goto("/explain/")
    page.get_by_label("Montant journalier, en euros").fill("70,01")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_label("Dagbedrag, in euro")).to_have_value("70,01")
    expect(page.locator(".answer")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_wage_becomes_an_amount(page_at: PageAt, axe: Axe, picture: Picture, width: int) -> None:
    page = page_at(width)
    page.goto("/wage/")
    page.get_by_label("Votre dernier salaire brut, en euros").fill("3000")
    page.get_by_role("button", name="Calculer").click()
    expect(page.locator(".answer .amount")).to_have_text("74,89\u00a0€")
    axe(page)
    picture(page, "wage-answered")


def test_a_page_prints_without_what_is_for_the_screen(page_at: PageAt) -> None:
    page = page_at(DESK)
    page.goto("/explain/")
    page.get_by_role("button", name="Calculer").click()
    page.emulate_media(media="print")
    expect(page.locator("main form")).to_be_hidden()
    expect(page.locator("header nav")).to_be_hidden()
    expect(page.locator(".stairs .law").first).to_be_visible()
