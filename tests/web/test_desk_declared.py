"""What employers declared stands on the client's file; what is rejected, on the list of rejects."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from pytest_django import Settings

from capac.exchange import api as exchange
from capac.records import api as records
from tests import onss, world
from tests.onss import declared
from tests.web import desk
from world.onss_messages import form

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-07-03T12:00")
    settings.ONSS = onss.keys()


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def rows(page: bytes) -> list[str]:
    """The lines of the section of declarations."""
    section = page.decode().split('<h2 id="declared">')[1].split("</section>")[0]
    return [text(row.encode()).strip() for row in section.split("<tr>")[2:]]


def test_every_version_stands_with_its_receipt_and_the_one_that_counts() -> None:
    amina = world.client("amina")
    visitor = desk.allowed("agnes", amina)
    assert "No employer has declared anything." in text(visitor.get(f"/desk/files/{amina.key}/").content)
    later = datetime.fromisoformat("2026-07-01T08:00:00")
    days = {date(2026, 6, 3): {"5.1": 380}}
    onss.deliver(
        onss.body_of(
            declared(),
            declared(ticket="034M", status=1, original="0340000AMINA", created=later, days=days),
            declared(ticket="034C", status=3, original="034ELSE"),
        )
    )
    onss.deliver(
        onss.body_of(declared("WECH508", ticket="034A", hours=10000, allowance=0)),
        application="WECH508",
        at=datetime.fromisoformat("2026-07-02T09:00:00+02:00"),
    )
    exchange.read_declarations(who="test")
    assert rows(visitor.get(f"/desk/files/{amina.key}/").content) == [
        "June 2026 temporary unemployment WECH505, employer 0400000078 3.8 modification counts 1 Jul",
        "June 2026 temporary unemployment WECH505, employer 0400000078 7.6 original 1 Jul",
        "June 2026 work in an activation programme WECH508, employer 0400000078 100 original counts 2 Jul",
        "– temporary unemployment WECH505, employer 0400000078 0 waits for what it cancels 1 Jul",
    ]


def test_the_declaration_of_a_client_registered_since_is_read_again() -> None:
    onss.deliver(onss.body_of(declared()))
    assert exchange.read_declarations(who="test")["rejected"] == 1
    item, visitor = desk.item_of("rejected_message"), desk.visitor("agnes")
    page = text(visitor.get("/desk/rejects/").content)
    assert "employers' declarations (WECH)" in page.replace("&#x27;", "'")
    assert "We have no file with the national number of this declaration." in page
    visitor.post(f"/desk/items/{item.pk}/take/")
    shown = visitor.get(f"/desk/items/{item.pk}/").content
    assert b"Read the declaration again" in shown and b"00024-008" in shown
    page_ = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "again"})
    assert page_.status_code == 422
    world.client("amina")
    done = visitor.post(f"/desk/items/{item.pk}/do/", {"act": "again"}, follow=True)
    assert b"Read again. The declaration is kept." in done.content
    assert (desk.state_of(item), records.open_rejects()) == ("done", [])


def test_what_is_wrong_in_a_declaration_is_asked_of_the_employer_and_not_of_onem() -> None:
    world.client("amina")
    wrong = form(declared()).replace(">5.1<", ">5.12<")
    onss.deliver(onss.body_of(wrong, form_name="WECH505"))
    exchange.read_declarations(who="test")
    page = text(desk.visitor("agnes").get("/desk/rejects/").content)
    assert "This code does not exist: 5.12" in page
    assert "The employer must send a right one." in page
    assert "ONEM" not in page.split("This code does not exist")[1][:200]
