"""Decisions about payment in a real browser: days that wait and a provisional payment, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.flows import paying
from tests.flows.paying import Calendar
from tests.flows.test_terms import contests, introduced, proposed
from tests.web.test_desk_terms import known

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.mark.parametrize("width", WIDTHS)
def test_an_officer_sees_what_waits_and_opens_it(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    act = Calendar(monkeypatch)
    act.at("2026-07-30T10:00")
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    bram, application = introduced("bram")
    act.at("2026-08-03T11:00")
    contests(amina)
    proposed(bram, application)
    for client in (amina, bram):
        known(client, "pol")
    log_in_staff("pol")
    page = page_at(width)
    page.goto("/desk/terms/")
    expect(page.locator("[data-row]")).to_have_count(2)
    axe(page)
    picture(page, "desk-terms-all")
    page.get_by_role("link", name="Baert Amina").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Décisions sur le paiement")
    page.get_by_text("Contester des jours").click()
    axe(page)
    picture(page, "desk-terms")
