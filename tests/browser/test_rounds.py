"""Verification in a real browser, at both widths: the rounds, a month, what would be rejected, a technical problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from capac.exchange.models import AuthorisedPeriod
from capac.flows.verify_month import verify_month
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.verification.paid import authorise, pay
from tests.web.test_desk_rounds import verified

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.mark.parametrize("width", WIDTHS)
def test_rounds_month_foreseen_and_incidents_are_clean_at_both_widths(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-01T06:00")
    verified(monkeypatch, ("C13", 7489, "AR167-1-1", False), ("C12", 7489, "AR167-1-2", True))
    monkeypatch.setenv("CAPAC_NOW", "2027-02-02T06:00")
    pay(authorise("dieter"), on=date(2027, 1, 5))
    AuthorisedPeriod.objects.filter(authorisation__reference="F/dieter").update(valid_to=date(2026, 7, 30))
    verify_month(who="test")
    log_in_staff("pol")
    page = page_at(width)
    page.goto("/desk/verification/")
    axe(page)
    picture(page, "desk-rounds")
    page.goto("/desk/verification/months/2026-08/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("août 2026")
    axe(page)
    picture(page, "desk-round")
    page.goto("/desk/verification/foreseen/")
    expect(page.locator("[data-row]")).to_have_count(1)
    axe(page)
    picture(page, "desk-foreseen")
    page.goto("/desk/verification/incidents/")
    axe(page)
    picture(page, "desk-incidents")
    page.goto("/desk/queue/?kind=loss_to_answer")
    page.locator("[data-row] a").first.click()
    axe(page)
    picture(page, "desk-loss")
