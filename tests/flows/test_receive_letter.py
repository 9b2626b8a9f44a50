"""Letters received: kept, promised on the clock of e-mails, given to their client, treated with their item, taken back."""

from __future__ import annotations

import io
from datetime import date

import pytest

from capac.documents import api as documents
from capac.documents.models import Document, InboundLetter
from capac.flows import api as flows
from capac.people import api as people
from capac.work import api as work
from tests import papers, world

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 8, 3)


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")


def received(content: bytes | None = None, client: people.Client | None = None) -> flows.Received:
    return flows.receive_letter(
        io.BytesIO(content or papers.pdf()),
        name="letter.pdf",
        client_id=client.pk if client else None,
        office_id=world.office().pk,
        received_on=MONDAY,
        about="asks for a certificate",
        channel="letter",
        who="agnes",
    )


def letter() -> InboundLetter:
    return InboundLetter.objects.get()


def taken() -> work.Item:
    (item,) = work.queue()
    assert work.take(item.pk, world.staff())
    return item


def test_a_letter_is_promised_five_working_days_after_its_receipt_and_counted_once() -> None:
    first, again = received(), received()
    assert (first.is_new, again.is_new) == (True, False)
    assert first.promised_on == again.promised_on == date(2026, 8, 10)
    (item,) = work.queue()
    assert (item.kind, item.norm, item.due_on, item.arguments["about"]) == (
        "inbound_letter", "2.5.1", date(2026, 8, 10), "asks for a certificate",
    )  # fmt: skip
    assert (Document.objects.count(), letter().state) == (1, "waiting")


def test_what_is_refused_leaves_neither_letter_nor_task() -> None:
    with pytest.raises(documents.DocumentError):
        received(b"PK\x03\x04")
    assert (Document.objects.count(), InboundLetter.objects.count(), work.queue()) == (0, 0, [])


def test_a_letter_of_nobody_is_given_to_its_client_once() -> None:
    amina, bram = world.client("amina"), world.client("bram")
    received()
    item = taken()
    assert flows.give_letter(item.pk, bram.pk)
    assert not flows.give_letter(item.pk, amina.pk)
    one = work.one(item.pk)
    assert one is not None and one.client_id == bram.pk
    assert letter().client_id == letter().document.client_id == bram.pk
    assert documents.documents_of(bram.pk) == [letter().document]
    assert documents.check() == []


def test_a_scan_that_the_client_has_already_is_not_given_twice() -> None:
    amina = world.client("amina")
    received(client=amina)
    received()
    nameless = InboundLetter.objects.get(client=None)
    (item,) = [one for one in work.queue() if one.client_id is None]
    assert not flows.give_letter(item.pk, amina.pk)
    nameless.refresh_from_db()
    assert nameless.client_id is None


def test_a_letter_is_treated_with_its_task_and_waits_again_when_that_is_undone() -> None:
    received()
    item, agnes = taken(), world.staff()
    assert not flows.treat_letter(item.pk, world.staff("pol"), "not mine")
    assert letter().state == "waiting"
    assert flows.treat_letter(item.pk, agnes, "certificate sent")
    assert (letter().state, letter().outcome, letter().treated_at is not None) == (
        "treated", "certificate sent", True,
    )  # fmt: skip
    assert documents.letters_waiting(limit=9) == []
    assert flows.wait_again(item.pk, agnes)
    assert (letter().state, letter().outcome, letter().treated_at) == ("waiting", "", None)


def test_letters_that_wait_come_page_by_page_the_oldest_first() -> None:
    for number in range(3):
        received(papers.pdf(about=f"letter {number}"))
    ids = list(InboundLetter.objects.order_by("pk").values_list("pk", flat=True))
    first = documents.letters_waiting(limit=2)
    rest = documents.letters_waiting(after=(first[-1].received_on, first[-1].pk), limit=2)
    assert [one.pk for one in (*first, *rest)] == ids


def test_another_kind_of_task_is_no_letter() -> None:
    item = work.open_item(
        "returned_payment", ("payment.Payment", 1), since=world.NOON, because=world.because()
    )
    work.take(item.pk, world.staff())
    assert not flows.treat_letter(item.pk, world.staff(), "x")
    assert not flows.give_letter(item.pk, world.client().pk)
    assert not flows.wait_again(item.pk, world.staff())
