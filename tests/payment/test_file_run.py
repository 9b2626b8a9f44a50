"""A released run becomes files for the bank: exact bytes, once, everything or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from pytest_django import Settings

from capac.core import clock, iban
from capac.payment import pain001
from capac.payment.file_run import file_run
from capac.payment.models import BankFile, Hold, Payment, PaymentRun
from capac.payment.official_schemas import schema
from capac.payment.release import next_bank_day
from capac.payment.runs import RunError
from capac.payment.states import RUNS
from capac.records import api as records
from capac.records.models import OutgoingMessage
from tests import world
from tests.payment import bank

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden" / "pain001.xml"


@pytest.fixture(autouse=True)
def _debtor(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBTOR = bank.DEBTOR
    settings.BANK_FILE_TRANSFERS = 100_000
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T15:30")


def sent() -> dict[str, bytes]:
    """What waits in the outbox, by name."""
    return {row.name: bytes(row.body) for row in OutgoingMessage.objects.filter(destination="bank")}


def states(run: PaymentRun) -> list[str]:
    return list(Payment.objects.filter(run=run).order_by("pk").values_list("state", flat=True))


def released(run: PaymentRun) -> PaymentRun:
    """Log the release, whose moment the files bear."""
    PaymentRun.objects.filter(pk=run.pk).update(state="prepared")
    records.move_all(RUNS, [run.pk], to="released", because=world.because("rita"))
    run.refresh_from_db()
    return run


def three_payments() -> PaymentRun:
    """Amina's whole month, Bram's in two amounts with a seizure, Chloé's complement."""
    run = released(bank.run())
    for name in ("amina", "bram", "chloe"):
        world.client(name)
    bank.payment(run, "amina")
    bank.payment(run, "bram", ((25, 7489), (27, 7100)), tax=19_100, withheld={"seizure": 12_345})
    bank.payment(run, "chloe", gross=14_978, tax=1_512)
    return run


def test_the_bytes_of_a_small_file(monkeypatch: pytest.MonkeyPatch) -> None:
    run = three_payments()
    [message_id] = file_run(run.pk, who="test")
    assert message_id == f"CAPAC-20260805-{run.pk}-1"
    written = sent()[message_id].replace(message_id.encode(), b"CAPAC-20260805-1-1")
    assert written.decode("ascii") == GOLDEN.read_text(encoding="ascii")


def test_files_payments_and_run_move_together() -> None:
    run = three_payments()
    file_run(run.pk, who="agnes")
    file = BankFile.objects.get()
    run.refresh_from_db()
    amounts = list(Payment.objects.order_by("pk").values_list("transfer_cents", flat=True))
    assert amounts == [194_714, 158_017, 13_466]
    assert (file.run_id, file.number, file.payment_type, file.execution_date, file.state) == (
        run.pk, 1, bank.SCHEME, date(2026, 8, 5), "written",
    )  # fmt: skip
    assert (file.transfers, file.total_cents) == (3, sum(amounts))
    assert (run.state, states(run)) == ("filed", ["filed"] * 3)
    assert set(Payment.objects.values_list("file_id", flat=True)) == {file.pk}
    for kind, pk in (("payment.PaymentRun", run.pk), ("payment.BankFile", file.pk)):
        assert (records.history(kind, pk)[-1].who, records.history(kind, pk)[-1].why) == (
            "agnes",
            "handed to the bank",
        )


def test_a_second_call_writes_nothing() -> None:
    run = three_payments()
    first = file_run(run.pk, who="test")
    before = sent()
    assert file_run(run.pk, who="test") == first
    assert sent() == before
    assert BankFile.objects.count() == 1
    assert len(records.history("payment.PaymentRun", run.pk)) == 3


def test_the_same_run_gives_the_same_bytes_whenever_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    run = three_payments()

    bodies = []

    def dies(_destination: str, _name: str, body: bytes) -> None:
        bodies.append(body)
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("capac.payment.file_run.records.put", dies)
        with pytest.raises(MemoryError):
            file_run(run.pk, who="test")
    assert (states(run), BankFile.objects.count(), sent()) == (["released"] * 3, 0, {})
    monkeypatch.setenv("CAPAC_NOW", "2026-08-04T09:00")
    [name] = file_run(run.pk, who="another")
    assert sent()[name] == bodies[0]


