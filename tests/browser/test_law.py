"""Pages of the law in a real browser: from an explanation to its rule, from the rule to a case, from the case back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, PageAt

Axe = Callable[[Page], None]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_explanation_leads_to_its_rule_and_the_rule_to_a_case(
    page_at: PageAt, axe: Axe, width: int
) -> None:
    page = page_at(width, lang="en")
    page.goto("/explain/")
    page.get_by_role("button", name="Compute").first.click()
    page.get_by_role("main").get_by_role("link", name="Full unemployment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Full unemployment")
    axe(page)
    page.get_by_role("main").locator("ol[lang=en] a").first.click()
    expect(page.locator(".answer .tag")).to_have_text("comes out")
    axe(page)
    page.get_by_role("navigation", name="You are here").get_by_role("link", name="Full unemployment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Full unemployment")


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_every_rule_is_listed_without_a_fault_in_each_language(page_at: PageAt, axe: Axe, lang: str) -> None:
    page = page_at(WIDTHS[0], lang=lang)
    page.goto("/law/")
    expect(page.locator("ul.questions li")).to_have_count(13)
    axe(page)
