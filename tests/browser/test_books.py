"""The books and unclaimed money in a real browser: from a balance to the payment by keyboard, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from capac.flows.close_books import close_books
from capac.flows.pay_month import prepare_payments
from capac.flows.unclaimed import find_unclaimed
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.payment import bank
from tests.web import desk

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR


@pytest.mark.parametrize("width", WIDTHS)
def test_a_finance_officer_walks_from_a_balance_to_the_payment(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    desk.at_the_bank(desk.prepared("amina"))
    close_books(who="test")
    log_in_staff("fien")
    page = page_at(width)
    page.goto("/desk/books/")
    axe(page)
    picture(page, "desk-books")
    page.get_by_role("link", name="6000").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("6000")
    axe(page)
    picture(page, "desk-account")
    page.locator("[data-row] a").first.click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("P0")
    axe(page)
    picture(page, "desk-entry")


@pytest.mark.parametrize("width", WIDTHS)
def test_unclaimed_money_is_seen_by_the_agent_and_by_the_client(
    page_at: PageAt, log_in_staff: LogIn, log_in_client: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    desk.authorised("amina")
    prepare_payments(who="test")
    find_unclaimed(who="test")
    log_in_staff("agnes")
    page = page_at(width)
    page.goto("/desk/unclaimed/")
    expect(page.locator("[data-row]")).to_have_count(1)
    axe(page)
    picture(page, "desk-unclaimed")
    log_in_client("amina")
    page.goto("/file/unclaimed/")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("juillet 2026")
    axe(page)
    picture(page, "file-unclaimed-open")
