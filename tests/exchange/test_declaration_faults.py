"""Every way in which a declaration can be wrong: its line, its field, ONSS's code; the others of the file are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import pytest_django

from capac.exchange import api as exchange
from capac.exchange.models import Declaration
from capac.records.models import Reject
from capac.work import api as work
from tests import onss, world
from tests.onss import JUNE, declared
from world.onss_messages import form

pytestmark = pytest.mark.django_db
THIRD = date(2026, 6, 3)


@pytest.fixture(autouse=True)
def _keys(settings: pytest_django.Settings) -> None:
    settings.ONSS = onss.keys()


def changed(before: str, after: str, **facts: Any) -> str:
    """A declaration of Amina with one thing written otherwise."""
    text = form(declared(**facts))
    assert before in text
    return text.replace(before, after, 1)


def without(tag: str, **facts: Any) -> str:
    text = form(declared(**facts))
    start, end = text.index(f"<{tag}>"), text.index(f"</{tag}>") + len(tag) + 3
    return text[:start] + text[end:]


def wage(hours: int, cents: int) -> str:
    return form(declared("WECH508", hours=hours, allowance=0, cents=cents))


def in_a_row(number: int) -> str:
    """So many days from the 3rd of June on, of one cause."""
    return form(declared(days={date(2026, 6, 3 + n): {"5.1": 400} for n in range(number)}))


WRONG: list[tuple[str, str, str, str]] = [
    # what is written, reason, field, code of ONSS
    (in_a_row(7), "too_many_days_in_a_row", "DayNatureCode", "00179-008"),
    (changed("<HoursNumber>760", "<HoursNumber>-760"), "declared_hours_out_of_range", "HoursNumber", "00180-008"),
    (changed("<HoursNumber>760", "<HoursNumber>7.6"), "declared_hours_out_of_range", "HoursNumber", "00180-002"),
    (changed("<HoursNumber>760", "<HoursNumber>1401"), "declared_hours_out_of_range", "HoursNumber", "00180-008"),
    (form(declared(days={THIRD: {"5.1": 900, "5.2": 501}}, risks=("001", "002"))), "declared_hours_out_of_range", "HoursNumber", "00180-008"),
    (form(declared("WECH506", days={THIRD: {"1": 2000, "7": 401}})), "declared_hours_out_of_range", "HoursNumber", "00180-008"),
    (wage(25001, 1), "declared_hours_out_of_range", "HadSalaryHoursNumber", "00529-008"),
    (wage(100, 0), "hours_without_wage", "HadSalaryHoursNumber", "00529-008"),
    (changed(">5.1<", ">5.12<"), "unknown_code", "DayNatureCode", "00179-008"),
    (changed(">5.1<", ">5.2<"), "code_without_risk", "DayNatureCode", "00179-005"),
    (form(declared("WECH506", days={THIRD: {"1.1": 100}})), "unknown_code", "DayNatureCode", "00179-008"),
    (changed(">001<", ">012<"), "unknown_code", "IdentificationOfRisk", "00430-008"),
    (changed(">--06-03<", ">--07-03<"), "declared_day_outside_month", "DayIndicator", "00178-008"),
    (changed(">--06-03<", ">--02-30<"), "impossible_date", "DayIndicator", "00178-003"),
    (changed("2026-06-30</RefEnd", "2026-06-29</RefEnd"), "month_not_whole", "RefEndingDate", "00075-003"),
    (changed("2026-06-01</RefSt", "2026-06-02</RefSt"), "month_not_whole", "RefStartingDate", "00074-003"),
    (form(declared(month=date(2026, 8, 1), days={date(2026, 8, 3): {"5.1": 1}})), "declared_month_to_come", "RefStartingDate", "00074-008"),
    (form(declared(month=date(2023, 3, 1), days={date(2023, 3, 1): {"5.1": 1}})), "closed_month", "RefStartingDate", "00074-008"),
    (form(declared(created=datetime.fromisoformat("2026-07-02T00:00:00"))), "created_in_future", "FormCreationDate", "00218-008"),
    (changed("<FormCreationDate>2026-06-30", "<FormCreationDate>2026-06-31"), "impossible_date", "FormCreationDate", "00218-003"),
    (changed(world.number_of("amina"), "80051701199"), "bad_national_number", "INSS", "00024-004"),
    (changed(world.number_of("amina"), "A"), "bad_national_number", "INSS", "00024-002"),
    (changed("<CompanyID>0400000078", "<CompanyID>0"), "employer_missing", "CompanyID", "00014-001"),
    (changed("<ReferenceType>1", "<ReferenceType>2"), "ticket_missing", "Reference", "90082-001"),
    (form(declared(status=1)), "original_missing", "Reference", "90082-001"),
    (form(declared(status=3, original="0340000AMINA")), "original_missing", "Reference", "90082-003"),
    (without("TypeForm"), "not_as_described", "TypeForm", "00297-001"),
    (without("CalculationBaseAllowance"), "not_as_described", "CalculationBaseAllowance", "90032-001"),
    (changed("<TypeForm>SU</TypeForm>", "<TypeForm>RE</TypeForm>"), "not_as_described", "TypeForm", "00297-008"),
    (changed("<Trusteeship>0</Trusteeship>", "<Bogus/>"), "not_as_described", "Trusteeship", "00012-001"),
    (changed("<MeanWorkingHours>3800", "<MeanWorkingHours>6001"), "hours_out_of_range", "MeanWorkingHours", "00048-008"),
    (changed("BasisAmount>300000", "BasisAmount>-1"), "amount_out_of_range", "RemunerationBasisAmount", "00191-008"),
    (without("RemunerationBasisAmount"), "wage_unclear", "RemunerationBasisAmount", "00191-001"),
    (without("OccupationStartingDate"), "not_as_described", "OccupationStartingDate", "00044-001"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason", "field", "code"), WRONG, ids=[f"{row[1]}-{row[3]}-{n}" for n, row in enumerate(WRONG)]
)  # fmt: skip
def test_a_wrong_declaration_is_named_and_the_others_of_its_file_are_kept(
    text: str, reason: str, field: str, code: str
) -> None:
    amina, bram = world.client("amina"), world.client("bram")
    name = next(each for each in ("WECH505", "WECH506", "WECH508") if f">{each}<" in text)
    days = {"WECH505": {THIRD: {"5.1": 760}}, "WECH506": {THIRD: {"1": 760}}}.get(name, {})
    good = declared(name, "bram", days=days)
    onss.deliver(onss.body_of(text, good, form_name=name), application=name)
    counts = exchange.read_declarations(who="test")
    assert (counts["declarations"], counts["kept"], counts["rejected"]) == (2, 1, 1)
    (reject,) = Reject.objects.all()
    assert (reject.reason, reject.field, reject.arguments["anomaly"]) == (reason, field, code)
    lines = text.splitlines()
    there = [number for number, line in enumerate(lines, 3) if f"<{field}>" in line]
    assert reject.line in (there or range(3, 3 + len(lines)))
    assert (reject.kind, reject.state) == ("WECH_FI", "open")
    (item,) = work.queue()
    assert (item.kind, item.subject_id) == ("rejected_message", reject.pk)
    assert set(exchange.declarations(None, {JUNE}, known=world.NOON)) == {(bram.pk, JUNE)}
    assert exchange.declarations_of(amina.pk) == []
    assert exchange.check() == []


def test_no_fault_tells_a_national_number() -> None:
    for number in ("80051701199", "A", "123456789012"):
        text = changed(world.number_of("amina"), number)
        onss.deliver(onss.body_of(text, form_name="WECH505"), sequence=len(number))
        exchange.read_declarations(who="test")
    told = [f"{row.arguments} {row.message_id}" for row in Reject.objects.all()]
    assert len(told) == 3
    assert not [text for text in told if "8005" in text or "1234" in text or "'A'" in text]
    bodies = [bytes(row.body) for row in records_out()]
    assert not [body for body in bodies if b"800517" in body]


def records_out() -> list[Any]:
    from capac.records.models import OutgoingMessage

    return list(OutgoingMessage.objects.filter(name__startswith="FO."))


def test_the_oldest_month_that_can_still_be_claimed_is_taken() -> None:
    amina = world.client("amina")
    # Claims of April to June 2023 lapse on 30 June 2026: on 1 July the third quarter of 2023 is the first open one.
    open_, closed = date(2023, 7, 1), date(2023, 6, 1)
    rows = [declared(ticket=f"T{day:%Y%m}", month=day, days={day: {"5.1": 100}}) for day in (open_, closed)]
    onss.deliver(onss.body_of(*rows))
    counts = exchange.read_declarations(who="test")
    assert (counts["kept"], counts["rejected"]) == (1, 1)
    assert set(exchange.declarations(None, {open_, closed}, known=world.NOON)) == {(amina.pk, open_)}
    (reject,) = Reject.objects.all()
    assert reject.arguments == {"anomaly": "00074-008", "month": "2023-06", "earliest": "2023-07"}


def test_another_persons_declaration_is_not_a_version_of_this_one() -> None:
    amina, bram = world.client("amina"), world.client("bram")
    later = datetime.fromisoformat("2026-07-01T08:00:00")
    first = declared()
    for number, (one, two) in enumerate(
        [(first, declared(name="bram", status=1, original=first.ticket, created=later)),
         (declared(name="bram", ticket="X", status=1, original="Y"), declared(ticket="Y"))]
    ):  # fmt: skip
        onss.deliver(onss.body_of(one, two), sequence=number + 1)
    counts = exchange.read_declarations(who="test")
    assert (counts["kept"], counts["rejected"]) == (2, 2)
    assert {row.reason for row in Reject.objects.all()} == {"original_of_another"}
    assert {(row.client_id, row.ticket) for row in Declaration.objects.all()} == {
        (amina.pk, first.ticket),
        (bram.pk, "X"),
    }


def test_two_weeks_from_monday_to_saturday_are_kept_since_a_sunday_between_them_is_not_settled() -> None:
    world.client("amina")
    days = {date(2026, 6, day): {"5.1": 400} for day in range(1, 14) if day != 7}
    onss.deliver(onss.body_of(form(declared(days=days)), form_name="WECH505"), application="WECH505")
    assert exchange.read_declarations(who="test")["kept"] == 1
