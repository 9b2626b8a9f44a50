"""C2 files: what is applied, what waits for a person, what is rejected, and that nothing happens twice."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.exchange.models import Authorisation, AuthorisedPeriod, C2Message
from capac.records import api as records
from capac.records.models import Reject, Run, StateLog
from capac.work import api as work
from tests import world

pytestmark = pytest.mark.django_db
JULY = Span(date(2026, 7, 1), date(2026, 7, 31))
NOTHING = {
    "files": 0, "rejected_files": 0, "messages": 0, "applied": 0, "by_hand": 0, "known": 0, "rejected": 0,
}  # fmt: skip


def read(content: bytes) -> dict[str, int]:
    world.incoming(content)
    return exchange.read_c2(who="test")


def test_a_c2_becomes_an_authorisation() -> None:
    amina = world.client("amina")
    counts = read(world.c2_batch(world.c2("amina")))
    assert counts == {**NOTHING, "files": 1, "messages": 1, "applied": 1}
    (segment,) = exchange.authorised([amina.pk], JULY, known=now())[amina.pk]
    assert segment == exchange.Segment(
        first=date(2026, 7, 1),
        last=None,
        code="01/43AA1",
        scheme="full_unemployment",
        refusal="",
        family="A",
        first_year=None,
        daily_cents=7489,
        half_cents=None,
        wage_code="43",
        phase="A1",
        q_hundredths=3800,
        s_hundredths=3800,
        authorisation_id=Authorisation.objects.get().pk,
        notified_on=date(2026, 6, 16),
        known_at=now(),
    )
    message = C2Message.objects.get()
    assert (message.state, message.client_id, message.line) == ("applied", amina.pk, 2)
    assert [c.to_state for c in records.history("exchange.C2Message", message.pk)] == ["received", "applied"]
    assert records.IncomingFile.objects.get().state == "read"
    assert Run.objects.get(verb="read_c2").counters == counts
    assert work.queue() == []
    assert exchange.check() == []


def test_the_same_message_again_is_nothing_new() -> None:
    world.client("amina")
    read(world.c2_batch(world.c2("amina")))
    logged = StateLog.objects.filter(subject_kind__startswith="exchange").count()
    again = world.c2_batch(world.c2("amina")).replace(b'fileId="B1"', b'fileId="B2"')
    assert read(again) == {**NOTHING, "files": 1, "messages": 1, "known": 1}
    assert StateLog.objects.filter(subject_kind__startswith="exchange").count() == logged
    assert Authorisation.objects.count() == 1


def test_the_same_bytes_again_are_not_even_read() -> None:
    world.client("amina")
    bad = world.c2("bram", number="00000000000")
    read(world.c2_batch(world.c2("amina"), bad))
    assert read(world.c2_batch(world.c2("amina"), bad)) == {**NOTHING, "files": 1}
    assert Reject.objects.count() == 1


def test_the_same_message_twice_in_one_file_is_applied_once() -> None:
    world.client("amina")
    counts = read(world.c2_batch(world.c2("amina"), world.c2("amina")))
    assert counts == {**NOTHING, "files": 1, "messages": 2, "applied": 1, "known": 1}


def test_the_same_decision_under_another_id_is_nothing_new() -> None:
    world.client("amina")
    read(world.c2_batch(world.c2("amina", message_id="one")))
    counts = read(world.c2_batch(world.c2("amina", message_id="two")))
    assert counts == {**NOTHING, "files": 1, "messages": 1, "known": 1}


@pytest.mark.parametrize(
    ("second", "reason", "field"),
    [
        ({"message_id": "one", "sequence": 2}, "message_known_with_other_content", "messageId"),
        ({"message_id": "two", "notified": "2026-06-17"}, "sequence_known_with_other_content", "sequence"),
    ],
)
@pytest.mark.parametrize("one_file", [True, False])
def test_a_known_id_or_sequence_with_other_content_is_rejected(
    second: dict[str, object], reason: str, field: str, *, one_file: bool
) -> None:
    world.client("amina")
    first, other = world.c2("amina", message_id="one"), world.c2("amina", **second)  # type: ignore[arg-type]
    counts = (
        [read(world.c2_batch(first, other))]
        if one_file
        else [read(world.c2_batch(first)), read(world.c2_batch(other))]
    )
    assert sum(c["applied"] for c in counts) == 1
    assert sum(c["rejected"] for c in counts) == 1
    (row,) = records.open_rejects()
    assert (row.reason, row.field, row.message_id) == (reason, field, second["message_id"])
    assert Authorisation.objects.get().message.message_id == "one"


def test_a_message_at_fault_is_rejected_and_the_others_are_applied() -> None:
    world.client("amina")
    world.client("bram")
    impossible = world.c2("chloe", bodies=[world.body("2026-02-30")])
    counts = read(world.c2_batch(world.c2("amina"), impossible, world.c2("bram")))
    assert counts == {**NOTHING, "files": 1, "messages": 3, "applied": 2, "rejected": 1}
    (row,) = records.open_rejects()
    assert (row.reason, row.line, row.field, row.message_id) == ("impossible_date", 10, "from", "C2-chloe-1")
    assert row.arguments["value"] == "2026-02-30"
    (item,) = work.queue()
    assert (item.kind, item.subject_kind, item.subject_id) == ("rejected_message", "records.Reject", row.pk)
    work.settle_reject(row.pk, outcome="asked again", because=world.because("carla"))
    assert records.open_rejects() == []
    assert work.queue() == []


TWO = [world.body("2026-07-01", "2026-07-20"), world.body("2026-07-20")]
BACK = [world.body("2026-08-01", "2026-08-31"), world.body("2026-07-01", "2026-07-31")]
GUARDIAN = "<S35><holder>M. Tuteur</holder><account>BE00000000000000</account><from>2026-07-01</from></S35>"
REFUSED = "<S52><reason>not_available</reason></S52>"


@pytest.mark.parametrize(
    ("message", "reason", "field"),
    [
        ({"bodies": TWO}, "overlapping_bodies", "from"),
        ({"bodies": BACK}, "bodies_out_of_order", "from"),
        ({"bodies": [world.body("2026-07-01", "2026-06-30")]}, "ends_before_start", "to"),
        ({"bodies": [world.body("1926-07-01")]}, "date_out_of_range", "from"),
        ({"bodies": [world.body("2026-07-01Z")]}, "impossible_date", "from"),
        ({"bodies": [world.body("2026-07-01", code="81/43AA1")]}, "unknown_code", "code"),
        ({"bodies": [world.body("2026-07-01", code="01/00AA1")]}, "unknown_code", "code"),
        ({"bodies": [world.body("2026-07-01", code="nonsense")]}, "unknown_code", "code"),
        ({"bodies": [world.body("2026-07-01", dailyAmount="7489")]}, "amount_out_of_range", "dailyAmount"),
        ({"bodies": [world.body("2026-07-01", dailyAmount="0.00")]}, "amount_out_of_range", "dailyAmount"),
        ({"bodies": [world.body("2026-07-01", dailyAmount="250.01")]}, "amount_out_of_range", "dailyAmount"),
        ({"bodies": [world.body("2026-07-01", Q="39")]}, "hours_out_of_range", "Q"),
        ({"bodies": [world.body("2026-07-01", Q="0")]}, "hours_out_of_range", "Q"),
        ({"bodies": [world.body("2026-07-01", S="")]}, "hours_missing", "S"),
        ({"bodies": [world.body("2026-07-01", code="00", dailyAmount="1.00")], "modules": REFUSED}, "amount_with_refusal", "dailyAmount"),
        ({"bodies": [world.body("2026-07-01", code="00")]}, "refusal_without_reason", "S52"),
        ({"modules": REFUSED}, "reason_without_refusal", "reason"),
        ({"notified": "2026-06-14"}, "notified_before_issued", "notifiedOn"),
        ({"number": "80051700000"}, "bad_national_number", "inss"),
        ({"number": "8005170"}, "bad_national_number", "inss"),
        ({"modules": GUARDIAN}, "bad_account", "account"),
        ({"modules": "<S99/>"}, "not_as_described", "S99"),
        ({"message_id": "a b"}, "not_as_described", "messageId"),
    ],
)  # fmt: skip
def test_each_fault_of_a_message_has_its_reason(message: dict[str, object], reason: str, field: str) -> None:
    world.client("amina")
    counts = read(world.c2_batch(world.c2("amina", **message)))  # type: ignore[arg-type]
    assert counts == {**NOTHING, "files": 1, "messages": 1, "rejected": 1}
    (row,) = records.open_rejects()
    assert (row.reason, row.field) == (reason, field)
    assert row.line is not None
    assert 2 <= row.line <= 9
    assert Authorisation.objects.count() == 0
    assert world.number_of("amina") not in str(row.arguments)


def test_no_number_stands_on_the_list_of_rejects() -> None:
    read(world.c2_batch(world.c2("amina", number="80051700000")))
    (row,) = records.open_rejects()
    assert "80051700000" not in f"{row.arguments}{row.message_id}{row.field}"


WHOLE = world.c2_batch(world.c2("amina"), world.c2("bram"))


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"", "empty_file", None),
        (b"   \n", "empty_file", None),
        (b"hello", "not_xml", 1),
        (WHOLE[: len(WHOLE) // 2], "cut", 5),
        (WHOLE[:-4], "cut", 12),
        (WHOLE.replace(b"</S01>", b"</S02>", 1), "not_xml", 4),
        (WHOLE.replace(b"C2Batch", b"C3Batch"), "wrong_root", 1),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]>" + WHOLE, "doctype_not_allowed", 1),
        (world.c2_batch(world.c2("amina"), world.c2("bram"), count=3), "count_mismatch", 1),
        (WHOLE.replace(b'count="2"', b""), "wrong_header", 1),
        (WHOLE.replace(b"</C2Batch>", b"<EC3/></C2Batch>"), "not_a_c2", 12),
    ],
)
def test_a_file_at_fault_is_rejected_whole(content: bytes, reason: str, line: int | None) -> None:
    world.client("amina")
    world.client("bram")
    assert read(content) == {**NOTHING, "files": 1, "rejected_files": 1}
    (row,) = records.open_rejects()
    assert (row.reason, row.line, row.file is not None and row.file.state) == (reason, line, "rejected")
    assert [item.kind for item in work.queue()] == ["rejected_message"]
    assert C2Message.objects.count() == Authorisation.objects.count() == 0
    assert read(WHOLE) == {**NOTHING, "files": 1, "messages": 2, "applied": 2}


def test_a_refusal_is_a_period_in_which_nothing_may_be_paid() -> None:
    amina = world.client("amina")
    bodies = [world.body("2026-07-01", "2026-07-14"), world.body("2026-07-15", code="00")]
    read(world.c2_batch(world.c2("amina", bodies=bodies, modules=REFUSED)))
    paid, refused = exchange.authorised(None, JULY, known=now())[amina.pk]
    assert (paid.scheme, paid.refusal, paid.last) == ("full_unemployment", "", date(2026, 7, 14))
    assert (refused.scheme, refused.refusal, refused.code) == ("", "not_available", "00")
    assert (refused.first, refused.last, refused.daily_cents) == (date(2026, 7, 15), None, None)


def test_a_message_without_modules_keeps_none() -> None:
    world.client("amina")
    read(world.c2_batch(world.c2("amina")))
    assert Authorisation.objects.get().modules == {}
    assert AuthorisedPeriod.objects.count() == 1
