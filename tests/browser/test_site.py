"""The public pages in a real browser, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, PageAt

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.mark.parametrize("width", WIDTHS)
def test_start_leads_each_public_to_its_place(
    page_at: PageAt, axe: Axe, picture: Picture, width: int
) -> None:
    page = page_at(width)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)
    picture(page, "start")
    page.get_by_role("main").get_by_role("link", name="Expliquer un mois").click()
    expect(page).to_have_url(f"{page.url.split('/explain')[0]}/explain/")
