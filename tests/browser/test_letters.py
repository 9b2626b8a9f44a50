"""Letters in a real browser: written by keyboard, printed, and read by who received them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from capac.channels.letters import api as letters
from capac.dossier import api as dossier
from tests import world
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.channels.writing import reached, written
from tests.dossier.files import opened
from tests.web import desk

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.fixture(autouse=True)
def _september(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")
    settings.EBOX = None


def shown(page: Page, name: str, axe: Axe, picture: Picture) -> None:
    """The page as it stands: no fault of accessibility, and its picture."""
    axe(page)
    picture(page, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_letter_is_filled_in_seen_and_written_by_keyboard(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    amina = reached()
    desk.allowed("agnes", amina)
    opened(ground="studies")
    log_in_staff("agnes")
    page = page_at(width)
    page.goto(f"/desk/files/{amina.key}/letters/")
    shown(page, "desk-letters-none", axe, picture)
    page.get_by_label("Écrire une lettre").select_option("missing_documents")
    page.get_by_role("button", name="La remplir").press("Enter")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    shown(page, "desk-letter-new", axe, picture)
    page.get_by_role("button", name="La voir").press("Enter")
    expect(page.get_by_role("article")).to_be_focused()
    expect(page.get_by_role("article")).to_contain_text("il nous manque des documents")
    shown(page, "desk-letter-seen", axe, picture)
    page.get_by_role("button", name="Écrire la lettre").press("Enter")
    expect(page.get_by_text("Elle part au prochain tour.").first).to_be_visible()
    (letter,) = letters.letters_of(amina.pk)
    assert (letter.kind, letter.state) == ("missing_documents", "written")
    shown(page, "desk-letters", axe, picture)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_decision_without_its_court_is_not_written(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    (bram,) = desk.authorised("bram")
    desk.allowed("agnes", bram)
    log_in_staff("agnes")
    page = page_at(width, lang="nl")
    page.goto(f"/desk/files/{bram.key}/letters/write/?kind=decision")
    page.get_by_role("button", name="De brief schrijven").click()
    expect(page.locator("[data-summary]")).to_be_focused()
    shown(page, "desk-letter-error", axe, picture)
    page.get_by_label("Arbeidsrechtbank").select_option("antwerpen")
    page.get_by_role("button", name="Bekijken").click()
    expect(page.get_by_role("article")).to_contain_text("arbeidsrechtbank Antwerpen")
    shown(page, "desk-letter-decision", axe, picture)
    assert letters.letters_of(bram.pk) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_batch_is_printed_and_given_to_the_post(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    for name in ("amina", "bram"):
        written(reached(name))
    written(world.client("dieter"))
    letters.send_letters(who="test")
    log_in_staff("agnes")
    page = page_at(width, lang="de")
    page.goto("/desk/outgoing/")
    shown(page, "desk-outgoing", axe, picture)
    page.get_by_role("button", name="2 Briefe drucken").press("Enter")
    expect(page.get_by_text("2 Briefe auf 2 Seiten").first).to_be_visible()
    page.get_by_role("button", name="Die Post hat ihn").press("Enter")
    expect(page.get_by_text("zur Post gegeben").first).to_be_visible()
    shown(page, "desk-outgoing-posted", axe, picture)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_client_reads_his_letters(
    page_at: PageAt, log_in_client: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    amina = reached()
    written(amina)
    written(amina, "decision")
    letters.send_letters(who="test")
    log_in_client("amina")
    page = page_at(width)
    page.goto("/file/letters/")
    shown(page, "file-letters", axe, picture)
    with page.expect_download() as caught:
        page.get_by_role("link", name="Télécharger (PDF)").first.press("Enter")
    assert caught.value.suggested_filename == f"{letters.letters_of(amina.pk)[0].reference}.pdf"
    assert dossier.applications_of(amina.pk) == []
