"""ONEM as the product meets it: what it sends is read, what it sends wrongly is rejected, what we send is checked."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from tests.outside.serving import served
from world import onem, population
from world.mailbox import Box

TOKEN = "token-of-the-test"
WISH = population.Wish(number=120, panel=60)


class Outside:
    """ONEM over a real connection, and our side of it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.mailbox = records.Mailbox(address, TOKEN)

    def act(self, name: str, **told: Any) -> dict[str, Any]:
        answer = httpx.post(
            f"{self.address}/admin/act/{name}", json=told, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def leave(self, name: str, body: bytes) -> str:
        return self.mailbox.send(name, body, uuid.uuid4()).answer

    def collect(self) -> dict[str, int]:
        return records.collect("onem", self.mailbox, who="test")


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-31T12:00")
    box = Box(tmp_path, token=TOKEN)
    with served(onem.application(onem.Onem(box, population.files(WISH)))) as address:
        yield Outside(address)
    box.store.close()


@pytest.fixture
def loaded(outside: Outside) -> Outside:
    people.load(population.as_lines(WISH), source="test")
    return outside


pytestmark = pytest.mark.django_db


def test_what_onem_decides_and_confirms_is_read_without_a_reject(loaded: Outside) -> None:
    sent = loaded.act("day", date="2026-08-31")
    loaded.collect()
    read = exchange.read_c2(who="test")
    assert (read["rejected"], read["rejected_files"]) == (0, 0)
    assert read["messages"] == sent["c2"] > 100
    assert 0 < read["by_hand"] < 15
    cards = payment.read_ec3(who="test")
    assert cards["rejected_files"] == 0
    assert cards["cards"] == sent["ec3"] > 100
    assert loaded.act("day", date="2026-08-31") == {
        "again": 0,
        "c2": 0,
        "answers": 0,
        "ec3": 0,
        "verification": 0,
    }


def test_a_batch_cut_in_half_is_rejected_whole_and_read_whole_the_next_day(loaded: Outside) -> None:
    sent = loaded.act("day", date="2026-06-20", cut=["C2"])
    loaded.collect()
    assert exchange.read_c2(who="test")["rejected_files"] == 1
    assert loaded.act("day", date="2026-06-20")["again"] == 1
    loaded.collect()
    assert exchange.read_c2(who="test")["messages"] == sent["c2"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("impossible_date", "impossible_date"),
        ("overlapping", "overlapping_bodies"),
        ("broken_xml", "not_xml"),
        ("cut", "cut"),
        ("no_such_prefix", "unknown_code"),
    ],
)
def test_a_wrong_c2_is_on_the_list_of_rejects_with_its_reason(
    loaded: Outside, kind: str, reason: str
) -> None:
    loaded.act("faulty", date="2026-08-03", kinds=[kind], person="amina")
    loaded.collect()
    exchange.read_c2(who="test")
    rejects = records.open_rejects()
    assert [(row.reason, bool(row.line)) for row in rejects] == [(reason, True)]
    assert exchange.by_hand() == []


@pytest.mark.parametrize(
    ("kind", "reason"), [("unknown_person", "unknown_person"), ("special_prefix", "prefix_not_computable")]
)
def test_a_decision_that_no_machine_can_apply_waits_for_a_person(
    loaded: Outside, kind: str, reason: str
) -> None:
    loaded.act("faulty", date="2026-08-03", kinds=[kind], person="amina")
    loaded.collect()
    exchange.read_c2(who="test")
    assert [case.reasons for case in exchange.by_hand()] == [[reason]]
    assert records.open_rejects() == []


def test_a_decision_sent_again_is_known_and_its_id_over_other_content_is_rejected(loaded: Outside) -> None:
    loaded.act("day", date="2026-06-30")
    loaded.act("faulty", date="2026-07-01", kinds=["same_again", "same_id_other_content"], person="amina")
    loaded.collect()
    read = exchange.read_c2(who="test")
    assert (read["known"], read["rejected"]) == (1, 1)
    assert [row.reason for row in records.open_rejects()] == ["message_known_with_other_content"]


@pytest.mark.parametrize(
    ("kind", "reason"), [("future_card", "future_month"), ("card_of_nobody", "unknown_client")]
)
def test_a_wrong_card_is_on_the_list_of_rejects(loaded: Outside, kind: str, reason: str) -> None:
    loaded.act("faulty", date="2026-08-03", kinds=[kind], person="amina")
    loaded.collect()
    payment.read_ec3(who="test")
    assert [row.reason for row in records.open_rejects()] == [reason]


def test_an_act_that_does_not_exist_names_those_that_do(outside: Outside) -> None:
    told = {"date": "2026-08-03", "kinds": ["explode"], "person": "amina"}
    answer = httpx.post(
        f"{outside.address}/admin/act/faulty", json=told, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    assert answer.status_code == 400
    assert answer.json()["title"].startswith("ValueError: no fault 'explode': there is broken_xml, card_of")
    assert outside.act("tally") == {"today": "2026-01-01", "sent": 0, "lines": {}, "told": {}}
