"""A statement of the bank: every entry is a payment of ours or unknown, its sum fits, its balance is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from pytest_django import Settings

from capac.core import money
from capac.core.period import Span
from capac.payment import api as payment
from capac.payment.models import Payment, Statement, StatementEntry
from capac.records.models import Reject
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank_messages import booked, camt054, read

pytestmark = pytest.mark.django_db
DAY = Span(date(2026, 8, 5), date(2026, 8, 5))
OPENING = 10_000_000


@pytest.fixture(autouse=True)
def _fifth_of_august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T20:00")
    settings.DEBTOR = bank.DEBTOR


def balance(kind: str, cents: int, day: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{money.plain(abs(cents))}</Amt>"
        f"<CdtDbtInd>{'CRDT' if cents >= 0 else 'DBIT'}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def batch(file_id: str, number: int, cents: int) -> str:
    """A file booked as one sum, without its transfers."""
    return (
        f"<Ntry><Amt Ccy='EUR'>{money.plain(cents)}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>2026-08-05</Dt></BookgDt><BkTxCd/><NtryDtls><Btch><MsgId>{file_id}</MsgId>"
        f"<NbOfTxs>{number}</NbOfTxs></Btch></NtryDtls></Ntry>"
    )


def statement(
    entries: Sequence[str], moved: int, *, opening: int = OPENING, message_id: str = "M-1", **more: str
) -> bytes:
    """A statement of 5 August 2026; `moved` is the sum of its entries, in cents."""
    day, number = more.get("day", "2026-08-05"), more.get("number", "STM-1")
    account = more.get("account", bank.DEBTOR[1])
    inside = (
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>2026-08-05T18:00:00</CreDtTm></GrpHdr>\n"
        f"<Stmt><Id>{number}</Id><Acct><Id><IBAN>{account}</IBAN></Id></Acct>\n"
        f"{balance('OPBD', opening, day)}\n{balance('CLBD', opening + moved, day)}\n{''.join(entries)}</Stmt>"
    )
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    return f'<Document xmlns="{space}">\n<BkToCstmrStmt>\n{inside}\n</BkToCstmrStmt></Document>\n'.encode()


def comes(body: bytes) -> dict[str, int]:
    world.incoming(body, "CAMT053")
    return read()


def left(row: Payment) -> str:
    return booked(row.end_to_end_id, row.transfer_cents)


def reasons() -> list[str]:
    return list(Reject.objects.order_by("pk").values_list("reason", flat=True))


def test_entries_are_our_payments_and_settle_what_no_notice_told() -> None:
    _, [amina, bram] = bank.file_of("amina", "bram")
    read(camt054(left(amina)))
    moved = -amina.transfer_cents - bram.transfer_cents
    assert comes(statement([left(amina), left(bram)], moved)) == {
        "files": 1, "statements": 1, "entries": 2, "matched_entries": 2, "settled": 1, "known": 1,
    }  # fmt: skip
    assert set(Payment.objects.values_list("state", "settled_on")) == {("settled", bank.PAYDAY)}
    [first, second] = payment.entries_of(DAY)
    assert (first.payment_id, first.cents, first.state) == (amina.pk, -194_714, "matched")
    assert second.payment_id == bram.pk
    assert Item.objects.count() == 0
    assert payment.balances_by_day(bank.DEBTOR[1], DAY) == [
        payment.Balance(bank.DEBTOR[1], bank.PAYDAY, OPENING, OPENING + moved)
    ]
    assert payment.check() == []


def test_what_nobody_knows_is_an_item_until_a_person_says_what_it_is() -> None:
    counts = comes(statement([booked("ONEM-2026-08", 500_000, side="CRDT")], 500_000))
    assert (counts["unknown_entries"], reasons()) == (1, [])
    [entry] = payment.entries_of(DAY, states=("unknown",))
    assert (entry.cents, entry.reference, entry.why) == (500_000, "ONEM-2026-08", "credit_without_reason")
    item = Item.objects.get()
    assert (item.kind, item.arguments["cents"], item.client_id) == ("unknown_entry", "500000", None)
    for who, code, reason in (("agnes", "advance", "not_allowed"), ("pol", "a gift", "not_an_explanation")):
        with pytest.raises(payment.BankError, match=reason):
            payment.explain_entry(entry.id, code, staff=world.staff(who), because=world.because(who))
    payment.explain_entry(entry.id, "advance", staff=world.staff("pol"), because=world.because("pol"))
    [entry] = payment.entries_of(DAY)
    assert (entry.state, entry.explanation, Item.objects.get().outcome) == ("explained", "advance", "advance")
    with pytest.raises(payment.BankError, match="not_unknown"):
        payment.explain_entry(entry.id, "charges", staff=world.staff("pol"), because=world.because("pol"))


def test_a_transfer_that_is_not_ours_or_has_another_sum_makes_its_entry_unknown() -> None:
    _, [amina] = bank.file_of("amina")
    comes(statement([booked("P999", 100), booked(amina.end_to_end_id, 1)], -101))
    assert [entry.why for entry in payment.entries_of(DAY)] == ["transfer_unknown", "amount_differs"]
    amina.refresh_from_db()
    assert (amina.state, Item.objects.filter(kind="unknown_entry").count()) == ("filed", 2)


def test_a_file_booked_as_one_sum_is_matched_by_its_sum_less_what_was_refused() -> None:
    file, rows = bank.file_of("amina", "bram")
    total = sum(row.transfer_cents for row in rows)
    comes(statement([batch(file.message_id, 2, total)], -total))
    comes(
        statement(
            [batch(file.message_id, 2, 100)],
            -100,
            number="STM-2",
            message_id="M-2",
            opening=OPENING - total,
            day="2026-08-06",
        )
    )
    entries = list(StatementEntry.objects.order_by("pk"))
    assert [(entry.bank_file_id, entry.state, entry.why) for entry in entries] == [
        (file.pk, "matched", ""), (file.pk, "unknown", "amount_differs"),
    ]  # fmt: skip


def test_a_sum_that_does_not_fit_is_believed_in_nothing() -> None:
    _, [amina] = bank.file_of("amina")
    assert comes(statement([left(amina)], -1)) == {"files": 1, "rejected_files": 1}
    [reject] = Reject.objects.all()
    assert (reject.reason, reject.arguments) == (
        "sum_differs", {"opening": "10000000", "entries": "-194714", "closing": "9999999"},
    )  # fmt: skip
    amina.refresh_from_db()
    assert (amina.state, Statement.objects.count()) == ("filed", 0)


def test_days_that_do_not_join_are_told_whatever_comes_first() -> None:
    comes(statement([], 0, day="2026-08-07", number="STM-3", message_id="M-3", opening=OPENING))
    comes(statement([], 0, day="2026-08-05", number="STM-1", message_id="M-1", opening=OPENING))
    assert reasons() == []
    comes(
        statement([], 5, day="2026-08-06", number="STM-2", message_id="M-2", opening=OPENING - 1).replace(
            b"99999.99", b"99999.99"
        )
    )
    assert reasons() == ["sum_differs"]
    comes(statement([], 0, day="2026-08-06", number="STM-2", message_id="M-4", opening=OPENING - 1))
    assert reasons()[1:] == ["opening_differs", "closing_differs"]


@pytest.mark.parametrize(
    ("changes", "counted"),
    [({}, {"files": 1, "known_files": 1}), ({"message_id": "M-9"}, {"files": 1, "known_statements": 1})],
)
def test_a_statement_told_twice_changes_nothing(changes: dict[str, str], counted: dict[str, int]) -> None:
    comes(statement([], 0))
    assert comes(statement([], 0, **changes)) == counted  # type: ignore[arg-type]
    assert Statement.objects.count() == 1


def test_a_statement_with_other_content_or_of_another_account_is_rejected() -> None:
    comes(statement([], 0))
    comes(statement([], 0, message_id="M-2", opening=1))
    comes(statement([], 0, message_id="M-3", account="BE68539007547034"))
    assert reasons() == ["statement_known_with_other_content", "account_not_ours"]


@pytest.mark.parametrize("kind", ["OPBD", "CLBD"])
def test_a_balance_that_is_missing_is_said(kind: str) -> None:
    comes(statement([], 0).replace(kind.encode(), b"INFO"))
    [reject] = Reject.objects.all()
    assert (reject.reason, reject.arguments) == ("balance_missing", {"balance": kind})
