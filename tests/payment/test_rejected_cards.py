"""The card of somebody unknown is not lost: it waits in its file until the client is registered."""

from __future__ import annotations

from datetime import date

import pytest

from capac.payment import api as payment
from capac.payment.models import ControlCard
from capac.records import api as records
from capac.work import api as work
from tests import world

pytestmark = pytest.mark.django_db
SICK = {"2026-07-06": "sick"}


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T09:00")


def rejected(*cards: str) -> int:
    world.incoming(world.ec3_batch(*cards), "EC3")
    assert payment.read_ec3(who="test")["rejected"] == 1
    [row] = records.open_rejects()
    return row.pk


def test_once_the_client_is_registered_the_card_is_kept_and_its_item_closes() -> None:
    world.client("amina")
    reject = rejected(world.card("amina"), world.card("bram", days=SICK))
    bram = world.client("bram")
    assert payment.read_rejected_card(reject, because=world.because("agnes", "client registered"))
    [card] = payment.cards_of(bram.pk)
    assert (card.card_id, card.days, card.received_on) == (
        "EC3-bram-2026-07-1", {date(2026, 7, 6): "sick"}, date(2026, 7, 1),
    )  # fmt: skip
    assert records.open_rejects() == []
    assert work.queue() == []
    [change] = records.history("payment.ControlCard", card.id)
    assert (change.who, change.why) == ("agnes", "client registered")
    with pytest.raises(payment.CardError, match="not_waiting"):
        payment.read_rejected_card(reject, because=world.because())
    assert ControlCard.objects.count() == 2


def test_while_the_client_is_unknown_the_card_goes_on_waiting() -> None:
    reject = rejected(world.card("bram"))
    with pytest.raises(payment.CardError) as caught:
        payment.read_rejected_card(reject, because=world.because())
    assert (caught.value.reason, caught.value.field) == ("unknown_client", "inss")
    assert [row.pk for row in records.open_rejects()] == [reject]
    assert len(work.queue()) == 1


def test_a_card_that_has_come_again_meanwhile_closes_the_reject_by_itself() -> None:
    rejected(world.card("bram"))
    bram = world.client("bram")
    world.incoming(world.ec3_batch(world.card("bram"), world.card("chloe")), "EC3")
    assert payment.read_ec3(who="test")["kept"] == 1
    assert len(payment.cards_of(bram.pk)) == 1
    assert [row.message_id for row in records.open_rejects()] == ["EC3-chloe-2026-07-1"]
    assert len(work.queue()) == 1


def test_a_card_overtaken_by_a_later_version_cannot_be_kept_any_more() -> None:
    reject = rejected(world.card("bram"))
    world.client("bram")
    world.incoming(world.ec3_batch(world.card("bram", version=2)), "EC3")
    payment.read_ec3(who="test")
    with pytest.raises(payment.CardError) as caught:
        payment.read_rejected_card(reject, because=world.because())
    assert (caught.value.reason, caught.value.arguments) == ("version_not_above", {"known": "2"})
    assert [row.pk for row in records.open_rejects()] == [reject]


def test_another_reject_is_no_card_to_read() -> None:
    world.client("bram")
    reject = rejected(world.card("bram", days={"2026-06-30": "sick"}))
    with pytest.raises(payment.CardError, match="not_waiting"):
        payment.read_rejected_card(reject, because=world.because())
    with pytest.raises(payment.CardError, match="not_waiting"):
        payment.read_rejected_card(0, because=world.because())
