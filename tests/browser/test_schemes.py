"""A month of temporary unemployment in a real browser: its hours, its allowances, and what is waited for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_django
from playwright.sync_api import Page, expect

from tests import onss, world
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.flows.declaring import days, declare
from tests.flows.paying import JULY, Calendar, authorise, hand_in, paid, prepared

CODE = world.body("2026-07-01", code="02/70.A0", dailyAmount="69.13", Q="", S="")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_month_of_temporary_unemployment(
    monkeypatch: pytest.MonkeyPatch,
    settings: pytest_django.Settings,
    page_at: PageAt,
    log_in_client: LogIn,
    axe: Callable[[Page], None],
    picture: Callable[[Page, str], Path],
    width: int,
) -> None:
    settings.ONSS = onss.keys()
    act = Calendar(monkeypatch)
    act.at("2026-07-30")
    amina = authorise("amina", CODE)
    hand_in(amina, JULY, {"2026-07-14": "sick"})
    act.at("2026-08-03")
    log_in_client("amina")
    page = page_at(width)
    page.goto("/file/missing/")
    expect(page.get_by_text("La déclaration de votre employeur")).to_be_visible()
    axe(page)
    picture(page, "scheme-missing")
    declare("WECH505", days=days(750, 6, 7, 8, 9, 10, 13, 14, 15, 16))
    paid(prepared(calculations=1, payments=1, prepared=1))
    act.at("2026-08-10")
    page.goto("/file/month/temporary_unemployment/2026-07/")
    expect(page.get_by_text("60 h", exact=True)).to_be_visible()
    expect(page.get_by_text("− 175,67\u00a0€")).to_be_visible()
    expect(page.get_by_text("heures qui comptent")).to_be_visible()
    expect(page.get_by_text("481,07\u00a0€").first).to_be_visible()
    axe(page)
    picture(page, "scheme-month")
