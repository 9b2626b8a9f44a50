"""A bank whose channel refuses our file: a person asks, the same bytes go again, and nobody is paid twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from capac.payment import api as payment
from capac.payment.models import BankFile, Payment
from capac.records import api as records
from capac.records.models import OutgoingMessage, Reject
from capac.work import api as work
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank_messages import comes, pain002

pytestmark = pytest.mark.django_db
Send = Callable[[str, bytes, uuid.UUID], records.Delivery]


@pytest.fixture(autouse=True)
def _fourth_of_august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-04T12:00")


@pytest.fixture
def file() -> BankFile:
    """A file of one payment that waits in the outbox."""
    world.client("amina")
    run = bank.run(state="filed")
    found = bank.filed(run, bank.payment(run, "amina"))
    records.put("bank", found.message_id, b"<the file/>")
    return found


def refuses(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
    return records.Delivery(accepted=False, refused=True, answer="403 not today")


def takes(_name: str, _body: bytes, _key: uuid.UUID) -> records.Delivery:
    return records.Delivery(accepted=True, refused=False, answer="201")


def round_of(send: Send) -> dict[str, int]:
    """Deliver what waits, then read and follow; the counters that are not zero."""
    records.deliver("bank", send)
    return {name: number for name, number in payment.read_bank(who="test").items() if number}


def settle() -> None:
    """Agnes has asked the bank."""
    agnes = world.staff("agnes")
    item = Item.objects.exclude(state="done").get()
    assert work.take(item.pk, agnes)
    assert work.settle_by_hand(item.pk, agnes, "asked the bank")


def names() -> list[tuple[str, str]]:
    return list(OutgoingMessage.objects.order_by("pk").values_list("name", "state"))


def test_a_file_that_is_sent_needs_nobody(file: BankFile) -> None:
    assert round_of(takes) == {}
    assert (names(), Item.objects.count()) == ([(file.message_id, "sent")], 0)


def test_a_refused_file_is_said_once_and_pays_nobody_again(file: BankFile) -> None:
    assert round_of(refuses) == {"not_taken": 1}
    assert round_of(refuses) == {"waiting": 1}
    [reject] = Reject.objects.all()
    assert (reject.kind, reject.reason, reject.message_id, reject.arguments) == (
        "PAIN001", "file_not_taken", file.message_id, {"answer": "403 not today"},
    )  # fmt: skip
    assert list(Item.objects.values_list("kind", "state")) == [("rejected_message", "open")]
    assert names() == [(file.message_id, "refused")]
    assert Payment.objects.get().state == "filed"


def test_once_a_person_has_asked_the_same_bytes_go_again(file: BankFile) -> None:
    round_of(refuses)
    settle()
    assert round_of(takes) == {"sent_again": 1}
    assert names() == [(file.message_id, "refused"), (f"{file.message_id}.2", "waiting")]
    assert round_of(takes) == {}
    first, second = OutgoingMessage.objects.order_by("pk")
    assert (bytes(second.body), second.state) == (bytes(first.body), "sent")
    assert first.key != second.key


def test_one_refused_again_waits_for_a_person_again(file: BankFile) -> None:
    for attempt in (1, 2):
        assert round_of(refuses) == {"not_taken": 1}
        settle()
        assert round_of(refuses) == {"sent_again": 1}
        assert Reject.objects.filter(state="closed").count() == attempt
    assert [name for name, _ in names()] == [file.message_id, f"{file.message_id}.2", f"{file.message_id}.3"]


def test_a_bank_that_had_it_all_the_same_is_believed(file: BankFile) -> None:
    round_of(refuses)
    comes(pain002(file.message_id))
    payment.read_bank(who="test")
    settle()
    assert round_of(takes) == {}
    assert names() == [(file.message_id, "refused")]
