"""The harness itself notices what it must notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, LogIn, PageAt, Visitor


def test_a_fault_of_accessibility_is_told_with_its_place(
    page_at: PageAt, axe: Callable[[Page], None]
) -> None:
    page = page_at(PHONE)
    page.goto("/accessibility/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match=r"button-name: .*#main > button"):
        axe(page)


def test_what_sticks_out_of_the_window_is_told(page_at: PageAt, axe: Callable[[Page], None]) -> None:
    page = page_at(PHONE)
    page.goto("/accessibility/")
    long = "Object.assign(document.createElement('pre'), {textContent: 'x'.repeat(200)})"
    page.evaluate(f"document.querySelector('main').append({long})")
    with pytest.raises(AssertionError, match="wider than the window"):
        axe(page)


def test_a_breach_of_the_policy_is_noticed(page_at: PageAt, visitor: Visitor) -> None:
    page = page_at(PHONE)
    page.goto("/accessibility/")
    page.evaluate("document.querySelector('h1').setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    page.wait_for_timeout(100)
    told, visitor.faults[:] = " ".join(visitor.faults), []
    assert "style" in told
    assert "127.0.0.1:9" in told


def test_the_sessions_of_both_publics_hold(
    page_at: PageAt, log_in_client: LogIn, log_in_staff: LogIn
) -> None:
    page = page_at(PHONE)
    page.goto("/accessibility/")
    expect(page.get_by_role("button", name="Se déconnecter")).to_have_count(0)
    log_in_staff("agnes")
    page.reload()
    expect(page.get_by_role("button", name="Se déconnecter")).to_have_count(1)
