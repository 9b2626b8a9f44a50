"""Rehearsals in a real browser: from the list to one, to the months behind a figure, to one case, and back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.web.test_rehearsals import run_id

Axe = Callable[[Page], None]

__all__ = ["run_id"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_figure_is_walked_down_to_a_case_and_back(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, run_id: int, width: int
) -> None:
    log_in_staff("sam")
    page = page_at(width, lang="en")
    page.goto("/board/rehearsals/")
    axe(page)
    page.get_by_role("link", name="A lower limit in the first phase").first.click()
    expect(page.get_by_role("heading", name="In short")).to_be_visible()
    axe(page)
    page.goto(f"/board/rehearsals/{run_id}/cases/?outcome=more")
    axe(page)
    page.get_by_role("link", name=re.compile("July 2026")).click()
    expect(page.locator(".part")).to_have_text(re.compile("330.48"))
    expect(page.get_by_role("heading", name="By the draft")).to_be_visible()
    axe(page)
    page.get_by_role("navigation", name="You are here").get_by_role("link", name="Rehearsal").last.click()
    expect(page.get_by_role("link", name="The whole as a PDF")).to_be_visible()


def test_nothing_rehearsed_yet_tells_how(page_at: PageAt, log_in_staff: LogIn, axe: Axe) -> None:
    log_in_staff("sam")
    page = page_at(WIDTHS[0], lang="en")
    page.goto("/board/rehearsals/")
    expect(page.get_by_text("capac rehearse DRAFT.yaml")).to_be_visible()
    axe(page)
