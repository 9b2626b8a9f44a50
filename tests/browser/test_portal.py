"""One's own file in a real browser: the answer without scrolling on a phone, every page and state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from capac.people import api as people
from tests import world
from tests.browser.conftest import DESK, HEIGHTS, PHONE, WIDTHS, LogIn, PageAt
from tests.flows.paying import JULY, Calendar, authorise, came_back, hand_in, prepared
from tests.web.portal import MARKED, PATHS, july_paid

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clock."""
    return Calendar(monkeypatch)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_file_that_is_in_order(
    act: Calendar, page_at: PageAt, log_in_client: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    amina = july_paid(act)
    people.write(people.Actor("staff", "agnes"), [amina.pk], route="desk:file", action="file", why="item 3")
    hand_in(amina, JULY, {**MARKED, "2026-07-22": "worked"})
    act.at("2026-08-11")
    prepared(calculations=1, claims=1, empty=1)
    log_in_client("amina")
    page = page_at(width)
    for name, path in PATHS.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        axe(page)
        picture(page, f"file-{name}")


def test_home_answers_without_scrolling_on_a_phone(
    act: Calendar, page_at: PageAt, log_in_client: LogIn
) -> None:
    july_paid(act)
    log_in_client("amina")
    page = page_at(PHONE)
    page.goto("/file/")
    for answer in (
        "1\u202f582,35\u00a0€",
        "Payé le 4 août 2026.",
        "Votre carte de contrôle (C3A)",
        "à vous",
        "payé vers le 2 septembre 2026",
    ):
        box = page.get_by_text(answer).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= HEIGHTS[PHONE], answer


@pytest.mark.parametrize("width", WIDTHS)
def test_home_in_its_other_states(
    act: Calendar, page_at: PageAt, log_in_client: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    bram = july_paid(act, "bram", world.body("2026-07-01"))
    came_back(bram, reason="AC04")
    authorise("chloe", world.body("2026-07-01"), account=False)
    act.at("2026-08-11")
    prepared(holds_opened=2, empty=1)
    told = {
        "bram": "Votre banque a renvoyé",
        "chloe": "il nous manque 2 choses",
        "dieter": "L’ONEM n’a pas encore décidé",
    }
    for name, says in told.items():
        log_in_client(name)
        page = page_at(width)
        page.goto("/file/")
        expect(page.get_by_role("main")).to_contain_text(says)
        axe(page)
        picture(page, f"file-home-{name}")


def test_from_home_to_the_reason_of_a_day(act: Calendar, page_at: PageAt, log_in_client: LogIn) -> None:
    july_paid(act)
    log_in_client("amina")
    page = page_at(DESK)
    page.goto("/file/")
    page.get_by_role("link", name="Pourquoi ce montant").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Juillet 2026")
    page.get_by_role("button", name="20 ").first.click()
    expect(page.locator("#why-own")).to_contain_text("20 juillet 2026: Vous étiez malade")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#why-own")).to_contain_text("21 juillet 2026: Jour payé.")


def test_the_dark_colours_hold_in_the_file_too(
    act: Calendar, page_at: PageAt, log_in_client: LogIn, axe: Axe, picture: Picture
) -> None:
    july_paid(act)
    log_in_client("amina")
    page = page_at(PHONE, dark=True)
    for name in ("home", "month"):
        page.goto(PATHS[name])
        axe(page)
        picture(page, f"file-{name}-dark")
