"""One client's file on one page, a month explained, and paper cards keyed; every look is written first."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from capac.core import clock
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.work.models import Grant
from tests import world
from tests.payment import bank
from tests.web import desk

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR


def text(page: bytes) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def file_of(client: people.Client, *, name: str = "agnes", item: str = "") -> str:
    query = {"item": item} if item else {}
    return desk.allowed(name, client).get(f"/desk/files/{client.key}/", query).content.decode()


def test_everything_that_the_rooms_know_stands_on_one_page() -> None:
    desk.at_the_bank(desk.prepared("amina"))
    shown = text(file_of(world.client("amina")).encode())
    for words in (
        "Baert Amina", f"**.**.**-***.{world.number_of('amina')[9:]}", "FR", "BP01",
        "BE73 0110 0000 0060 (Amina Baert)", "from test",
        "July 2026 Full unemployment at the bank asked of the bank for 4 Aug",
        "27 €2,022.03 €0.00 €2,022.03 €2,022.03 at the bank 4 Aug",
        "1 July 2026, without an end 01/43AA1 Full unemployment, Head of a family",
        "No debt.", "ONEM has said nothing of these payments yet.", "Nothing waits for a person.",
        "agnes: the file",
    ):  # fmt: skip
        assert words in shown, (words, shown)
    assert world.number_of("amina") not in shown


def test_somebody_of_whom_nothing_is_known_has_no_blank_page() -> None:
    shown = text(file_of(world.client("amina", account=False)).encode())
    for words in (
        "no account: nothing can be paid", "No month yet.", "No authorisation yet.", "No debt.", "Nothing waits",
    ):  # fmt: skip
        assert words in shown, words


def test_what_is_missing_and_whose_turn_it_is_stand_with_the_month() -> None:
    (amina,) = desk.authorised("amina")
    shown = text(file_of(amina).encode())
    assert (
        "July 2026 Full unemployment card missing the client&#x27;s turn usual if all comes today: 4 Aug"
        in shown
    )
    assert "August 2026 Full unemployment month not over" in shown


def test_items_lead_from_the_file_and_back_with_their_reason_for_looking() -> None:
    item = desk.c2_item("amina")
    amina = world.client("amina")
    assert f'href="/desk/items/{item.pk}/"' in file_of(amina, item=str(item.pk))
    look = people.Access.objects.latest("pk")
    assert (look.route, look.action, look.clients, look.why) == (
        "desk:file",
        "file",
        [amina.pk],
        f"motive {_grant(amina)} counter",
    )


def _grant(client: people.Client) -> int:
    """The reason that was given last."""
    return Grant.objects.filter(client=client).latest("pk").pk


def test_a_month_is_explained_day_by_day_from_the_stored_calculation() -> None:
    desk.authorised("amina")
    desk.carded("amina", days={"2026-07-07": "worked"})
    flows.prepare_payments(who="pol")
    amina = world.client("amina")
    page = desk.allowed("rita", amina).get(f"/desk/files/{amina.key}/months/full_unemployment/2026-07/")
    shown = text(page.content)
    assert "€1,947.14" in shown and "Days on which you worked are not paid: 1." in shown
    assert page.content.count(b"data-because") == 31
    look = people.Access.objects.latest("pk")
    assert (look.route, look.action, look.clients) == ("desk:month", "month", [amina.pk])


@pytest.mark.parametrize("address", ["full_unemployment/2026-06", "full_unemployment/july", "other/2026-07"])
def test_a_month_of_which_nothing_is_known_does_not_exist(address: str) -> None:
    desk.prepared("amina")
    amina = world.client("amina")
    assert desk.allowed("rita", amina).get(f"/desk/files/{amina.key}/months/{address}/").status_code == 404


def test_a_key_that_nobody_has_is_not_found_and_is_no_look() -> None:
    for address in ("", "card/", "months/full_unemployment/2026-07/"):
        key = "00000000-0000-0000-0000-000000000000"
        assert desk.visitor("agnes").get(f"/desk/files/{key}/{address}").status_code == 404
    assert people.Access.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "file", "card"), [("agnes", 200, 200), ("rita", 200, 403), ("sam", 403, 403)]
)
def test_who_may_open_a_file_and_who_may_key_a_card(name: str, file: int, card: int) -> None:
    amina = world.client("amina")
    key = amina.key
    visitor = desk.visitor(name) if file != 200 else desk.allowed(name, amina)
    assert visitor.get(f"/desk/files/{key}/").status_code == file
    assert visitor.get(f"/desk/files/{key}/card/").status_code == card
    assert (b"Key the card" in visitor.get(f"/desk/files/{key}/").content) is (card == 200)


def test_a_file_takes_the_same_queries_however_many_months_it_has(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.prepared("amina")
    amina = world.client("amina")
    visitor = desk.allowed("agnes", amina)
    with django_assert_num_queries(43):
        visitor.get(f"/desk/files/{amina.key}/")
    for month, day in (("2026-08", "2026-09-02"), ("2026-09", "2026-10-02")):
        monkeypatch.setenv("CAPAC_NOW", f"{day}T12:00")
        desk.carded("amina", month=month)
        flows.prepare_payments(who="pol")
    desk.allowed("agnes", amina)
    with django_assert_num_queries(43):
        visitor.get(f"/desk/files/{amina.key}/")


def keyed(visitor: Client, client: people.Client, month: str = "2026-07", **filled: str) -> tuple[int, str]:
    """Send the form of a card: its answer's status and text."""
    sent = {
        "received_on": "2026-08-02",
        **{name.replace("_", "-", 0): value for name, value in filled.items()},
    }
    page = visitor.post(f"/desk/files/{client.key}/card/?month={month}", sent, follow=True)
    return page.status_code, text(page.content)


