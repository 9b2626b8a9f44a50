"""Papers in a real browser: from the home page to a statement, a year and a certificate, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.flows.paying import Calendar
from tests.web import portal
from tests.web.test_desk_terms import known

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_client_keeps_a_statement_a_year_and_a_certificate(
    page_at: PageAt,
    log_in_client: LogIn,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    portal.july_paid(Calendar(monkeypatch))
    log_in_client("amina")
    page = page_at(width)
    page.goto("/file/")
    page.get_by_role("link", name="Mes documents à garder").click()
    axe(page)
    picture(page, "portal-papers")
    page.get_by_role("link", name="Juillet 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre paiement de juillet 2026")
    axe(page)
    picture(page, "portal-statement")
    with page.expect_download() as download:
        page.get_by_role("link", name="Garder en PDF").click()
    assert download.value.suggested_filename.startswith("statement-2026-07-")
    page.goto("/file/papers/tax/2026/")
    axe(page)
    picture(page, "portal-tax")
    page.goto("/file/papers/?from=2026-06&to=2026-07")
    axe(page)
    picture(page, "portal-certificate")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_agent_hands_them_out_and_a_finance_officer_keys_an_advance(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    amina = portal.july_paid(Calendar(monkeypatch))
    known(amina, "agnes")
    log_in_staff("agnes")
    page = page_at(width)
    page.goto(f"/desk/files/{amina.key}/papers/")
    axe(page)
    picture(page, "desk-papers")
    page.locator("[data-row] a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre paiement de juillet 2026")
    axe(page)
    picture(page, "desk-paper")
    log_in_staff("fien")
    page.goto("/desk/books/advance/")
    axe(page)
    picture(page, "desk-advance")