@pytest.mark.parametrize("line", ["tables", "make_all", "records.move_rows", "records.move_all"])
def test_one_that_dies_leaves_nothing(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = three_payments()

    def dies(*_: object, **__: object) -> None:
        raise MemoryError

    where = f"capac.payment.file_run.{line}"
    with monkeypatch.context() as patched:
        patched.setattr(where, dies)
        with pytest.raises(MemoryError):
            file_run(run.pk, who="test")
    assert (states(run), BankFile.objects.count(), sent()) == (["released"] * 3, 0, {})
    assert len(file_run(run.pk, who="test")) == 1
    assert states(run) == ["filed"] * 3


def test_one_file_for_each_payment_type_and_so_many_transfers(settings: Settings) -> None:
    settings.BANK_FILE_TRANSFERS = 2
    run = three_payments()
    world.client("dieter")
    bank.payment(run, "dieter", scheme="youth_holiday")
    ids = file_run(run.pk, who="test")
    assert ids == [f"CAPAC-20260805-{run.pk}-{number}" for number in (1, 2, 3)]
    files = BankFile.objects.order_by("number").values_list("payment_type", "transfers", "total_cents")
    assert list(files) == [(bank.SCHEME, 2, 352_731), (bank.SCHEME, 1, 13_466), ("youth_holiday", 1, 194_714)]
    for name, body in sent().items():
        tree = etree.fromstring(body)
        assert schema(pain001.MESSAGE).validate(tree), name
        assert [e.text for e in tree.iter("{*}MsgId", "{*}PmtInfId")] == [name, name]


def test_a_payment_of_which_all_is_withheld_is_settled_without_the_bank() -> None:
    run = three_payments()
    whole = bank.payment(run, "amina", month=date(2026, 6, 1), withheld={"seizure": 194_714})
    file_run(run.pk, who="test")
    whole.refresh_from_db()
    assert (whole.state, whole.settled_on, whole.file_id) == ("settled", date(2026, 8, 5), None)
    assert whole.ended_at is not None
    assert states(run) == ["filed"] * 3 + ["settled"]
    assert BankFile.objects.get().transfers == 3


def test_a_run_that_moves_no_money_has_no_file() -> None:
    world.client("amina")
    run = released(bank.run())
    bank.payment(run, "amina", tax=194_714)
    assert file_run(run.pk, who="test") == []
    run.refresh_from_db()
    assert (run.state, states(run), sent()) == ("filed", ["settled"], {})


@pytest.mark.parametrize("state", ["prepared", "preparing", "dropped"])
def test_only_a_released_run_goes_to_the_bank(state: str) -> None:
    run = bank.run(state=state)
    with pytest.raises(RunError) as raised:
        file_run(run.pk, who="test")
    assert (raised.value.reason, raised.value.arguments) == ("not_released", {"state": state})


def test_without_an_account_to_pay_from_nothing_is_written(settings: Settings) -> None:
    settings.DEBTOR = None
    run = three_payments()
    with pytest.raises(RunError, match=r"debtor_not_set.*CAPAC_DEBTOR_IBAN"):
        file_run(run.pk, who="test")
    assert (states(run), sent()) == (["released"] * 3, {})


def test_a_name_that_cannot_be_written_holds_back_nobody() -> None:
    run = three_payments()
    Payment.objects.filter(end_to_end_id="P000000000002").update(holder="李 明")
    file_run(run.pk, who="test")
    [body] = sent().values()
    assert body.count(b"<Nm>NOTPROVIDED</Nm>") == 1
    assert states(run) == ["filed"] * 3


def test_a_value_that_no_bank_takes_is_told_by_its_transfer_and_nothing_is_written() -> None:
    run = three_payments()
    Payment.objects.filter(end_to_end_id="P000000000002").update(iban="BE68 5390")
    with pytest.raises(pain001.BankFileError) as raised:
        file_run(run.pk, who="test")
    assert (raised.value.end_to_end_id, raised.value.field) == (
        "P000000000002",
        "CdtTrfTxInf/CdtrAcct/Id/IBAN",
    )
    assert "5390" not in str(raised.value)
    assert (states(run), sent()) == (["released"] * 3, {})


def test_no_national_number_and_no_address_stands_in_a_file() -> None:
    run = three_payments()
    file_run(run.pk, who="test")
    [body] = sent().values()
    assert not any(world.number_of(name).encode() in body for name in ("amina", "bram", "chloe"))
    names = {etree.QName(element).localname for element in etree.fromstring(body).iter()}
    assert names.isdisjoint({"PstlAdr", "CtryOfRes", "PrvtId", "AdrLine"})


def test_the_number_of_statements_does_not_grow_with_the_payments() -> None:
    world.client("amina")
    counts = []
    for many in (1, 8):
        run = released(bank.run())
        for n in range(many):
            bank.payment(run, "amina", month=date(2025, 1 + n, 1))
        with CaptureQueriesContext(connection) as seen:
            file_run(run.pk, who="test")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_account_outside_belgium_is_paid_too() -> None:
    world.client("amina")
    run = released(bank.run())
    row = bank.payment(run, "amina")
    abroad = iban.make("FR", "20041010050500013M02606")
    Payment.objects.filter(pk=row.pk).update(iban=abroad)
    file_run(run.pk, who="test")
    [body] = sent().values()
    assert f"<CdtrAcct><Id><IBAN>{abroad}</IBAN></Id></CdtrAcct>".encode() in body


def test_a_run_whose_files_come_late_is_executed_on_a_day_that_the_bank_still_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = three_payments()
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T18:30")
    [message_id] = file_run(run.pk, who="test")
    assert BankFile.objects.get().execution_date == date(2026, 8, 11)
    assert message_id == f"CAPAC-20260811-{run.pk}-1"
    assert b"<ReqdExctnDt><Dt>2026-08-11</Dt></ReqdExctnDt>" in sent()[message_id]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-08-07T17:59", date(2026, 8, 10)),
        ("2026-08-07T18:00", date(2026, 8, 11)),
        ("2026-04-02T12:00", date(2026, 4, 7)),
        ("2026-07-20T12:00", date(2026, 7, 21)),
    ],
)
def test_a_day_of_the_bank_is_one_of_target_before_its_closing_hour(
    monkeypatch: pytest.MonkeyPatch, moment: str, day: date
) -> None:
    monkeypatch.setenv("CAPAC_NOW", moment)
    assert next_bank_day() == day


