"""Teams, rota and delays in a real browser, and an item that goes from hand to hand by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from capac.core.clock import now
from capac.people import api as people
from capac.work import api as work
from capac.work.models import Item
from tests import world
from tests.browser.conftest import WIDTHS, LogIn, PageAt, fits
from tests.web import desk

Axe = Callable[[Page], None]
Picture = Callable[[Page, str], Path]
OFFICES = 12


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


def busy() -> None:
    """Twelve offices with people, what they did and what waits."""
    amina = world.client("amina")
    rows: list[Item] = []
    for number in range(OFFICES):
        office, _ = people.Office.objects.get_or_create(
            code=f"BP{number + 1:02d}",
            defaults={f"name_{lang}": "x" for lang in ("fr", "nl", "de")} | {"region": "x", "language": "fr"},
        )
        staff = people.Staff.objects.create(
            login=f"agent-{number}", name=f"Agent {number}", language="fr", roles=["agent"], office=office
        )
        for task in range(8 + number):
            is_done = task > 2 + number // 4
            rows.append(
                Item(
                    kind="returned_payment", subject_kind="x.Y", subject_id=len(rows), client=amina, office=office,
                    language="fr", since=now(), norm="2.5.1", due_on=date(2026, 8, 2 + task % 9),
                    placed_on=date(2026, 8, 2 + task % 9), calendar_version="office/1",
                    state="done" if is_done else "open", done_at=now() if is_done else None,
                    done_by=staff if is_done else None, waited_days=(task * number) % 11 if is_done else None,
                    is_kept=task % 3 > 0 if is_done else None,
                )
            )  # fmt: skip
    Item.objects.bulk_create(rows)


@pytest.mark.parametrize("width", WIDTHS)
def test_teams_rota_and_delays_are_read_and_planned(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    busy()
    carla = world.staff("carla")
    people.Staff.objects.create(login="dora", name="Dora", language="nl", roles=["c2_expert"])
    people.note_absence(carla, date(2026, 8, 6), date(2026, 8, 7), who="mia")
    people.note_absence(world.staff("agnes"), date(2026, 8, 3), date(2026, 8, 5), who="mia")
    log_in_staff("mia")
    page = page_at(width)
    page.goto("/desk/teams/")
    axe(page)
    picture(page, "desk-teams")
    page.get_by_role("link", name="Tour de rôle des experts C2").click()
    picture(page, "desk-rota-empty")
    page.get_by_role("button", name="Couvrir les jours vides").click()
    expect(page.get_by_text("Les 21 jours ouvrables sont tous couverts.")).to_be_visible()
    axe(page)
    picture(page, "desk-rota")
    page.get_by_role("link", name="Combien de temps les clients attendent").click()
    expect(page.locator("svg.chart")).to_be_visible()
    axe(page)
    picture(page, "desk-delays")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_item_goes_from_hand_to_hand_by_keyboard(
    page_at: PageAt, log_in_staff: LogIn, axe: Axe, picture: Picture, width: int
) -> None:
    world.staff("pol")
    row = work.NewItem(
        "something", ("x.Y", 1), now(), client_id=world.client("amina").pk,
        without_income_since=date(2026, 7, 1), due_on=date(2026, 8, 3),
    )  # fmt: skip
    work.open_items([row], because=world.because())
    item = Item.objects.get()
    log_in_staff("agnes")
    page = page_at(width, lang="en")
    page.goto("/desk/queue/")
    page.keyboard.press("n")
    expect(page.get_by_text("with you", exact=True)).to_be_visible()
    page.keyboard.press("s")
    expect(page.locator("#until")).to_be_focused()
    axe(page)
    picture(page, "desk-item-sleep")
    page.keyboard.press("Enter")
    expect(page.locator("[data-summary]")).to_be_focused()
    axe(page)
    page.keyboard.press("h")
    expect(page.locator("#to")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("he knows the bank")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pol has the item now.")).to_be_visible()
    picture(page, "desk-item-handed")
    assert Item.objects.get(pk=item.pk).taken_by == world.staff("pol")


def test_at_two_hundred_percent_nothing_sticks_out(
    page_at: PageAt, log_in_staff: LogIn, picture: Picture
) -> None:
    """A window of 1280 px at 200 % zoom has 640 px for the page."""
    busy()
    world.staff("carla")
    work.take(desk.c2_item("bram").pk, world.staff("carla"))
    amina = world.client("amina")
    for name, paths in (
        (
            "carla",
            ("queue/?whose=mine", "teams/", "teams/rota/", "teams/delays/", f"files/{amina.key}/reason/"),
        ),
    ):
        log_in_staff(name)
        page = page_at(640)
        for path in paths:
            page.goto(f"/desk/{path}")
            fits(page)
