"""One month from facts to payments: what is paid, held, claimed back, and that nothing happens twice."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.debt import api as debt
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment, PaymentRun
from capac.payment.states import PAYMENTS
from capac.people import api as people
from capac.records import api as records
from capac.records.models import StateLog
from tests import world
from tests.flows import paying
from tests.flows.paying import AUGUST, DAILY, JULY, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db
REFUSED = "<S52><reason>not_available</reason></S52>"


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def test_a_month_is_paid_from_the_first_day_of_the_next(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    calendar.at("2026-07-31")
    paying.prepared()
    assert not PaymentRun.objects.exists()
    calendar.at("2026-08-01")
    run = paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared")]
    assert paying.holds(amina) == []
    row = PaymentRun.objects.get(pk=run)
    assert (str(row.introduction_month), str(row.execution_date)) == ("2026-08-01", "2026-08-03")


def test_running_again_pays_nothing_and_ten_idle_days_leave_nothing(calendar: Calendar) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    run = paying.prepared(calculations=1, payments=1, holds_opened=1, prepared=1)
    before = _everything()
    paying.prepared()
    assert _everything() == before
    paying.paid(run)
    before = _everything()
    for day in range(2, 12):
        calendar.at(f"2026-08-{day:02d}")
        paying.prepared()
    assert _everything() == before
    assert paying.holds(bram) == [("2026-07", "card_missing", "client")]


def _everything() -> tuple[object, ...]:
    tables = (Calculation, Payment, Hold, PaymentRun, StateLog)
    return (*(list(table.objects.order_by("pk").values_list("pk", flat=True)) for table in tables), _claims())


def _claims() -> dict[tuple[int, str, date], int]:
    return debt.claimed(None, [JULY, AUGUST])


def test_a_late_card_lifts_the_hold_and_is_paid(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    calendar.at("2026-08-01")
    assert paying.prepared(holds_opened=1, empty=1) == 0
    assert PaymentRun.objects.get().state == "empty"
    calendar.at("2026-09-12")
    paying.hand_in(amina, JULY, {"2026-07-06": "sick", "2026-07-07": "worked"})
    paying.prepared(calculations=1, payments=1, holds_lifted=1, holds_opened=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", 25 * DAILY, 0, 25 * DAILY, "prepared")]
    assert paying.holds(amina) == [("2026-08", "card_missing", "client")]
    assert prepare_payments(who="test")["payments"] == 0


def test_half_a_month_authorised_is_paid_for_its_days(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-07-16"))
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", 14 * DAILY, 0, 14 * DAILY, "prepared")]


def test_two_segments_are_paid_at_their_own_amounts(calendar: Calendar) -> None:
    first = world.body("2026-07-01", "2026-07-15")
    second = world.body("2026-07-16", dailyAmount="60.00")
    amina = paying.authorise("amina", first, second)
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(calculations=1, payments=1, prepared=1)
    gross = 13 * DAILY + 14 * 6000
    assert paying.payments(amina) == [("2026-07", gross, 0, gross, "prepared")]


def test_a_day_in_two_months_is_seen_by_the_saturday_at_their_edge(calendar: Calendar) -> None:
    """Saturday 1 August follows five days of July that were worked: it is lost (AM 26.11.1991 art. 21)."""
    amina = paying.authorise("amina")
    week = {f"2026-07-{day}": "worked" for day in (27, 28, 29, 30, 31)}
    paying.hand_in(amina, JULY, week)
    calendar.at("2026-09-01")
    paying.hand_in(amina, AUGUST)
    paying.prepared(calculations=2, payments=2, prepared=1)
    assert [row[1] for row in paying.payments(amina)] == [22 * DAILY, 25 * DAILY]


@pytest.fixture
def amina(calendar: Calendar) -> people.Client:
    """Amina was paid for July on 4 August."""
    client = paying.authorise("amina")
    paying.hand_in(client)
    calendar.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    return client


def test_a_corrected_authorisation_that_is_higher_is_paid_for_the_rest(amina: people.Client) -> None:
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="80.00"), sequence=2)
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina)[1] == ("2026-07", 27 * 511, 0, 27 * 511, "prepared")
    assert Payment.objects.get(state="prepared").cause == "correction"
    assert _claims() == {}
    paying.prepared()


def test_a_corrected_authorisation_that_is_lower_is_claimed_back(
    amina: people.Client, calendar: Calendar
) -> None:
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="70.00"), sequence=2)
    paying.prepared(calculations=1, claims=1, empty=1)
    claimed = WHOLE_JULY - 27 * 7000
    assert _entries(amina) == [(claimed, "recalculation")]
    paying.prepared()
    calendar.at("2026-08-21")
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="72.00"), sequence=3)
    paying.prepared(calculations=1, claims=1, empty=1)
    assert _entries(amina) == [(claimed, "recalculation"), (-27 * 200, "recalculation")]
    calendar.at("2026-08-22")
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="75.00"), sequence=4)
    paying.prepared(calculations=1, claims=1, payments=1, prepared=1)
    assert _claims() == {}
    assert paying.payments(amina)[1] == ("2026-07", 27 * 11, 0, 27 * 11, "prepared")
    [debts] = debt.debts_of(amina.pk)
    assert (debts.state, debts.cents) == ("cancelled", 0)


def test_a_transfer_that_came_back_is_paid_again(amina: people.Client) -> None:
    paying.came_back(amina)
    paying.prepared(payments=1, prepared=1)
    assert paying.payments(amina) == [
        ("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "returned"),
        ("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared"),
    ]
    assert Payment.objects.get(state="prepared").cause == "paid_again"
    assert paying.calculations(amina) == 1
    paying.prepared()


def test_a_transfer_booked_after_it_was_refused_counts_again(
    amina: people.Client, calendar: Calendar
) -> None:
    """It was paid again meanwhile, so one of the two is claimed back."""
    first = Payment.objects.get()
    Payment.objects.update(state="filed")
    records.move_all(PAYMENTS, [first.pk], to="refused", because=world.because("bank"))
    Payment.objects.update(bank_reason="TM01", settled_on=None, ended_at=now())
    paying.paid(paying.prepared(payments=1, prepared=1))
    calendar.at("2026-08-25")
    records.move_all(PAYMENTS, [first.pk], to="settled", because=world.because("bank"))
    Payment.objects.filter(pk=first.pk).update(settled_on=date(2026, 8, 4), ended_at=now())
    paying.prepared(claims=1, empty=1)
    assert _entries(amina) == [(WHOLE_JULY, "recalculation")]
    paying.prepared()


def test_a_transfer_from_a_closed_account_waits_for_another_one(
    amina: people.Client, calendar: Calendar
) -> None:
    paying.came_back(amina, reason="AC04")
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "account_doubtful", "client")]
    calendar.at("2026-08-24")
    paying.prepared()
    people.change_account(
        amina.pk, world.account_of("bram"), holder="Amina Baert", since=date(2026, 8, 24), source="test"
    )
    run = paying.prepared(payments=1, prepared=1)
    assert paying.holds(amina) == []
    assert Payment.objects.get(run_id=run).iban == world.account_of("bram")


def test_what_onem_eliminates_is_claimed_and_what_it_accepts_after_all_cancels_it(
    amina: people.Client, calendar: Calendar
) -> None:
    paying.onem_says(amina, "C12", 2 * DAILY)
    paying.prepared(calculations=1, claims=1, empty=1)
    assert _entries(amina) == [(2 * DAILY, "C12")]
    paying.prepared()
    calendar.at("2026-09-20")
    paying.onem_says(amina, "accepted", phase=2)
    paying.prepared(calculations=1, claims=1, empty=1, holds_opened=1)
    assert _entries(amina) == [(2 * DAILY, "C12"), (-2 * DAILY, "C12")]
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "settled")]


def test_one_error_that_onem_and_we_correct_is_claimed_once(amina: people.Client) -> None:
    paying.onem_says(amina, "C13", 5000)
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="74.00"), sequence=2)
    paying.prepared(calculations=1, claims=1, empty=1)
    assert _entries(amina) == [(5000, "C13")]


def test_what_onem_takes_out_beyond_our_own_correction_is_claimed_too(
    amina: people.Client, calendar: Calendar
) -> None:
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="74.00"), sequence=2)
    paying.prepared(calculations=1, claims=1, empty=1)
    calendar.at("2026-08-21")
    paying.onem_says(amina, "C13", 5000)
    paying.prepared(calculations=1, claims=1, empty=1)
    assert _entries(amina) == [(27 * 89, "recalculation"), (5000 - 27 * 89, "C13")]


def test_our_own_fault_claims_nothing(amina: people.Client) -> None:
    paying.onem_says(amina, "C12", 2 * DAILY, cause="AR167-1-4")
    paying.prepared()
    assert _claims() == {}


def test_more_is_owed_after_an_elimination(amina: people.Client, calendar: Calendar) -> None:
    """A rise first cancels what is open, the rest is paid; the acceptance then owes the eliminated part again."""
    paying.onem_says(amina, "C12", 2 * DAILY)
    paying.prepared(calculations=1, claims=1, empty=1)
    calendar.at("2026-08-21")
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="84.89"), sequence=2)
    paying.prepared(calculations=1, claims=1, payments=1, prepared=1)
    rest = 27 * 1000 - 2 * DAILY
    assert paying.payments(amina)[1] == ("2026-07", rest, 0, rest, "prepared")
    assert _claims() == {}
    calendar.at("2026-08-22")
    paying.onem_says(amina, "accepted", phase=2)
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert [row[1::3] for row in paying.payments(amina)] == [
        (WHOLE_JULY, "settled"),
        (rest, "dropped"),
        (27 * 1000, "prepared"),
    ]


def test_a_refusal_after_payment_claims_all_of_it(amina: people.Client) -> None:
    paying.authorise("amina", world.body("2026-07-01", code="00"), sequence=2, modules=REFUSED)
    paying.prepared(calculations=1, claims=1, holds_opened=1, empty=1)
    assert _entries(amina) == [(WHOLE_JULY, "recalculation")]
    assert paying.holds(amina) == [("2026-07", "refused", "onem")]
    [month] = payment.months_of(amina.pk)
    assert (month.gross_cents, month.allowances_halves) == (0, 0)
    paying.prepared()


def _entries(client: people.Client) -> list[tuple[int, str]]:
    return [(entry.cents, entry.cause) for owed in debt.debts_of(client.pk) for entry in owed.entries]
