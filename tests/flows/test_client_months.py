"""A client's months as data: how each stands, whose turn it is, what is missing, until when."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now, today
from capac.core.period import Month
from capac.flows.client_months import MonthStatus, client_months
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Payment
from capac.people import api as people
from capac.people.models import Closure
from capac.records.api import open_rejects
from tests import world
from tests.flows.paying import JULY, Calendar, authorise, came_back, hand_in, onem_says, paid, prepared

pytestmark = pytest.mark.django_db
REFUSED = "<S52><reason>not_available</reason></S52>"


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The clock, on the first of July."""
    calendar = Calendar(monkeypatch)
    calendar.at("2026-07-01")
    return calendar


def july(client: people.Client) -> MonthStatus:
    return next(one for one in client_months(client.pk, today=today()) if one.month == JULY)


def told(one: MonthStatus) -> tuple[str, str, str, tuple[str, ...], str, str]:
    return one.status, one.turn, one.reason, one.missing, str(one.expected_on or ""), one.expected_by


def send_card(name: str = "amina", month: str = "2026-07", **facts: object) -> None:
    world.incoming(world.ec3_batch(world.card(name, month, **facts)), "EC3", at=now())  # type: ignore[arg-type]
    payment.read_ec3(who="test")
    assert open_rejects() == []


def test_a_month_walks_from_running_to_paid(act: Calendar) -> None:
    amina = authorise()
    first = july(amina)
    assert told(first) == ("not_over", "", "", ("card",), "2026-08-04", "usual")
    assert (first.fill_from, first.claim_until, first.last_day_on) == (
        date(2026, 7, 30),
        date(2029, 9, 30),
        None,
    )
    assert (first.scheme, first.view, first.card) == ("full_unemployment", None, None)
    act.at("2026-07-29")
    assert july(amina).status == "not_over"
    act.at("2026-07-30")
    assert told(july(amina)) == ("card_missing", "client", "", ("card",), "2026-08-04", "usual")
    send_card(confirmed="2026-07-30")
    here = july(amina)
    assert told(here) == ("not_over", "", "", (), "2026-08-04", "usual")
    assert (here.fill_from, here.claim_until, here.last_day_on) == (None, None, date(2026, 9, 1))
    assert here.card is not None
    assert here.card.card_id == "EC3-amina-2026-07-1"
    act.at("2026-08-01")
    assert told(july(amina)) == ("being_computed", "us", "", (), "2026-08-04", "usual")
    act.at("2026-08-03")
    run = prepared(calculations=1, payments=1, prepared=1)
    ready = july(amina)
    assert told(ready) == ("prepared", "us", "", (), "2026-08-04", "order")
    assert (ready.view is not None and ready.view.gross_cents, ready.last_day_on) == (
        202203,
        date(2026, 9, 1),
    )
    paid(run)
    last = july(amina)
    assert told(last) == ("paid", "", "", (), "2026-08-04", "paid")
    assert (last.last_day_on, last.fill_from, last.claim_until) == (None, None, None)


