"""The expenditure file: what it says of each payment, when it is written, and that it is written once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from lxml import etree

from capac.core.clock import now
from capac.core.period import Month
from capac.exchange.models import Authorisation
from capac.payment.models import Payment
from capac.people.models import IdentityNumber
from capac.records import api as records
from capac.records.models import OutgoingMessage
from capac.verification import api as verification
from capac.verification.models import Expense, Outcome
from capac.work import api as work
from tests import world
from tests.verification.paid import authorise, line_of, pay

pytestmark = pytest.mark.django_db
JULY, AUGUST = Month(2026, 7), Month(2026, 8)
C10 = "{urn:capac:own-interface:c10:1}"


def sent() -> etree._Element:
    [message] = OutgoingMessage.objects.filter(destination="onem")
    return etree.fromstring(bytes(message.body))


def lines(file: etree._Element) -> list[dict[str, str]]:
    return [
        {etree.QName(field).localname: field.text or "" for field in line}
        for line in file.findall(f"{C10}line")
    ]


def test_each_payment_of_the_month_is_a_line_and_the_file_adds_up() -> None:
    amina, bram = authorise("amina", reference="F/1-a"), authorise("bram")
    first = pay(amina, gross=202203, tax=20402, kept=10000)
    second = pay(bram, gross=7489, tax=0, on=date(2026, 8, 31), state="filed")
    file = verification.write_c10(AUGUST, who="test")
    xml = sent()
    assert dict(xml.items()) == {
        "fileId": "C10-2026-08-1", "createdAt": "2026-09-01T06:00:00+02:00", "introductionMonth": "2026-08",
        "count": "2", "gross": "2096.92",
    }  # fmt: skip
    assert lines(xml) == [
        {
            "lineId": line_of(first), "inss": world.number_of("amina"), "scheme": "full_unemployment",
            "referenceMonth": "2026-07", "authorisation": "F/1-a#1", "cardId": "EC3-amina-2026-07-1",
            "allowances": "54", "dailyAmount": "74.89", "gross": "2022.03", "tax": "204.02", "withheld": "100.00",
            "net": "1718.01", "paidOn": "2026-08-04", "endToEndId": first.end_to_end_id,
        },
        {
            "lineId": line_of(second), "inss": world.number_of("bram"), "scheme": "full_unemployment",
            "referenceMonth": "2026-07", "authorisation": "F/bram#1", "cardId": "EC3-bram-2026-07-1",
            "allowances": "54", "dailyAmount": "74.89", "gross": "74.89", "tax": "0.00", "withheld": "0.00",
            "net": "74.89", "paidOn": "2026-08-31", "endToEndId": second.end_to_end_id,
        },
    ]  # fmt: skip
    assert (file.due_on, file.state, file.lines, file.gross_cents) == (
        date(2026, 9, 20),
        "written",
        2,
        209692,
    )
    assert [c.to_state for c in records.history("verification.ExpenditureFile", file.pk)] == ["written"]
    assert verification.check() == []


def test_the_file_is_valid_against_its_schema_as_any_reader_would_check_it() -> None:
    pay(authorise("amina"))
    verification.write_c10(AUGUST, who="test")
    schema = etree.XMLSchema(etree.parse("capac/verification/formats/c10.xsd"))
    schema.assertValid(sent())


def test_what_was_not_spent_in_the_month_is_not_told() -> None:
    amina = authorise("amina")
    pay(amina, state="returned")
    pay(amina, state="refused")
    pay(amina, state="prepared")
    pay(amina, on=date(2026, 7, 31))
    pay(amina, on=date(2026, 9, 1))
    told = pay(amina, on=date(2026, 8, 31))
    verification.write_c10(AUGUST, who="test")
    assert [line["lineId"] for line in lines(sent())] == [line_of(told)]


def test_a_month_in_which_nothing_was_paid_has_an_empty_file() -> None:
    pay(authorise("amina"), on=date(2026, 7, 31))
    assert verification.write_c10(AUGUST, who="test").lines == 0
    assert (lines(sent()), sent().get("gross")) == ([], "0.00")


def test_it_is_written_once_whoever_asks_and_however_often() -> None:
    pay(authorise("amina"))
    first = verification.write_c10(AUGUST, who="test")
    assert verification.write_c10(AUGUST, who="other").pk == first.pk
    assert verification.write_due(who="test") == {"written": 0, "waiting": 0, "unwritten": 0}
    assert (OutgoingMessage.objects.count(), Expense.objects.count()) == (1, 1)


def test_a_payment_told_once_is_not_told_again_when_the_bank_books_it_later() -> None:
    payment = pay(authorise("amina"), on=date(2026, 7, 31), state="filed")
    verification.write_c10(JULY, who="test")
    Payment.objects.filter(pk=payment.pk).update(state="settled", settled_on=date(2026, 8, 3))
    assert verification.write_c10(AUGUST, who="test").lines == 0
    assert Expense.objects.get().file.introduction_month == JULY.first


def test_every_month_that_is_over_is_written_from_the_first_payment_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert verification.to_be_written() == []
    pay(authorise("amina"), on=date(2026, 7, 3))
    assert verification.to_be_written() == [JULY, AUGUST]
    assert verification.write_due(who="test") == {"written": 2, "waiting": 0, "unwritten": 0}
    monkeypatch.setenv("CAPAC_NOW", "2026-09-30")
    assert verification.to_be_written() == []


def test_a_month_that_is_not_over_is_not_written() -> None:
    with pytest.raises(
        verification.VerificationError, match="2026-09 is not over: its C10 is written from 2026-10-01"
    ):
        verification.write_c10(Month(2026, 9), who="test")


@pytest.mark.parametrize(
    ("today", "counts"),
    [
        ("2026-09-01", {"written": 0, "waiting": 1, "unwritten": 0}),
        ("2026-09-14", {"written": 0, "waiting": 1, "unwritten": 0}),
        ("2026-09-15", {"written": 1, "waiting": 0, "unwritten": 0}),
    ],
)
def test_it_waits_for_the_bank_until_five_days_before_it_is_due(
    today: str, counts: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    pay(authorise("amina"), state="filed")
    monkeypatch.setenv("CAPAC_NOW", today)
    assert verification.write_due(who="test") == counts


def unnumbered() -> Payment:
    payment = pay(authorise("amina"))
    IdentityNumber.objects.update(valid_to=date(2026, 8, 1))
    return payment


def numbered(payment: Payment) -> None:
    IdentityNumber.objects.filter(client=payment.client).update(valid_to=None)


def unauthorised() -> Payment:
    return pay(authorise("amina"), calculated=False)


def authorised(payment: Payment) -> None:
    payment.calculation.authorisations = [Authorisation.objects.get().pk]
    payment.calculation.save()


@pytest.mark.parametrize(
    ("spoilt", "mended", "missing"),
    [(unnumbered, numbered, "national number"), (unauthorised, authorised, "authorisation")],
)
def test_a_payment_that_cannot_be_told_is_named_on_the_list_and_the_file_is_tried_again(
    spoilt: Callable[[], Payment], mended: Callable[[Payment], None], missing: str
) -> None:
    payment = spoilt()
    with pytest.raises(verification.C10Error, match=f"payment {payment.pk} of 2026-08 has no {missing}"):
        verification.write_c10(AUGUST, who="test")
    for _ in range(2):
        assert verification.write_due(who="test") == {"written": 0, "waiting": 0, "unwritten": 1}
    [row] = records.open_rejects()
    assert (row.kind, row.reason, row.message_id, row.arguments) == (
        "C10", "c10_unwritten", "C10-2026-08", {"payment": str(payment.pk), "missing": missing},
    )  # fmt: skip
    assert len(work.queue()) == 1
    assert OutgoingMessage.objects.count() == 0
    mended(payment)
    assert verification.write_due(who="test") == {"written": 1, "waiting": 0, "unwritten": 0}
    assert records.open_rejects() == []
    assert work.queue() == []


def answered(state: str, text: str) -> None:
    OutgoingMessage.objects.filter(state="waiting").update(state=state, answer=text)


def test_a_file_that_onem_took_is_sent() -> None:
    pay(authorise("amina"))
    file = verification.write_c10(AUGUST, who="test")
    assert verification.follow_files(who="test") == {"sent": 0, "refused": 0}
    answered("sent", "taken")
    assert verification.follow_files(who="test") == {"sent": 1, "refused": 0}
    assert verification.follow_files(who="test") == {"sent": 0, "refused": 0}
    file.refresh_from_db()
    assert file.state == "sent"
    assert work.queue() == []


def test_a_refused_file_is_written_again_under_a_new_name_with_the_same_lines() -> None:
    pay(authorise("amina"))
    file = verification.write_c10(AUGUST, who="test")
    answered("refused", "unknown sender")
    assert verification.follow_files(who="test") == {"sent": 0, "refused": 1}
    [row] = records.open_rejects()
    assert (row.reason, row.message_id, row.arguments) == (
        "c10_refused", "C10-2026-08-1.xml", {"answer": "unknown sender"},
    )  # fmt: skip
    assert len(work.queue()) == 1
    before = lines(sent())
    again = verification.write_again(AUGUST, because=world.because("pol", "sender corrected"))
    assert (again.pk, again.name, again.attempt, again.state, again.lines) == (
        file.pk,
        "C10-2026-08-2.xml",
        2,
        "written",
        1,
    )
    bodies = OutgoingMessage.objects.order_by("id").values_list("name", "body")
    assert [name for name, _ in bodies] == ["C10-2026-08-1.xml", "C10-2026-08-2.xml"]
    second = etree.fromstring(bytes(bodies[1][1]))
    assert (second.get("fileId"), lines(second)) == ("C10-2026-08-2", before)
    assert records.open_rejects() == []
    assert work.queue() == []
    answered("sent", "taken")
    assert verification.follow_files(who="test") == {"sent": 1, "refused": 0}
    assert Expense.objects.count() == 1


def test_only_a_refused_file_is_written_again() -> None:
    pay(authorise("amina"))
    verification.write_c10(AUGUST, who="test")
    for month in (AUGUST, JULY):
        with pytest.raises(verification.VerificationError, match=f"the C10 of {month} was not refused"):
            verification.write_again(month, because=world.because())
    assert OutgoingMessage.objects.count() == 1


def test_the_check_finds_figures_that_do_not_fit_and_outcomes_after_the_last() -> None:
    payment = pay(authorise("amina"))
    file = verification.write_c10(AUGUST, who="test")
    incoming = world.incoming(b"x", "VERIFICATION")
    for phase, result, definitive in ((1, "accepted", True), (2, "C12", False)):
        Outcome.objects.create(
            expense=Expense.objects.get(payment=payment), file=incoming, outcome=result, phase=phase,
            amount_cents=999999, cause="client" if result == "C12" else "", recoverable=False,
            notified_on=date(2026, 9, 1), definitive=definitive, known_at=now(),
        )  # fmt: skip
    file.gross_cents += 1
    file.save()
    assert verification.check() == [
        "1 expenditure files do not add up to their lines",
        "1 outcomes come after a definitive one",
        "1 C12 and C13 are above the expense that they lower",
    ]


def test_the_check_says_what_is_late_and_what_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pay(authorise("amina"))
    verification.write_c10(AUGUST, who="test")
    assert verification.check() == []
    pay(authorise("bram"))
    monkeypatch.setenv("CAPAC_NOW", "2026-09-21")
    assert verification.check() == [
        "1 payments of a month that has its expenditure file are not in it",
        "1 expenditure files are past their day and not sent",
    ]
