"""Electronic control cards: what is kept, what is rejected and with which words, and that nothing happens twice."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.payment import api as payment
from capac.payment.models import ControlCard
from capac.records import api as records
from capac.records.models import Reject, Run
from capac.work import api as work
from tests import world

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)
NOTHING = {"files": 0, "rejected_files": 0, "cards": 0, "kept": 0, "known": 0, "rejected": 0}
SICK = {"2026-07-06": "sick", "2026-07-07": "sick"}


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T09:00")


def read(*cards: str, count: int | None = None) -> dict[str, int]:
    return read_file(world.ec3_batch(*cards, count=count))


def read_file(content: bytes) -> dict[str, int]:
    world.incoming(content, "EC3")
    return payment.read_ec3(who="test")


def test_a_card_is_kept_with_all_that_it_says() -> None:
    amina = world.client("amina")
    counts = read(world.card("amina", days=SICK, left="2.5"))
    assert counts == {**NOTHING, "files": 1, "cards": 1, "kept": 1}
    [card] = payment.cards_of(amina.pk)
    assert card == payment.Card(
        id=card.id,
        card_id="EC3-amina-2026-07-1",
        client_id=amina.pk,
        month=JULY,
        channel="ec3",
        received_on=date(2026, 7, 1),
        known_at=now(),
        confirmed_on=date(2026, 7, 28),
        days={date(2026, 7, 6): "sick", date(2026, 7, 7): "sick"},
        paid_holidays_left_halves=5,
        version=1,
    )
    [change] = records.history("payment.ControlCard", card.id)
    assert (change.to_state, change.who, change.why) == ("kept", "test", "read from a file of control cards")
    assert records.IncomingFile.objects.get().state == "read"
    assert Run.objects.get(verb="read_ec3").counters == counts
    assert work.queue() == []


def test_a_card_without_event_or_holidays_says_nothing_of_them() -> None:
    amina = world.client("amina")
    read(world.card("amina"))
    [card] = payment.cards_of(amina.pk)
    assert (card.days, card.paid_holidays_left_halves) == ({}, None)


def test_a_card_is_received_on_the_day_of_brussels(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    amina = world.client("amina")
    world.incoming(world.ec3_batch(world.card("amina")), "EC3", at=datetime(2026, 7, 31, 22, 30, tzinfo=UTC))
    payment.read_ec3(who="test")
    assert payment.cards_of(amina.pk)[0].received_on == date(2026, 8, 1)


def test_a_correction_is_a_new_version_and_the_old_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    amina = world.client("amina")
    read(world.card("amina"))
    before = now()
    monkeypatch.setenv("CAPAC_NOW", "2026-08-10T09:00")
    assert read(world.card("amina", days=SICK, version=2))["kept"] == 1
    counted = payment.cards([amina.pk], [JULY], known=now())
    assert [card.version for card in counted.values()] == [2]
    assert payment.cards(None, [JULY], known=before)[amina.pk, JULY].version == 1
    assert [card.version for card in payment.cards_of(amina.pk)] == [2, 1]


def test_two_versions_in_one_file_leave_the_second_to_count() -> None:
    amina = world.client("amina")
    assert read(world.card("amina"), world.card("amina", days=SICK, version=2))["kept"] == 2
    assert payment.cards(None, [JULY], known=now())[amina.pk, JULY].version == 2


def test_the_same_card_again_is_nothing_new() -> None:
    world.client("amina")
    read(world.card("amina", days=SICK))
    again = world.ec3_batch(world.card("amina", days=SICK)).replace(b'fileId="E1"', b'fileId="E2"')
    assert read_file(again) == {**NOTHING, "files": 1, "cards": 1, "known": 1}
    assert ControlCard.objects.count() == 1
    assert read(world.card("bram", number=""), world.card("bram")) == {
        **NOTHING,
        "files": 1,
        "cards": 2,
        "rejected": 2,
    }


def test_the_same_card_twice_in_one_file_is_kept_once() -> None:
    world.client("amina")
    assert read(world.card("amina"), world.card("amina")) == {
        **NOTHING,
        "files": 1,
        "cards": 2,
        "kept": 1,
        "known": 1,
    }


def test_the_same_bytes_again_are_not_even_read() -> None:
    world.client("amina")
    cards = world.card("amina"), world.card("bram")
    assert read(*cards)["rejected"] == 1
    assert read(*cards) == {**NOTHING, "files": 1}
    assert Reject.objects.count() == 1


@pytest.mark.parametrize("one_file", [True, False])
@pytest.mark.parametrize(
    ("second", "reason", "field", "arguments"),
    [
        ({"card_id": "C1", "days": SICK}, "card_known_with_other_content", "cardId", {}),
        ({"card_id": "C1", "confirmed": "2026-07-29"}, "card_known_with_other_content", "cardId", {}),
        ({"card_id": "C2", "version": 1}, "version_not_above", "version", {"known": "1"}),
    ],
)
def test_a_known_id_or_version_with_other_content_is_rejected(
    second: dict[str, object], reason: str, field: str, arguments: dict[str, str], *, one_file: bool
) -> None:
    amina = world.client("amina")
    first, other = world.card("amina", card_id="C1"), world.card("amina", **second)  # type: ignore[arg-type]
    counts = [read(first, other)] if one_file else [read(first), read(other)]
    assert (sum(c["kept"] for c in counts), sum(c["rejected"] for c in counts)) == (1, 1)
    [row] = records.open_rejects()
    assert (row.reason, row.line, row.field, row.message_id, row.arguments) == (
        reason, 3 if one_file else 2, field, second["card_id"], arguments,
    )  # fmt: skip
    assert [card.days for card in payment.cards_of(amina.pk)] == [{}]


def test_a_card_at_fault_is_rejected_and_the_others_are_kept() -> None:
    amina, bram = world.client("amina"), world.client("bram")
    outside = world.card("amina", days={"2026-06-30": "worked"}, version=2)
    assert read(world.card("amina"), outside, world.card("bram")) == {
        **NOTHING, "files": 1, "cards": 3, "kept": 2, "rejected": 1,
    }  # fmt: skip
    [row] = records.open_rejects()
    assert (row.reason, row.line, row.field, row.message_id) == (
        "day_outside_month",
        3,
        "date",
        "EC3-amina-2026-07-2",
    )
    assert row.arguments == {"day": "2026-06-30", "month": "2026-07"}
    [item] = work.queue()
    assert (item.kind, item.subject_kind, item.subject_id) == ("rejected_message", "records.Reject", row.pk)
    assert set(payment.cards(None, [JULY], known=now())) == {(amina.pk, JULY), (bram.pk, JULY)}


TWICE = world.card("amina", days=SICK).replace("2026-07-07", "2026-07-06")


@pytest.mark.parametrize(
    ("card", "reason", "field", "arguments"),
    [
        (world.card("amina", "2026-09"), "future_month", "month", {"month": "2026-09", "today": "2026-08-03"}),
        (world.card("amina", days={"2026-07-32": "sick"}), "impossible_date", "date", {"value": "2026-07-32"}),
        (world.card("amina", days={"2026-07-01Z": "sick"}), "impossible_date", "date", {"value": "2026-07-01Z"}),
        (world.card("amina", days={"2026-08-01": "sick"}), "day_outside_month", "date", {"day": "2026-08-01", "month": "2026-07"}),
        (world.card("amina", days={"2025-07-01": "sick"}), "day_outside_month", "date", {"day": "2025-07-01", "month": "2026-07"}),
        (TWICE, "day_twice", "date", {"day": "2026-07-06"}),
        (world.card("amina", days={"2026-07-01": "drunk"}), "unknown_day_code", "code", {"value": "drunk"}),
        (world.card("amina", confirmed="2026-02-30"), "impossible_date", "confirmedOn", {"value": "2026-02-30"}),
        (world.card("amina", confirmed="2026-06-30"), "confirmed_before_month", "confirmedOn", {"day": "2026-06-30"}),
        (world.card("amina", confirmed="2026-08-04"), "confirmed_in_future", "confirmedOn", {"day": "2026-08-04"}),
        (world.card("amina", left="24.5"), "too_many_holidays_left", "daysLeft", {"most": "24"}),
        (world.card("amina", left="1.3"), "not_as_described", "daysLeft", {"value": "1.3"}),
        (world.card("amina", "2026-13", confirmed="2026-07-28"), "not_as_described", "month", {"value": "2026-13"}),
        (world.card("amina", version=0), "not_as_described", "version", {"value": "0"}),
        (world.card("amina").replace("<EC3>", "<EC3><a/>"), "not_as_described", "a", {}),
        (world.card("amina", number="80051700000"), "bad_national_number", "inss", {}),
        (world.card("amina", number="8005170"), "bad_national_number", "inss", {}),
        (world.card("bram"), "unknown_client", "inss", {}),
    ],
)  # fmt: skip
def test_each_fault_of_a_card_has_its_reason(
    card: str, reason: str, field: str, arguments: dict[str, str]
) -> None:
    world.client("amina")
    assert read(card) == {**NOTHING, "files": 1, "cards": 1, "rejected": 1}
    [row] = records.open_rejects()
    assert (row.reason, row.line, row.field) == (reason, 2, field)
    assert {name: value for name, value in row.arguments.items() if name != "rule"} == arguments
    assert len(work.queue()) == 1
    assert ControlCard.objects.count() == 0


def test_no_number_stands_on_the_list_of_rejects() -> None:
    read(world.card("amina", number="80051700000"), world.card("bram", number="123"), world.card("chloe"))
    told = "".join(f"{row.arguments}{row.message_id}{row.field}" for row in records.open_rejects())
    for number in ("80051700000", "123'", world.number_of("chloe")):
        assert number not in told


WHOLE = world.ec3_batch(world.card("amina", days=SICK), world.card("bram"))


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty_file", None),
        (b"hello", "not_xml", 1),
        (WHOLE[: len(WHOLE) // 2], "cut", 2),
        (WHOLE[:-4], "cut", 4),
        (WHOLE.replace(b"</month>", b"</year>", 1), "not_xml", 2),
        (WHOLE.replace(b"EC3Batch", b"C2Batch"), "wrong_root", 1),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>" + WHOLE, "doctype_not_allowed", 1),
        (world.ec3_batch(world.card("amina"), count=2), "count_mismatch", 1),
        (WHOLE.replace(b'fileId="E1"', b""), "wrong_header", 1),
        (WHOLE.replace(b"</EC3Batch>", b"<C2/></EC3Batch>"), "not_a_card", 4),
    ],
)
def test_a_file_at_fault_is_rejected_whole_and_taken_when_it_comes_again(
    content: bytes, reason: str, line: int | None
) -> None:
    world.client("amina")
    world.client("bram")
    assert read_file(content) == {**NOTHING, "files": 1, "rejected_files": 1}
    [row] = records.open_rejects()
    assert (row.reason, row.line, row.file is not None and row.file.state) == (reason, line, "rejected")
    assert [item.kind for item in work.queue()] == ["rejected_message"]
    assert ControlCard.objects.count() == 0
    assert read_file(WHOLE) == {**NOTHING, "files": 1, "cards": 2, "kept": 2}
