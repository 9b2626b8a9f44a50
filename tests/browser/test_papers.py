"""Papers in a real browser: from the home page to a statement, a year and a certificate, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.flows.paying import Calendar
from tests.web import portal

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
