"""One file on one page, its timeline, search, letters, paper and the client's upload, in a real browser at both widths."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from capac.documents import api as documents
from capac.documents.models import InboundLetter, PaperFile
from capac.flows import api as flows
from capac.people.models import ContactPoint
from tests import papers, world
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.payment import bank
from tests.web import desk

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]
WIDE, LANGUAGES = 1280, ("fr", "nl", "de", "en")


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")
    settings.DEBTOR = bank.DEBTOR


def busy_file() -> str:
    """Amina was paid and the money came back; she sent documents and gave a telephone number. Her file's address."""
    run_id = desk.prepared("amina")
    desk.at_the_bank(run_id)
    desk.came_back(run_id)
    amina = world.client("amina")
    desk.allowed("agnes", amina)
    ContactPoint.objects.create(
        client=amina,
        kind="phone",
        value="0470 12 34 56",
        valid_from=world.SINCE,
        known_at=world.NOON,
        source="test",
    )
    for number in range(50):
        documents.keep(
            BytesIO(papers.pdf(about=str(number))), name=f"C4 {number}.pdf", client_id=amina.pk,
            received_on=date(2026, 8, 4), channel="scan", who="agnes",
        )  # fmt: skip
    flows.receive_letter(
        BytesIO(papers.pdf(about="letter")), name="letter.pdf", client_id=amina.pk, office_id=amina.office_id,
        received_on=date(2026, 8, 3), about="asks for a certificate", channel="letter", who="agnes",
    )  # fmt: skip
    return f"/desk/files/{amina.key}/"


@pytest.mark.parametrize("width", WIDTHS)
def test_one_file_on_one_page_and_earlier_entries_by_keyboard(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    address = busy_file()
    log_in_staff("agnes")
    page = page_at(width, lang="fr")
    page.goto(address)
    expect(page.locator(".happened li")).to_have_count(40)
    axe(page)
    picture(page, "desk-file-whole")
    page.get_by_role("link", name="Plus ancien").press("Enter")
    expect(page.locator(".happened .happened ol").first).to_be_focused()
    axe(page)
    page.goto(f"{address}timeline/?only=money")
    axe(page)
    picture(page, "desk-timeline")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_is_clean_in_every_language_and_at_twice_the_size(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, lang: str
) -> None:
    address = busy_file()
    log_in_staff("agnes")
    page = page_at(WIDE // 2, lang=lang)  # 1280 at 200 % is a window of 640
    for path in (
        address,
        f"{address}timeline/",
        f"{address}documents/add/",
        "/desk/mail/",
        "/desk/inventory/",
    ):
        page.goto(path)
        axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_document_is_added_and_a_zip_is_refused(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    amina = world.client("amina")
    desk.allowed("agnes", amina)
    log_in_staff("agnes")
    page = page_at(width, lang="fr")
    page.goto(f"/desk/files/{amina.key}/documents/add/")
    page.locator("#file").set_input_files(
        {"name": "C1.pdf", "mimeType": "application/pdf", "buffer": b"PK\x03\x04"}
    )
    page.get_by_role("button", name="Conserver").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("C’est une archive ZIP")
    axe(page)
    picture(page, "desk-document-refused")
    page.locator("#file").set_input_files(
        {"name": "C1.pdf", "mimeType": "application/pdf", "buffer": papers.pdf(pages=2)}
    )
    page.get_by_role("button", name="Conserver").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("C1.pdf")
    with page.expect_download() as download:
        page.locator("#documents ~ ul").get_by_role("link", name="C1.pdf").click()
    assert download.value.suggested_filename == "C1.pdf"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_search_forgives_a_slip_and_goes_on(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    for name in ("amina", "bram", "chloe", "dieter"):
        world.client(name)
    log_in_staff("agnes")
    page = page_at(width, lang="fr")
    page.goto("/desk/search/")
    page.locator("#search").fill("dupret chole")
    page.locator("#search").press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    axe(page)
    picture(page, "desk-search")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_letter_of_nobody_finds_its_client_and_its_answer(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    world.client("bram")
    log_in_staff("agnes")
    page = page_at(width, lang="fr")
    page.goto("/desk/mail/")
    page.locator("#file").set_input_files(
        {"name": "lettre.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    )
    page.locator("#about").fill("demande une attestation")
    page.get_by_role("button", name="Conserver").press("Enter")
    axe(page)
    picture(page, "desk-mail")
    page.get_by_role("link", name="demande une attestation").click()
    page.locator("[data-key=t]").click()
    page.locator("#words").fill("clase")
    page.get_by_role("button", name="Chercher", exact=False).last.click()
    expect(page.locator("#client")).to_contain_text("Claes Bram")
    axe(page)
    picture(page, "desk-letter-item")
    page.locator("#client input").check()
    page.locator("button[value=give]").click()
    expect(page.locator(".person")).to_contain_text("Claes Bram")
    assert InboundLetter.objects.get().client == world.client("bram")


@pytest.mark.parametrize("width", WIDTHS)
def test_paper_is_taken_in_compared_and_destroyed_by_two_people(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    world.office()
    log_in_staff("agnes")
    page = page_at(width, lang="fr")
    page.goto("/desk/inventory/")
    for field, value in (("shelf", "A3"), ("box", "17"), ("label", "Dossiers B"), ("sheets", "2")):
        page.locator(f"#{field}").fill(value)
    page.get_by_role("button", name="Inscrire").press("Enter")
    axe(page)
    picture(page, "desk-paper-file")
    row = PaperFile.objects.get()
    with documents.look_through(BytesIO(papers.pdf(pages=2)), "scan.pdf") as ready:
        documents.digitise(row.key, ready, who="pol")
    documents.compare(row.key, faithful=True, because=world.because("carla"))
    page.goto("/desk/inventory/")
    page.locator("input[name=paper]").check()
    axe(page)
    picture(page, "desk-paper")
    page.get_by_role("button", name="Proposer à la destruction").press("Enter")
    log_in_staff("mia")
    page.reload()
    page.locator("#reference").fill("AE/2026/17")
    page.locator("button[value=approve]").click()
    page.locator("#witness").fill("Rita")
    axe(page)
    page.locator("button[value=certify]").click()
    axe(page)
    picture(page, "desk-certificate")
    assert documents.paper(row.key).state == "destroyed"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_client_sends_a_photo_and_has_the_promised_day_at_once(
    page_at: PageAt, log_in_client: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    log_in_client("amina")
    page = page_at(width, lang="fr")
    page.goto("/file/documents/")
    axe(page)
    page.locator("#file").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": papers.picture()}
    )
    page.locator("#about").fill("mon C4")
    page.get_by_role("button", name="Envoyer").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("12 août 2026")
    axe(page)
    picture(page, "portal-documents")