def test_a_paper_card_is_kept_as_the_version_that_counts() -> None:
    amina = world.client("amina")
    status, shown = keyed(
        desk.allowed("agnes", amina),
        amina,
        left="2,5",
        **{"day-2026-07-07": "worked", "day-2026-07-08": "", "day-2026-08-01": "sick"},
    )
    assert status == 200 and "The card of July 2026 is kept." in shown
    card = payment.cards([amina.pk], [JULY], known=clock.now())[amina.pk, JULY]
    assert (card.channel, card.days, card.paid_holidays_left_halves, card.received_on, card.keyed_by) == (
        "paper", {date(2026, 7, 7): "worked"}, 5, date(2026, 8, 2), "agnes",
    )  # fmt: skip


def test_a_card_that_is_there_fills_the_form_to_be_corrected() -> None:
    desk.authorised("amina")
    desk.carded("amina", days={"2026-07-07": "worked"})
    amina = world.client("amina")
    page = desk.allowed("agnes", amina).get(f"/desk/files/{amina.key}/card/?month=2026-07").content.decode()
    assert "A card of this month is known, received on 3 August 2026 (electronic)." in text(page.encode())
    assert page.count(" selected") == 1


@pytest.mark.parametrize(
    ("filled", "words", "field"),
    [
        ({"received_on": ""}, "Received on: Fill this in.", "received_on"),
        ({"received_on": "2.8.2026"}, "is not a date", "received_on"),
        ({"received_on": "2026-08-04"}, "The day of receipt has not come yet.", "received_on"),
        ({"received_on": "2026-06-30"}, "A card cannot be received before its month begins.", "received_on"),
        ({"left": "two"}, "is not a number of days", "left"),
        ({"left": "30"}, "at most 24", "left"),
        ({"day-2026-07-07": "dancing"}, "that we do not know: dancing", ""),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_filled_in_is_kept(
    filled: dict[str, str], words: str, field: str
) -> None:
    amina = world.client("amina")
    sent = {"received_on": "2026-08-02", "day-2026-07-08": "sick", **filled}
    page = desk.allowed("agnes", amina).post(f"/desk/files/{amina.key}/card/?month=2026-07", sent)
    shown = page.content.decode()
    assert page.status_code == 422 and words in text(page.content)
    assert not field or f'id="{field}-error"' in shown
    assert re.search(r'name="day-2026-07-08".*?value="sick"[^>]* selected', shown, re.S)
    assert payment.cards_of(amina.pk) == []


@pytest.mark.parametrize("month", ["2026-13", "july", "1899-01"])
def test_a_month_that_cannot_be_keyed_is_said(month: str) -> None:
    amina = world.client("amina")
    page = desk.allowed("agnes", amina).get(f"/desk/files/{amina.key}/card/", {"month": month})
    assert page.status_code == 200 and b"data-summary" in page.content
    assert b"Paper card of July 2026" in page.content


def test_a_month_that_has_not_begun_is_refused() -> None:
    amina = world.client("amina")
    status, shown = keyed(desk.allowed("agnes", amina), amina, "2026-09")
    assert status == 422 and "The card is of a month that has not begun (2026-09)." in shown
