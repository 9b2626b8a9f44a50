"""Barème files on the desk: what is odd, how rows compare; proposed by one, approved by another, or rejected."""

from __future__ import annotations

import pytest

from capac.core.clock import now
from capac.exchange import api as exchange
from tests import world
from tests.rules.bareme_tables import csv, line
from tests.web import desk

pytestmark = pytest.mark.django_db
ODD = csv(line(64, "N", "A1", "75.00"))
WRONG = csv(line(64, "N", "A1", "75.00", half="37.49"))


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")


def received(content: bytes = ODD) -> str:
    """The address of a file that waits."""
    file_id, _ = exchange.receive_bareme(content, name="rows.csv", who="test")
    return f"/desk/baremes/{file_id}/"


def state() -> str:
    return exchange.baremes(1)[0].state


def test_one_proposes_and_another_approves_with_a_note() -> None:
    address = received()
    pol, rita = desk.visitor("pol"), desk.visitor("rita")
    page = pol.get(address).content.decode()
    for words in (
        "64NA1",
        "€75.00",
        "€74.89",
        "differs",
        "Amounts that are not those of the formula: 1",
        "Propose",
    ):
        assert words in page, words
    assert "Approve</button>" not in page
    page = pol.post(f"{address}propose/", follow=True).content.decode()
    assert "Proposed. Somebody else approves it." in page
    assert "You proposed this file yourself." in page
    assert "Approve</button>" in rita.get(address).content.decode()
    page = rita.post(f"{address}approve/", follow=True).content.decode()
    assert "Write what you made of what is odd" in page and state() == "proposed"
    page = rita.post(f"{address}approve/", {"note": "as ONEM wrote"}, follow=True).content.decode()
    assert "Approved. The next preparation of payments counts with these rows." in page
    assert "rita: as ONEM wrote" in page
    assert len(exchange.bareme(now()).tables) == 1
    assert "Approve</button>" not in page and "Reject</button>" not in page


def test_a_file_with_something_wrong_is_rejected_with_a_reason() -> None:
    address = received(WRONG)
    pol = desk.visitor("pol")
    page = pol.get(address).content.decode()
    assert "the half-allowance 37.49 is not the rounded half of the allowance (37.50)" in page
    assert "Propose</button>" not in page
    assert "Something in this file is wrong." in pol.post(f"{address}propose/", follow=True).content.decode()
    pol.post(f"{address}reject/", {"note": " "})
    assert state() == "received"
    pol.post(f"{address}reject/", {"note": "x" * 201})
    assert state() == "received"
    page = pol.post(f"{address}reject/", {"note": "the half is wrong"}, follow=True).content.decode()
    assert "Rejected. These rows pay nobody." in page and "pol: the half is wrong" in page
    assert state() == "rejected"


@pytest.mark.parametrize(
    ("who", "verb", "status"),
    [
        ("agnes", "", 403), ("agnes", "propose/", 403), ("rita", "propose/", 403), ("pol", "approve/", 403),
        ("agnes", "reject/", 403), ("aude", "", 200), ("aude", "reject/", 403), ("sam", "", 403),
    ],
)  # fmt: skip
def test_who_may(who: str, verb: str, status: int) -> None:
    visitor, address = desk.visitor(who), f"{received()}{verb}"
    page = visitor.post(address, {"note": "no"}) if verb else visitor.get(address)
    assert (page.status_code, state()) == (status, "received")


def test_the_list_names_files_and_only_those_who_may_see_it_find_it() -> None:
    received()
    assert "rows.csv" in desk.visitor("pol").get("/desk/baremes/").content.decode()
    assert "/desk/baremes/" in desk.visitor("rita").get("/desk/runs/").content.decode()
    assert "/desk/baremes/" not in desk.visitor("agnes").get("/desk/queue/").content.decode()
    assert desk.visitor("pol").get("/desk/baremes/999/").status_code == 404
    assert desk.visitor("pol").post("/desk/baremes/999/propose/").status_code == 404


def test_the_page_speaks_the_language_of_who_reads_it() -> None:
    address = received()
    for lang, words in (("fr", "Ce qui est étrange"), ("nl", "Wat vreemd is"), ("de", "Was auffällt")):
        page = desk.visitor("pol", lang=lang).get(address).content.decode()
        assert words in page


def test_a_payment_uses_approved_rows_only() -> None:
    from capac.flows import api as flows
    from capac.payment import api as payment

    code = {"code": "01/64NA1", "dailyAmount": ""}
    amina = world.client("amina")
    bodies = [world.body("2026-07-01", **code)]
    world.incoming(world.c2_batch(world.c2("amina", bodies=bodies)), at=now())
    exchange.read_c2(who="test")
    desk.carded("amina")
    flows.prepare_payments(who="pol")
    (run,) = payment.runs(5)
    assert run.audit["gross_cents"] == 27 * 74_89
    address = received()
    desk.visitor("pol").post(f"{address}propose/")
    assert flows.prepare_payments(who="pol")["payments"] == 0
    desk.visitor("rita").post(f"{address}approve/", {"note": "as ONEM wrote"})
    flows.prepare_payments(who="pol")
    (month,) = payment.months_of(amina.pk)
    assert month.gross_cents == 27 * 75_00
    assert flows.prepare_payments(who="pol")["payments"] == 0
