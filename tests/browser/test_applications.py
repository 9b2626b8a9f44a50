"""Applications in a real browser: the intake by keyboard alone, the page, the list at risk, the client's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from capac.dossier import api as dossier
from tests import world
from tests.browser.conftest import WIDTHS, LogIn, PageAt
from tests.dossier.files import (
    fact,
    from_register,
    from_service,
    opened,
    question_of,
    received,
    registration,
    view,
)
from tests.web import desk

pytestmark = pytest.mark.django_db(transaction=True)
Look = Callable[[Page], None]
Picture = Callable[[Page, str], Path]


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-09-16T10:00")


def address(number: int, name: str = "amina") -> str:
    return f"/desk/files/{world.client(name).key}/applications/{view(number).key}/"


def busy() -> int:
    """Amina's file with something of everything: papers here, one announced, the register says otherwise."""
    number = opened(secondary_activity="tremplin").id
    received(number, "C1")
    from_service(registration(registered="2026-09-16"))
    from_register(fact(question=question_of(number), household=3))
    desk.allowed("agnes", world.client())
    return number


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_an_application(
    page_at: PageAt, log_in_staff: LogIn, axe: Look, picture: Picture, width: int
) -> None:
    number = busy()
    log_in_staff("agnes")
    page = page_at(width)
    page.goto(address(number))
    expect(page.locator(".status")).to_contain_text("Le client doit encore fournir une chose.")
    axe(page)
    picture(page, "desk-application")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_intake(page_at: PageAt, log_in_staff: LogIn, axe: Look, picture: Picture, width: int) -> None:
    client = world.client()
    desk.allowed("agnes", client)
    log_in_staff("agnes")
    page = page_at(width)
    page.goto(f"/desk/files/{client.key}/apply/")
    axe(page)
    picture(page, "desk-intake-kind")
    page.goto(f"/desk/files/{client.key}/apply/?type=full_unemployment")
    axe(page)
    picture(page, "desk-intake")


def test_an_application_is_taken_in_by_keyboard_alone(page_at: PageAt, log_in_staff: LogIn) -> None:
    client = world.client()
    desk.allowed("agnes", client)
    log_in_staff("agnes")
    page = page_at(1280, lang="en")
    page.goto(f"/desk/files/{client.key}/apply/")
    page.locator("#type").focus()
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change of situation")
    page.locator("#asked_on").focus()
    page.keyboard.type("09152026")
    for name, presses in (("changed", 3), ("nationality", 0), ("residence", 0), ("household", 0)):
        page.locator(f"#{name}").focus()
        page.keyboard.press("Space")
        for _ in range(presses):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/applications/**")
    (one,) = dossier.applications_of(client.pk)
    assert (one.asked_on, one.situation["changed"]) == (date(2026, 9, 15), "pension")
    assert [m.code for m in one.missing] == ["C8", "C1B"]


@pytest.mark.parametrize("width", WIDTHS)
def test_applications_at_risk(
    page_at: PageAt,
    log_in_staff: LogIn,
    axe: Look,
    picture: Picture,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
) -> None:
    opened(kind="change")
    opened("bram", "change", asked_on=date(2026, 8, 20))
    monkeypatch.setenv("CAPAC_NOW", "2026-10-20T10:00")
    log_in_staff("agnes")
    page = page_at(width)
    page.goto("/desk/applications/")
    axe(page)
    picture(page, "desk-applications")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_clients_own_application(
    page_at: PageAt, log_in_client: LogIn, axe: Look, picture: Picture, width: int
) -> None:
    received(opened().id, "C4")
    log_in_client("amina")
    page = page_at(width)
    page.goto("/file/")
    axe(page)
    picture(page, "portal-home-application")
    page.goto("/file/applications/")
    axe(page)
    picture(page, "portal-applications")


def test_an_item_of_an_application(page_at: PageAt, log_in_staff: LogIn, axe: Look, picture: Picture) -> None:
    busy()
    item: Any = desk.item_of("register_difference")
    log_in_staff("agnes")
    page = page_at(1280)
    page.goto(f"/desk/items/{item.pk}/")
    axe(page)
    picture(page, "desk-item-application")


@pytest.mark.parametrize("lang", ["nl", "de", "en"])
def test_every_page_at_two_hundred_per_cent_in_each_language(
    page_at: PageAt, log_in_staff: LogIn, log_in_client: LogIn, axe: Look, picture: Picture, lang: str
) -> None:
    """1280 pixels at 200 % are 640: nothing is cut, nothing sticks out."""
    number = busy()
    log_in_staff("agnes")
    log_in_client("amina")
    page = page_at(640, lang=lang)
    for path in (
        address(number),
        f"{address(number)}situation/",
        f"/desk/files/{world.client().key}/apply/?type=temporary_unemployment",
        "/desk/applications/",
        "/file/applications/",
    ):
        page.goto(path)
        axe(page)
    picture(page, f"portal-applications-{lang}")
    page.goto(address(number))
    picture(page, f"desk-application-{lang}")