def test_a_payment_at_the_bank_is_expected_on_the_day_asked_of_it(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-08-03")
    send_card()
    run = prepared(calculations=1, payments=1, prepared=1)
    payment.release(run, staff=world.staff("rita"), because=world.because("rita"))
    assert told(july(amina)) == ("prepared", "us", "", (), "2026-08-04", "order")
    Payment.objects.update(state="filed")
    assert told(july(amina)) == ("at_bank", "bank", "", (), "2026-08-04", "order")


def test_a_run_that_waits_for_its_second_person_moves_the_expected_day(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-08-03")
    send_card()
    prepared(calculations=1, payments=1, prepared=1)
    act.at("2026-08-07")
    assert told(july(amina)) == ("prepared", "us", "", (), "2026-08-10", "order")


def test_months_go_from_the_first_authorised_one_to_the_current_newest_first(act: Calendar) -> None:
    amina = authorise("amina", world.body("2026-05-11", "2026-05-31"), world.body("2026-07-01"))
    act.at("2026-08-15")
    assert [(str(one.month), one.status) for one in client_months(amina.pk, today=today())] == [
        ("2026-08-01", "not_over"), ("2026-07-01", "card_missing"), ("2026-06-01", "not_authorised"),
        ("2026-05-01", "card_missing"),
    ]  # fmt: skip


def test_somebody_without_authorisation_or_card_has_no_month(act: Calendar) -> None:
    assert client_months(world.client("bram").pk, today=today()) == []


def test_a_card_without_authorisation_shows_its_month(act: Calendar) -> None:
    bram = world.client("bram")
    act.at("2026-08-03")
    send_card("bram")
    assert [(str(one.month), *told(one)) for one in client_months(bram.pk, today=today())] == [
        ("2026-08-01", "not_authorised", "", "", (), "", ""), ("2026-07-01", "not_authorised", "", "", (), "", ""),
    ]  # fmt: skip


def test_what_can_no_longer_be_claimed_is_left_out(act: Calendar) -> None:
    amina = authorise("amina", world.body("2020-01-01"))
    last = client_months(amina.pk, today=today())[-1]
    assert (last.month, last.claim_until) == (date(2023, 7, 1), date(2026, 9, 30))


def test_a_refusal_is_final_whatever_the_client_sends(act: Calendar) -> None:
    amina = authorise("amina", world.body("2026-07-01", code="00"), modules=REFUSED)
    assert told(july(amina)) == ("refused", "", "not_available", (), "", "")
    act.at("2026-08-03")
    send_card()
    prepare_payments(who="test")
    assert told(july(amina)) == ("refused", "", "not_available", (), "", "")


def test_a_month_partly_refused_still_waits_for_its_card(act: Calendar) -> None:
    bodies = world.body("2026-07-01", "2026-07-14"), world.body("2026-07-15", code="00")
    amina = authorise("amina", *bodies, modules=REFUSED)
    act.at("2026-08-03")
    assert told(july(amina)) == ("card_missing", "client", "", ("card",), "2026-08-04", "usual")


def test_a_missing_card_stays_the_clients_turn_and_the_day_moves_with_the_calendar(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-08-05")
    prepared(holds_opened=1, empty=1)
    one = july(amina)
    assert told(one) == ("card_missing", "client", "", ("card",), "2026-08-06", "usual")
    assert one.view is not None
    send_card()
    assert told(july(amina)) == ("being_computed", "us", "", (), "2026-08-06", "usual")


def test_a_paper_card_handed_in_before_the_end_says_nothing_of_the_days_to_come(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-07-29")
    hand_in(amina)
    early = july(amina)
    assert told(early) == ("card_too_early", "client", "", ("card",), "2026-08-04", "usual")
    assert (early.fill_from, early.last_day_on) == (date(2026, 7, 30), None)
    act.at("2026-08-03")
    assert told(july(amina)) == ("card_too_early", "client", "", ("card",), "2026-08-04", "usual")
    prepared(calculations=1, holds_opened=1, empty=1)
    assert told(july(amina)) == ("card_too_early", "client", "", ("card",), "2026-08-04", "usual")
    hand_in(amina, days={"2026-07-30": "sick"})
    assert july(amina).status == "being_computed"
    act.at("2026-08-04")
    prepared(calculations=1, payments=1, holds_lifted=1, prepared=1)


def test_a_card_handed_in_when_the_right_had_ended_is_not_too_early(act: Calendar) -> None:
    amina = authorise("amina", world.body("2026-07-01", "2026-07-15"))
    act.at("2026-07-16")
    hand_in(amina)
    assert told(july(amina))[0] == "not_over"
    act.at("2026-08-03")
    prepared(calculations=1, payments=1, prepared=1)


def test_an_electronic_card_is_never_too_early(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-07-20")
    send_card(confirmed="2026-07-20")
    assert told(july(amina))[0] == "not_over"


def test_without_account_the_month_is_held_until_one_is_known(act: Calendar) -> None:
    amina = authorise(account=False)
    assert told(july(amina)) == ("not_over", "", "", ("card", "account"), "2026-08-04", "usual")
    act.at("2026-08-03")
    send_card()
    held = ("held", "client", "account_missing", ("account",), "2026-08-04", "usual")
    assert told(july(amina)) == held
    prepared(calculations=1, holds_opened=1, empty=1)
    assert told(july(amina)) == held
    people.change_account(amina.pk, world.account_of("amina"), holder="A", since=JULY, source="test")
    assert told(july(amina)) == ("being_computed", "us", "", (), "2026-08-04", "usual")


def test_a_debt_mediators_account_is_an_account(act: Calendar) -> None:
    mediator = (
        f"<S06><collectiveDebtSettlement><holder>Me M.</holder><account>{world.account_of('bram')}</account>"
        "<from>2026-07-01</from></collectiveDebtSettlement></S06>"
    )
    amina = authorise(account=False, modules=mediator)
    assert told(july(amina))[3] == ("card",)


def test_a_scheme_that_nothing_computes_is_our_turn_and_asks_for_no_card(act: Calendar) -> None:
    amina = authorise("amina", world.body("2026-07-01", code="09/43A0"))
    assert told(july(amina)) == ("not_over", "", "", (), "", "")
    act.at("2026-08-03")
    by_facts = july(amina)
    assert told(by_facts) == ("held", "us", "scheme_not_computed", (), "", "")
    assert (by_facts.arguments, by_facts.scheme) == ({"code": "09/43A0"}, "full_unemployment")
    prepared(holds_opened=1, empty=1)
    assert told(july(amina)) == ("held", "us", "scheme_not_computed", (), "", "")


def test_held_by_us_the_law_says_until_when(act: Calendar) -> None:
    amina = authorise("amina", world.body("2026-07-01", "2026-07-31", code="01/43B", firstYear=""))
    act.at("2026-08-03")
    send_card()
    prepared(holds_opened=1, empty=1)
    one = july(amina)
    assert told(one) == ("held", "us", "fact_missing", (), "2026-09-03", "law")


def test_a_month_of_work_comes_to_nothing(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-08-03")
    days = {str(day): "worked" for day in Month(2026, 7).days if day.weekday() < 6}
    send_card(days=days)
    prepared(calculations=1, empty=1)
    assert told(july(amina)) == ("nothing_owed", "", "", (), "", "")


def test_what_the_bank_sends_back_is_the_clients_turn_or_ours(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-08-03")
    send_card()
    paid(prepared(calculations=1, payments=1, prepared=1))
    act.at("2026-08-10")
    came_back(amina, reason="AC04")
    assert told(july(amina)) == ("returned", "us", "AC04", (), "2026-08-11", "usual")
    prepared(holds_opened=1, empty=1)
    assert told(july(amina)) == ("returned", "client", "AC04", ("account",), "2026-08-11", "usual")


def test_paid_and_corrected_it_says_that_it_is_computed_again(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-08-03")
    send_card()
    paid(prepared(calculations=1, payments=1, prepared=1))
    act.at("2026-08-20")
    send_card(days={"2026-07-06": "worked"}, version=2)
    assert told(july(amina)) == ("paid", "us", "being_recomputed", (), "2026-08-04", "paid")
    prepared(calculations=1, claims=1, empty=1)
    assert told(july(amina)) == ("paid", "", "", (), "2026-08-04", "paid")


def test_a_payment_that_onem_struck_out_was_paid_all_the_same(act: Calendar) -> None:
    amina = authorise()
    act.at("2026-08-03")
    send_card()
    paid(prepared(calculations=1, payments=1, prepared=1))
    act.at("2027-02-26")
    onem_says(amina, "C12", 202203)
    prepare_payments(who="test")
    one = july(amina)
    assert told(one) == ("paid", "", "", (), "2026-08-04", "paid")
    assert one.view is not None
    assert one.view.lowered_cents == 202203


def test_the_number_of_queries_does_not_grow_with_the_months(
    act: Calendar, django_assert_max_num_queries: object
) -> None:
    amina = authorise("amina", world.body("2026-07-01"))
    for month in ("2026-08-03", "2026-09-02", "2026-10-02"):
        act.at(month)
        hand_in(amina, Month.of(today()).previous().first)
        paid(prepared_any(), on=month)
        with django_assert_max_num_queries(10):  # type: ignore[operator]
            assert client_months(amina.pk, today=today())


def prepared_any() -> int:
    prepare_payments(who="pay_month")
    return next(run.id for run in payment.runs() if run.state == "prepared")


def test_a_closure_of_the_institution_moves_the_usual_day(act: Calendar) -> None:
    amina = authorise()
    Closure.objects.create(day=date(2026, 8, 3), reason="move", known_at=world.NOON)
    assert july(amina).expected_on == date(2026, 8, 5)