def test_what_became_doubtful_after_the_release_stays_and_nothing_else_does() -> None:
    run = three_payments()
    doubtful = Payment.objects.order_by("pk")[1]
    earlier = bank.payment(bank.run(state="filed"), "bram", month=date(2026, 6, 1), number=99)
    bank.filed(earlier.run, earlier)
    Payment.objects.filter(pk=earlier.pk).update(state="returned", bank_reason="AC04")
    file_run(run.pk, who="test")
    assert states(run) == ["filed", "dropped", "filed"]
    doubtful.refresh_from_db()
    assert (doubtful.file_id, doubtful.ended_at) == (None, clock.now())
    assert BankFile.objects.get(run=run).transfers == 2


def test_what_a_person_accepted_although_it_is_doubtful_leaves() -> None:
    run = three_payments()
    row = Payment.objects.order_by("pk")[1]
    earlier = bank.payment(bank.run(state="filed"), "bram", month=date(2026, 6, 1), number=99)
    bank.filed(earlier.run, earlier)
    Payment.objects.filter(pk=earlier.pk).update(state="returned", bank_reason="MS03")
    Hold.objects.create(
        client=row.client, scheme=row.scheme, month=row.month, reason="account_doubtful", turn="us",
        arguments={"code": "MS03", "payment": str(earlier.pk)}, since=clock.now(), state="lifted", accepted_by="pol",
    )  # fmt: skip
    file_run(run.pk, who="test")
    assert states(run) == ["filed", "filed", "filed"]
