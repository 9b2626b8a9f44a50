"""A barème at the desk in a real browser: proposed by one, approved by another, without a fault of accessibility."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from capac.exchange import api as exchange
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.rules.bareme_tables import by_formula, csv, line

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_goes_from_one_person_to_the_other(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    content = csv(*by_formula(), line(70, "N", "A1", "83.00"))
    exchange.receive_bareme(content, name="rows.csv", who="test")
    log_in_staff("pol")
    page = page_at(width)
    page.goto("/desk/runs/")
    page.get_by_role("link", name="Barème").click()
    axe(page)
    picture(page, "desk-baremes")
    page.get_by_role("link", name="rows.csv").click()
    expect(page.get_by_text("Montants qui ne sont pas ceux de la formule")).to_be_visible()
    page.get_by_role("button", name="Proposer").click()
    expect(page.get_by_text("Vous avez proposé ce fichier vous-même")).to_be_visible()
    log_in_staff("rita")
    page.reload()
    axe(page)
    picture(page, "desk-bareme")
    page.get_by_label("Qu’avez-vous fait de ce qui est étrange").fill("comme l’ONEM l’écrit")
    page.get_by_role("button", name="Approuver").click()
    expect(page.get_by_text("La prochaine préparation des paiements compte avec ces lignes")).to_be_visible()
    axe(page)
    assert exchange.baremes(1)[0].approved_by == "rita"
