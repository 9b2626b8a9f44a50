"""What the bank booked and what came back, by end-to-end id: once, in any order, whatever is wrong with the rest."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capac.payment import api as payment
from capac.payment.models import BankAnswer, BankFile, Hold, Payment
from capac.records import api as records
from capac.records.models import IncomingFile, Reject
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank import file_of
from tests.payment.bank_messages import booked, camt054, comes, pain002, read

pytestmark = pytest.mark.django_db
PAYDAY = date(2026, 8, 5)


@pytest.fixture(autouse=True)
def _sixth_of_august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-06T12:00")


def states() -> list[tuple[str, date | None, str]]:
    return list(Payment.objects.order_by("pk").values_list("state", "settled_on", "bank_reason"))


def rejects() -> list[tuple[str, str, int | None]]:
    return list(Reject.objects.order_by("pk").values_list("reason", "message_id", "line"))


def test_what_is_booked_is_settled_on_its_day() -> None:
    file, [amina, bram] = file_of("amina", "bram")
    counts = read(
        camt054(booked(amina.end_to_end_id, 194_714), booked(bram.end_to_end_id, 194_714, day="2026-08-06"))
    )
    assert counts == {"files": 1, "bookings": 2, "settled": 2, "accepted_files": 1}
    assert states() == [("settled", PAYDAY, ""), ("settled", date(2026, 8, 6), "")]
    file.refresh_from_db()
    assert file.state == "accepted"
    last = records.history("payment.Payment", amina.pk)[-1]
    assert (last.from_state, last.to_state, last.why) == ("filed", "settled", "the bank said settled")
    assert (Item.objects.count(), Hold.objects.count(), rejects()) == (0, 0, [])
    assert not Payment.objects.filter(ended_at=None).exists()


def test_what_comes_back_is_returned_with_its_reason() -> None:
    _, [amina, bram] = file_of("amina", "bram")
    read(camt054(booked(amina.end_to_end_id, 194_714), booked(bram.end_to_end_id, 194_714)))
    counts = read(
        camt054(booked(bram.end_to_end_id, 194_714, came_back="AC04", day="2026-08-07"), message_id="N-2")
    )
    assert counts == {"files": 1, "bookings": 1, "returned": 1}
    assert states() == [("settled", PAYDAY, ""), ("returned", PAYDAY, "AC04")]
    item = Item.objects.get()
    assert (item.kind, item.subject_id, item.arguments["outcome"]) == (
        "returned_payment",
        bram.pk,
        "returned",
    )


@pytest.mark.parametrize("status", ["PDNG", "INFO"])
def test_what_is_only_announced_changes_nothing(status: str) -> None:
    _, [amina] = file_of("amina")
    read(camt054(booked(amina.end_to_end_id, 194_714, status=status)))
    assert (states(), rejects()) == ([("filed", None, "")], [])


def test_a_notice_without_entries_is_read() -> None:
    assert read(camt054()) == {"files": 1}


def test_the_day_may_be_a_moment_or_that_of_the_value() -> None:
    _, [amina, bram] = file_of("amina", "bram")
    moment = booked(amina.end_to_end_id, 194_714).replace(
        "<Dt>2026-08-05</Dt>", "<DtTm>2026-08-05T23:30:00+02:00</DtTm>"
    )
    value = (
        booked(bram.end_to_end_id, 194_714)
        .replace("BookgDt", "ValDt")
        .replace("2026-08-05", "2026-08-05+02:00")
    )
    read(camt054(moment, value))
    assert states() == [("settled", PAYDAY, "")] * 2


def test_the_amount_may_stand_in_the_details_of_the_transaction() -> None:
    _, [amina] = file_of("amina")
    inside = '<AmtDtls><TxAmt><Amt Ccy="EUR">1947.14</Amt></TxAmt></AmtDtls>'
    entry = booked(amina.end_to_end_id, 194_714, own="").replace(
        "</CdtDbtInd></TxDtls>", f"</CdtDbtInd>{inside}</TxDtls>"
    )
    read(camt054(entry))
    assert states() == [("settled", PAYDAY, "")]


def broken(reference: str) -> dict[str, str]:
    """Entries that cannot be used, by the reason."""
    usual = booked(reference, 194_714)
    return {
        "transfer_unknown": booked("P999999999999", 194_714),
        "reference_missing": booked("NOTPROVIDED", 194_714),
        "amount_differs": booked(reference, 194_713),
        "not_in_euro": booked(reference, 194_714, currency="USD"),
        "amount_missing": booked(reference, 194_714, own=""),
        "bad_amount": usual.replace("1947.14</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>", "1947.144</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>"),
        "credit_without_reason": booked(reference, 194_714, side="CRDT"),
        "reversal": booked(reference, 194_714, reversal="true"),
        "day_missing": usual.replace("<BookgDt><Dt>2026-08-05</Dt></BookgDt>", ""),
        "entry_without_details": usual[: usual.index("<NtryDtls>")] + "</Ntry>",
    }  # fmt: skip


@pytest.mark.parametrize("reason", broken("P"))
def test_an_entry_that_cannot_be_used_stands_on_the_list_and_the_others_are_applied(reason: str) -> None:
    _, [amina, bram] = file_of("amina", "bram")
    counts = read(camt054(broken(amina.end_to_end_id)[reason], booked(bram.end_to_end_id, 194_714)))
    assert (counts["settled"], counts["rejected"]) == (1, 1)
    assert states() == [("filed", None, ""), ("settled", PAYDAY, "")]
    [(told, _, line)] = rejects()
    assert (told, line) == (reason, 5)
    assert list(Item.objects.values_list("kind", flat=True)) == ["rejected_message"]


def test_a_payment_that_never_went_to_the_bank_is_not_settled_by_it() -> None:
    world.client("amina")
    row = bank.payment(bank.run(), "amina")
    read(camt054(booked(row.end_to_end_id, 194_714)))
    assert (states(), rejects()) == ([("released", None, "")], [("not_at_the_bank", row.end_to_end_id, 5)])


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_a_notice_that_was_cut_is_rejected_whole(share: float) -> None:
    _, rows = file_of("amina", "bram")
    body = camt054(*(booked(row.end_to_end_id, 194_714) for row in rows))
    comes(body[: int(len(body) * share)])
    assert payment.read_bank(who="test")["rejected_files"] == 1
    assert (states(), IncomingFile.objects.get().state) == ([("filed", None, "")] * 2, "rejected")
    assert ([reason for reason, _, _ in rejects()], BankAnswer.objects.count()) == (["cut"], 0)
    assert read(body)["settled"] == 2


def answers(file: BankFile, amina: Payment, bram: Payment, chloe: Payment) -> list[bytes]:
    """Everything that a bank may say of one file: taken, one refused, all booked but that, one returned, twice."""
    return [
        pain002(file.message_id, group="PART", transfers=[(chloe.end_to_end_id, "RJCT", "AC01")]),
        camt054(*(booked(row.end_to_end_id, 194_714) for row in (amina, bram)), message_id="N-1"),
        camt054(booked(bram.end_to_end_id, 194_714, came_back="MD07", day="2026-08-07"), message_id="N-2"),
        camt054(*(booked(row.end_to_end_id, 194_714) for row in (amina, bram)), message_id="N-3"),
    ]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_in_whatever_order_the_bank_speaks_the_end_is_the_same(order: tuple[int, ...]) -> None:
    file, rows = file_of("amina", "bram", "chloe")
    said = answers(file, *rows)
    for n in order:
        read(said[n])
        read(said[n])
    assert states() == [("settled", PAYDAY, ""), ("returned", PAYDAY, "MD07"), ("refused", None, "AC01")]
    file.refresh_from_db()
    assert (file.state, rejects()) == ("accepted", [])
    assert sorted(Item.objects.values_list("kind", "arguments__code", "state")) == [
        ("returned_payment", "AC01", "open"),
        ("returned_payment", "MD07", "open"),
    ]
    assert sorted(Hold.objects.values_list("reason", "turn", "state")) == [
        ("account_doubtful", "client", "open"),
        ("deceased", "us", "open"),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_transfer_refused_and_booked_is_settled_and_a_person_asks_the_bank(order: tuple[int, ...]) -> None:
    file, [amina] = file_of("amina")
    said = [
        pain002(file.message_id, group="PART", transfers=[(amina.end_to_end_id, "RJCT", "AC04")]),
        camt054(booked(amina.end_to_end_id, 194_714)),
        pain002(file.message_id, message_id="S-2"),
    ]
    for n in order:
        read(said[n])
    assert states() == [("settled", PAYDAY, "")]
    assert [reason for reason, _, _ in rejects()] == ["booked_and_refused"]
    assert not Hold.objects.filter(state="open").exists()
    assert not Item.objects.filter(kind="returned_payment").exclude(state="done").exists()


def test_booked_and_back_in_one_notice() -> None:
    _, [amina] = file_of("amina")
    counts = read(
        camt054(booked(amina.end_to_end_id, 194_714, came_back="AC04"), booked(amina.end_to_end_id, 194_714))
    )
    assert (counts["returned"], counts.get("settled", 0)) == (1, 0)
    assert states() == [("returned", PAYDAY, "AC04")]


def test_a_reader_that_dies_applies_nothing_and_the_next_one_all(monkeypatch: pytest.MonkeyPatch) -> None:
    _, [amina] = file_of("amina")
    comes(camt054(booked(amina.end_to_end_id, 194_714, came_back="AC04")))

    def dies(*_: object, **__: object) -> None:
        raise MemoryError

    for line in (
        "apply_camt054.follow",
        "read_bank.records.done",
        "settling.records.move_all",
        "returns.work.open_items",
    ):
        with monkeypatch.context() as patched:
            patched.setattr(f"capac.payment.{line}", dies)
            with pytest.raises(MemoryError):
                payment.read_bank(who="test")
        assert (states(), BankAnswer.objects.count(), Item.objects.count()) == ([("filed", None, "")], 0, 0)
    assert payment.read_bank(who="test")["returned"] == 1
    assert (Item.objects.count(), Hold.objects.count()) == (1, 1)


def test_the_number_of_statements_does_not_grow_with_the_bookings() -> None:
    world.client("amina")
    counts = []
    for many in (2, 20):
        run = bank.run(state="filed")
        rows = [bank.payment(run, "amina", month=date(2024 + n // 12, 1 + n % 12, 1)) for n in range(many)]
        bank.filed(run, *rows)
        comes(camt054(*(booked(row.end_to_end_id, 194_714) for row in rows), message_id=f"N-{many}"))
        with CaptureQueriesContext(connection) as seen:
            assert payment.read_bank(who="test")["settled"] == many
        counts.append(len(seen))
    assert counts[0] == counts[1]
