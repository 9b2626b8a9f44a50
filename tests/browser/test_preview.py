"""The preview of a run in a real browser: from the run to what stands out, who ended and the money, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.flows.paying import Calendar
from tests.web import previewing

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_releaser_walks_from_the_run_to_what_stands_out_and_to_the_money(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    width: int,
) -> None:
    run_id = previewing.august_prepared(Calendar(monkeypatch), settings, advance_cents=1_200_000)
    log_in_staff("rita")
    page = page_at(width)
    page.goto(f"/desk/runs/{run_id}/")
    axe(page)
    picture(page, "desk-run-preview")
    page.goto(f"/desk/runs/{run_id}/changes/outliers/")
    expect(page.locator("[data-row]")).to_have_count(1)
    axe(page)
    picture(page, "desk-run-outliers")
    page.goto(f"/desk/runs/{run_id}/changes/ended/")
    axe(page)
    picture(page, "desk-run-ended")
    page.goto(f"/desk/runs/{run_id}/money/")
    expect(page.get_by_role("img")).to_have_count(1)
    axe(page)
    picture(page, "desk-run-money")
    page.goto(f"/desk/runs/{run_id}/release/")
    axe(page)
    picture(page, "desk-run-release")
