"""The desk in a real browser: by keyboard alone, without script, at both widths, without a fault of accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from capac.payment import api as payment
from capac.payment.models import Payment
from tests import world
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.payment import bank
from tests.payment.bank_messages import booked
from tests.payment.test_camt053 import comes, statement
from tests.web import desk

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR


def shown(page: Page, name: str, axe: Axe, picture: Picture) -> None:
    """The page as it stands: no fault of accessibility, and its picture."""
    axe(page)
    picture(page, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_expert_works_the_queue_by_keyboard(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    desk.c2_item("bram", called="Peeters Jan", modules=desk.TEXT)
    desk.reject_item()
    log_in_staff("carla")
    page = page_at(width)
    page.goto("/desk/")
    expect(page.locator("[data-row]")).to_have_count(2)
    shown(page, "desk-queue", axe, picture)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#item-title")).to_be_focused()
    expect(page.locator('[data-row][aria-current="true"]')).to_have_count(1)
    assert "/desk/items/" in page.url
    shown(page, "desk-item", axe, picture)
    page.keyboard.press("t")
    expect(page.get_by_text("chez vous", exact=True)).to_be_visible()
    page.keyboard.press("d")
    expect(page.locator("#compared")).to_be_focused()
    page.get_by_role("button", name="Rejeter le message").click()
    expect(page.locator("[data-summary]")).to_be_focused()
    shown(page, "desk-item-error", axe, picture)
    page.get_by_label("Pourquoi ne peut-il servir").fill("destiné à un autre organisme")
    page.get_by_role("button", name="Rejeter le message").click()
    expect(page.locator("[data-key=u]")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_done_is_undone_and_single_keys_are_switched_off(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    item = desk.reject_item()
    log_in_staff("agnes")
    page = page_at(width, lang="nl")
    page.goto(f"/desk/items/{item.pk}/")
    page.keyboard.press("t")
    page.locator("#note").wait_for()
    page.keyboard.press("d")
    page.keyboard.type("opnieuw gevraagd")
    page.keyboard.press("Enter")
    expect(page.locator("[data-key=u]")).to_be_visible()
    assert desk.state_of(item) == "done"
    shown(page, "desk-item-done", axe, picture)
    page.keyboard.press("u")
    expect(page.locator("[data-key=g]")).to_be_visible()
    assert desk.state_of(item) == "taken"
    page.keyboard.press("?")
    page.get_by_role("button", name="uitschakelen").click()
    shown(page, "desk-keys", axe, picture)
    page.goto(f"/desk/items/{item.pk}/")
    page.keyboard.press("g")
    page.wait_for_timeout(200)
    assert desk.state_of(item) == "taken"


def test_without_script_everything_can_be_done(page_at: PageAt, log_in_staff: LogIn) -> None:
    item = desk.reject_item()
    log_in_staff("agnes")
    page = page_at(1280, lang="en", script=False)
    page.goto("/desk/queue/")
    page.locator("[data-open]").click()
    page.get_by_role("button", name="Take it").click()
    page.get_by_label("What did you do?").fill("asked again")
    page.get_by_role("button", name="Settle").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("with you", exact=True)).to_be_visible()
    assert desk.state_of(item) == "taken"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_client_is_searched_and_a_card_is_keyed_with_the_keyboard(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    (amina,) = desk.authorised("amina")
    world.client("bram")
    log_in_staff("agnes")
    page = page_at(width)
    page.goto("/desk/queue/")
    shown(page, "desk-queue-empty", axe, picture)
    page.keyboard.press("/")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    shown(page, "desk-search", axe, picture)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pourquoi ouvrez-vous ce dossier")).to_be_visible()
    shown(page, "desk-reason", axe, picture)
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="Baert Amina")).to_be_visible()
    shown(page, "desk-file-new", axe, picture)
    page.goto(f"/desk/files/{amina.key}/card/?month=2026-07")
    first = page.locator(".month button").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("2")
    shown(page, "desk-card", axe, picture)
    page.get_by_label("Jours de congé payé restants").fill("beaucoup")
    page.keyboard.press("Enter")
    expect(page.locator("[data-summary]")).to_be_focused()
    shown(page, "desk-card-error", axe, picture)
    page.get_by_label("Jours de congé payé restants").fill("2,5")
    page.get_by_role("button", name="Garder la carte").click()
    expect(page.get_by_role("heading", name="Baert Amina")).to_be_visible()
    (card,) = payment.cards_of(amina.pk)
    assert {str(day): code for day, code in card.days.items()} == {
        "2026-07-02": "worked",
        "2026-07-09": "sick",
    }
    assert card.paid_holidays_left_halves == 5


@pytest.mark.parametrize("width", WIDTHS)
def test_money_goes_from_one_person_to_the_other_and_to_the_bank(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    desk.authorised("amina", "bram")
    desk.carded("amina", "bram", days={"2026-07-07": "worked"})
    world.client("dieter", account=False)
    desk.authorised("dieter")
    desk.carded("dieter")
    log_in_staff("pol")
    page = page_at(width)
    page.goto("/desk/runs/")
    shown(page, "desk-runs-none", axe, picture)
    page.get_by_role("button", name="Préparer les paiements").click()
    expect(page.get_by_text("Vous avez préparé ce lot vous-même")).to_be_visible()
    shown(page, "desk-run-own", axe, picture)
    log_in_staff("rita")
    page.reload()
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Libérer")).to_be_visible()
    page.get_by_role("button", name="Libérer").click()
    expect(page.locator("[data-summary]")).to_be_focused()
    shown(page, "desk-release", axe, picture)
    page.get_by_label("J’ai vu le tableau").check()
    page.get_by_role("button", name="Libérer").click()
    expect(page.get_by_text("partent à la banque")).to_be_visible()
    shown(page, "desk-run-filed", axe, picture)
    page.goto("/desk/runs/")
    shown(page, "desk-runs", axe, picture)
    page.goto(f"/desk/runs/{payment.runs(1)[0].id}/payments/first/")
    shown(page, "desk-payments", axe, picture)
    page.get_by_role("link", name="Claes Bram").click()
    page.get_by_role("button", name="Je vérifie un lot de paiements").click()
    shown(page, "desk-file", axe, picture)
    page.get_by_role("link", name="juillet 2026").click()
    page.locator(".month button").nth(6).focus()
    shown(page, "desk-month", axe, picture)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_returned_payment_has_another_account_proposed_and_a_second_person_sees_it(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    run_id = desk.prepared("amina")
    desk.at_the_bank(run_id)
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T12:00")
    item = desk.came_back(run_id)
    log_in_staff("agnes")
    page = page_at(width, lang="de")
    page.goto(f"/desk/items/{item.pk}/")
    page.keyboard.press("t")
    page.locator("#iban").wait_for()
    page.keyboard.press("d")
    page.keyboard.type("BE32 0230 0000 0003")
    page.keyboard.press("Enter")
    expect(page.locator("#iban-error")).to_be_visible()
    shown(page, "desk-returned-error", axe, picture)
    page.locator("#iban").fill("BE32 0230 0000 0002")
    page.keyboard.press("Enter")
    page.locator(".notice.ok").wait_for()
    shown(page, "desk-returned-done", axe, picture)
    assert desk.state_of(item) == "open"
    log_in_staff("pol")
    page.goto(f"/desk/items/{item.pk}/")
    shown(page, "desk-returned-second", axe, picture)


@pytest.mark.parametrize("width", WIDTHS)
def test_rejects_register_and_the_doors_of_other_roles(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    desk.reject_item()
    desk.c2_item("amina")
    log_in_staff("agnes")
    page = page_at(width)
    page.goto("/desk/rejects/")
    shown(page, "desk-rejects", axe, picture)
    page.goto("/desk/queue/")
    log_in_staff("aude")
    page.goto("/desk/")
    shown(page, "desk-home", axe, picture)
    page.get_by_role("main").get_by_role("link", name="Lire le registre").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shown(page, "desk-register", axe, picture)


def test_in_the_dark_every_page_keeps_its_contrast(page_at: PageAt, log_in_staff: LogIn, axe: Axe) -> None:
    item = desk.c2_item("bram", called="Peeters Jan", modules=desk.TEXT)
    desk.reject_item()
    run_id = desk.prepared("amina")
    log_in_staff("pol")
    page = page_at(1280, dark=True)
    key = world.client("amina").key
    for address in (
        f"items/{item.pk}/",
        "rejects/",
        f"runs/{run_id}/",
        f"files/{key}/",
        f"files/{key}/card/",
    ):
        page.goto(f"/desk/{address}")
        axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_payments_life_and_the_returns_are_read_and_acted_on(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Axe,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    run_id = desk.prepared("amina")
    desk.at_the_bank(run_id)
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T12:00")
    item = desk.came_back(run_id)
    bank.file_of("bram")
    comes(statement([booked("ONEM-2026-08", 500_000, side="CRDT")], 500_000))
    log_in_staff("pol")
    page = page_at(width)
    page.goto("/desk/returns/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    shown(page, "desk-returns", axe, picture)
    page.locator("[data-row] [data-open]").first.click()
    expect(page).to_have_url(re.compile(rf"/desk/payments/{item.subject_id}/$"))
    shown(page, "desk-payment", axe, picture)
    for kind in ("unknown_entry", "bank_silent"):
        page.goto(f"/desk/items/{desk.item_of(kind).pk}/")
        page.locator("[data-key=t]").click()
        shown(page, f"desk-item-{kind}", axe, picture)
    page.goto(f"/desk/payments/{Payment.objects.get(state='filed').pk}/")
    page.locator("details summary").first.click()
    shown(page, "desk-payment-recall", axe, picture)
