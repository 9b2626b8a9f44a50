"""Files at ONEM in a real browser: what waits, what a return costs, and the page of a file that came back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from capac.exchange import api as exchange
from tests import world
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.dossier.files import received, view
from tests.exchange.files_at_onem import answer, complete, introduced, only, told
from tests.web import desk

pytestmark = pytest.mark.django_db(transaction=True)
Look = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def went_round(monkeypatch: pytest.MonkeyPatch) -> str:
    """Three files at ONEM: one on its way, one received, one that came back and left again. Returns the last one's page."""
    monkeypatch.setenv("CAPAC_NOW", "2026-09-01T10:00")
    back = introduced("amina")
    received_there = introduced("bram")
    told(
        answer("C51", only(back).reference, on="2026-09-01", missing=[("C4", "unsigned"), ("C1A", "absent")]),
        answer("received", only(received_there).reference, on="2026-09-01"),
    )
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")
    received(back.id, "C4", "C1A")
    complete("chloe")
    exchange.submit_ready(who="test")
    desk.allowed("agnes", world.client())
    return f"/desk/files/{world.client().key}/applications/{view(back.id).key}/"


@pytest.mark.parametrize("width", WIDTHS)
def test_files_at_onem(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Look,
    picture: Picture,
    width: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = went_round(monkeypatch)
    log_in_staff("agnes")
    page = page_at(width)
    for name, address in (
        ("desk-at-onem", "/desk/applications/onem/"),
        ("desk-costs", "/desk/applications/costs/"),
        ("desk-application-back", path),
    ):
        page.goto(address)
        axe(page)
        picture(page, name)


def test_a_cause_is_given_by_keyboard_alone(
    page_at: PageAt, log_in_staff: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = went_round(monkeypatch)
    log_in_staff("agnes")
    page = page_at(1280)
    page.goto(path)
    page.locator("#cause[name=cause]").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="C’est la raison").press("Enter")
    expect(page.locator(".notice").first).to_contain_text("6.1.1")
