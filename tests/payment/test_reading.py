"""What pages read of payment, and what the warehouse may read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capac.payment import api as payment
from capac.payment.models import Calculation, Payment
from tests import world
from tests.flows import paying
from tests.flows.paying import AUGUST, DAILY, JULY, SCHEME, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def documents() -> list[tuple[Any, ...]]:
    """The view of the warehouse, by day of receipt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payment_type, document_received_on, authorised_on, paid_on, known_on, client_id, reference_month "
            "FROM payment_facts_document_payments ORDER BY document_received_on, id"
        )
        return list(cursor.fetchall())


def test_a_client_without_months_has_none(calendar: Calendar) -> None:
    assert payment.months_of(world.client("amina").pk) == []


def test_months_are_read_newest_first_in_three_queries(calendar: Calendar) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    for client in (amina, bram):
        paying.hand_in(client)
    calendar.at("2026-08-01")
    run = paying.prepared(calculations=2, payments=2, prepared=1)
    paying.paid(run)
    calendar.at("2026-08-20")
    paying.onem_says(amina, "C12", 5000)
    paying.prepared(calculations=1, claims=1, empty=1)
    calendar.at("2026-09-01")
    paying.prepared(holds_opened=2, empty=1)
    with CaptureQueriesContext(connection) as queries:
        august, july = payment.months_of(amina.pk)
    assert len(queries) == 3
    assert (august.month, august.calculation_id, august.gross_cents, august.payments) == (AUGUST, None, 0, ())
    assert [(hold.reason, hold.turn, hold.state) for hold in august.holds] == [
        ("card_missing", "client", "open")
    ]
    last = Calculation.objects.filter(client=amina).latest("pk")
    row = Payment.objects.get(client=amina)
    assert july == payment.MonthView(
        client_id=amina.pk,
        scheme=SCHEME,
        month=JULY,
        calculation_id=last.pk,
        known_at=last.known_at,
        allowances_halves=54,
        daily_cents=DAILY,
        gross_cents=WHOLE_JULY,
        lowered=(("C12", 5000),),
        lowered_cents=5000,
        tax_cents=0,
        withheld=(),
        payable_cents=WHOLE_JULY,
        payments=(
            payment.PaidView(
                id=row.pk,
                state="settled",
                gross_cents=WHOLE_JULY,
                tax_cents=0,
                withheld=(),
                transfer_cents=WHOLE_JULY,
                settled_on=date(2026, 8, 4),
                execution_date=date(2026, 8, 3),
                iban=world.account_of("amina"),
                holder="Amina Baert",
                bank_reason="",
                run_id=run,
                calculation_id=row.calculation_id,
            ),
        ),
        holds=(),
    )
    assert payment.vector_of(last.pk) == payment.vector_of(row.calculation_id)


def test_open_holds_are_read_by_client_or_for_everybody(calendar: Calendar) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    calendar.at("2026-08-01")
    paying.prepared(holds_opened=2, empty=1)
    assert {key[0] for key in payment.open_holds(None)} == {amina.pk, bram.pk}
    assert {key[0] for key in payment.open_holds([bram.pk])} == {bram.pk}
    assert payment.open_holds(None, [AUGUST]) == {}


def test_a_document_is_paid_on_the_banks_day_and_known_when_it_said_so(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    assert documents() == []
    calendar.at("2026-08-01")
    run = paying.prepared(calculations=1, payments=1, prepared=1)
    came = (SCHEME, date(2026, 7, 30), date(2026, 7, 30))
    assert documents() == [(*came, None, None, amina.pk, JULY)]
    calendar.at("2026-08-05")
    paying.paid(run, on="2026-08-04")
    assert documents() == [(*came, date(2026, 8, 4), date(2026, 8, 5), amina.pk, JULY)]
    calendar.at("2026-08-06")
    paying.came_back(amina)
    assert documents() == [(*came, None, None, amina.pk, JULY)]
    paying.paid(paying.prepared(payments=1, prepared=1), on="2026-08-07")
    assert documents() == [(*came, date(2026, 8, 7), date(2026, 8, 6), amina.pk, JULY)]


def test_a_later_card_that_is_paid_is_a_document_of_its_own(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina, JULY, {"2026-07-06": "sick"})
    calendar.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    paying.hand_in(amina)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1), on="2026-08-21")
    received = [(row[1], row[3]) for row in documents()]
    assert received == [
        (date(2026, 7, 30), date(2026, 8, 4)),
        (date(2026, 8, 20), date(2026, 8, 21)),
    ]


def test_a_held_document_is_open_and_a_refused_one_is_none(calendar: Calendar) -> None:
    amina = paying.authorise("amina", account=False)
    refused = "<S52><reason>not_available</reason></S52>"
    bram = paying.authorise("bram", world.body("2026-07-01", code="00"), modules=refused)
    for client in (amina, bram):
        paying.hand_in(client)
    calendar.at("2026-08-01")
    paying.prepared(calculations=1, holds_opened=2, empty=1)
    assert documents() == [(SCHEME, date(2026, 7, 30), date(2026, 7, 30), None, None, amina.pk, JULY)]


def test_the_account_of_a_dropped_payment_leaves_no_document(calendar: Calendar) -> None:
    paying.hand_in(paying.authorise("amina"))
    calendar.at("2026-08-01")
    run = paying.prepared(calculations=1, payments=1, prepared=1)
    payment.drop(run, staff=world.staff("pol"), because=world.because("pol"))
    assert documents() == []
