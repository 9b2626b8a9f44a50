"""A run of payments: its audit table, going on after a death, and how little it asks of the database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from capac.core.period import Month
from capac.debt import api as debt
from capac.flows import pay_month
from capac.flows.month_facts import month_facts
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment, PaymentRun
from capac.records import api as records
from capac.rules import api as rules
from tests import world
from tests.flows import paying
from tests.flows.paying import AUGUST, DAILY, JULY, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db
CAST = ("amina", "bram", "chloe", "dieter")
WHOLE_AUGUST = 26 * DAILY


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def test_the_audit_table_shows_what_a_second_person_must_see(calendar: Calendar) -> None:
    amina, bram, chloe = (paying.authorise(name) for name in ("amina", "bram", "chloe"))
    for client in (amina, bram):
        paying.hand_in(client)
    calendar.at("2026-08-01")
    paying.paid(paying.prepared(calculations=2, payments=2, holds_opened=1, prepared=1))
    calendar.at("2026-08-31")
    paying.hand_in(amina, AUGUST, {"2026-08-03": "sick", "2026-08-04": "sick"})
    paying.hand_in(bram, AUGUST)
    paying.hand_in(chloe, JULY)
    calendar.at("2026-09-01")
    run = paying.prepared(calculations=3, payments=3, holds_lifted=1, holds_opened=1, prepared=1)
    told = payment.run_view(run)
    assert (told.state, told.prepared_by, told.released_by) == ("prepared", "pay_month", "")
    assert [change.to_state for change in told.history] == ["preparing", "prepared"]
    gross = 24 * DAILY + WHOLE_AUGUST + WHOLE_JULY
    rows = {row.client_id: row for row in payment.run_cases(run)}
    assert {client: row.cause for client, row in rows.items()} == {
        amina.pk: "allowances", bram.pk: "allowances", chloe.pk: "first",
    }  # fmt: skip
    audit = told.audit
    assert (audit["payments"], audit["clients"], audit["gross_cents"]) == (3, 3, gross)
    assert (audit["transfer_cents"], audit["tax_cents"], audit["withheld_cents"]) == (gross, 0, 0)
    assert audit["first"] == {"count": 1, "gross_cents": WHOLE_JULY, "before_cents": 0}
    assert audit["less"] == {
        "count": 2, "gross_cents": 24 * DAILY + WHOLE_AUGUST, "before_cents": 2 * WHOLE_JULY,
    }  # fmt: skip
    assert audit["more"]["count"] == audit["same"]["count"] == 0
    assert audit["months"] == [
        {"month": "2026-07-01", "count": 1, "gross_cents": WHOLE_JULY},
        {"month": "2026-08-01", "count": 2, "gross_cents": 24 * DAILY + WHOLE_AUGUST},
    ]
    assert audit["holds"] == [{"reason": "card_missing", "turn": "client", "count": 1}]
    assert audit["largest"][0] == {
        "payment_id": rows[amina.pk].payment_id,
        "client_id": amina.pk,
        "month": "2026-08-01",
        "gross_cents": 24 * DAILY,
        "before_cents": WHOLE_JULY,
        "change_cents": -3 * DAILY,
        "cause": "allowances",
    }
    assert audit["counters"] == {"calculations": 3, "holds_lifted": 1, "holds_opened": 1, "payments": 3}


def test_cases_are_read_page_by_page(calendar: Calendar) -> None:
    for name in CAST:
        paying.hand_in(paying.authorise(name))
    calendar.at("2026-08-01")
    run = paying.prepared(calculations=4, payments=4, prepared=1)
    first = payment.run_cases(run, "first", limit=3)
    rest = payment.run_cases(run, "first", after=first[-1].payment_id)
    assert [len(first), len(rest)] == [3, 1]
    assert payment.run_cases(run, "more") == []
    with pytest.raises(KeyError):
        payment.run_cases(run, "nothing")


def test_a_run_that_died_is_gone_on_with_and_pays_everybody_once(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = [paying.authorise(name) for name in CAST]
    for client in clients:
        paying.hand_in(client)
    calendar.at("2026-08-01")
    monkeypatch.setattr(pay_month, "BATCH", 1)
    with monkeypatch.context() as dying:
        dying.setattr(pay_month, "debt", _DiesAt(3))
        with pytest.raises(RuntimeError, match="dead"):
            prepare_payments(who="pay_month")
    assert [(run.state, run.prepared_by) for run in payment.runs()] == [("preparing", "pay_month")]
    assert Payment.objects.count() == Calculation.objects.count() == 2
    calendar.at("2026-08-02")
    run = paying.prepared(calculations=2, payments=2, prepared=1)
    assert PaymentRun.objects.get().pk == run
    assert str(PaymentRun.objects.get().known_at.date()) == "2026-08-01"
    assert sorted(Payment.objects.values_list("client_id", "gross_cents")) == sorted(
        (client.pk, WHOLE_JULY) for client in clients
    )


def test_money_that_came_back_while_a_run_lay_dead_is_paid_by_the_next(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, holds_opened=1, prepared=1))
    calendar.at("2026-08-10")
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="75.00"), sequence=2)
    paying.hand_in(bram)
    monkeypatch.setattr(pay_month, "BATCH", 1)
    with monkeypatch.context() as dying:
        dying.setattr(pay_month, "debt", _DiesAt(2))
        with pytest.raises(RuntimeError, match="dead"):
            prepare_payments(who="pay_month")
    calendar.at("2026-08-11")
    paying.came_back(amina)
    prepare_payments(who="pay_month")
    rise = 27 * 11
    assert [row[1:] for row in paying.payments(amina)] == [
        (WHOLE_JULY, 0, WHOLE_JULY, "returned"),
        (rise, 0, rise, "dropped"),
        (WHOLE_JULY + rise, 0, WHOLE_JULY + rise, "prepared"),
    ]
    assert len(paying.payments(bram)) == 1
    paying.prepared()


class _DiesAt:
    """Stands for the room of debts and dies at the n-th batch, inside its transaction."""

    def __init__(self, at: int) -> None:
        self._real, self._left = debt, at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def follow(self, *rows: Any, **more: Any) -> Any:
        self._left -= 1
        if not self._left:
            raise RuntimeError("dead")
        return self._real.follow(*rows, **more)


def test_facts_that_came_after_its_moment_wait_for_the_next_run(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    run_id = payment.open_run(
        AUGUST, date(2026, 8, 3), known=paying.moment("2026-08-01T05:00"), who="pay_month"
    )
    calendar.at("2026-08-02")
    paying.hand_in(bram)
    paying.hand_in(amina, JULY, {"2026-07-06": "sick"})
    finished: list[list[int]] = []
    monkeypatch.setattr(payment, "finish", _noting(payment.finish, finished))
    prepare_payments(who="pay_month")
    assert finished == [[WHOLE_JULY], [WHOLE_JULY, WHOLE_JULY - DAILY, WHOLE_JULY]]
    withdrawn = Payment.objects.get(run_id=run_id)
    assert (withdrawn.client_id, withdrawn.state, withdrawn.run.state) == (amina.pk, "dropped", "dropped")


def _noting(finish: Any, into: list[list[int]]) -> Any:
    def noted(run_id: int, **more: Any) -> str:
        into.append(list(Payment.objects.order_by("pk").values_list("gross_cents", flat=True)))
        return str(finish(run_id, **more))

    return noted


def test_only_one_run_is_prepared_at_a_time(calendar: Calendar) -> None:
    known = paying.moment("2026-08-01T05:00")
    first = payment.open_run(AUGUST, date(2026, 8, 3), known=known, who="pay_month")
    assert payment.open_run(date(2026, 9, 1), date(2026, 9, 1), known=known, who="pol") == first
    row = PaymentRun.objects.get()
    assert (row.prepared_by, str(row.execution_date)) == ("pay_month", "2026-09-01")
    with pytest.raises(IntegrityError, match="run_one_preparing"), transaction.atomic():
        PaymentRun.objects.create(
            introduction_month=AUGUST, execution_date=AUGUST, known_at=known, prepared_by="pol"
        )


def test_a_run_is_closed_once(calendar: Calendar) -> None:
    run = payment.open_run(AUGUST, date(2026, 8, 3), known=paying.moment("2026-08-01T05:00"), who="pay_month")
    assert payment.finish(run, because=world.because()) == "empty"
    assert payment.finish(run, because=world.because("another worker")) == "empty"
    assert len(payment.run_view(run).history) == 2
    with pytest.raises(payment.RunError, match="not_preparing"):
        payment.prepare(run, [], because=world.because())


def test_four_clients_cost_no_more_queries_than_one(calendar: Calendar) -> None:
    asked = []
    for names in (CAST[:1], CAST[1:]):
        for name in names:
            paying.hand_in(paying.authorise(name))
        calendar.at("2026-08-01" if len(names) == 1 else "2026-08-02")
        with CaptureQueriesContext(connection) as queries:
            prepare_payments(who="pay_month")
        asked.append(len(queries))
    assert Payment.objects.count() == 4
    assert asked[1] <= asked[0] + 2


def test_months_are_kept_by_their_first_day_and_holds_once(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    calendar.at("2026-08-01")
    paying.prepared(holds_opened=1, empty=1)
    hold = Hold.objects.get()
    assert (hold.month, hold.turn, hold.state) == (JULY, "client", "open")
    assert [change.to_state for change in _history(hold.pk)] == ["open"]
    assert payment.open_holds([amina.pk])[amina.pk, "full_unemployment", JULY][0].reason == "card_missing"
    hold.pk = None
    with pytest.raises(IntegrityError, match="hold_once"), transaction.atomic():
        hold.save()


def _history(hold_id: int) -> list[Any]:
    return records.history("payment.Hold", hold_id)


def test_the_steps_are_told_again_word_for_word(calendar: Calendar) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina, JULY, {"2026-07-06": "worked", "2026-07-07": "sick"})
    calendar.at("2026-08-01")
    paying.prepared(calculations=1, payments=1, prepared=1)
    [month] = payment.months_of(amina.pk)
    july = Month(2026, 7)
    known = month_facts(july, [amina.pk], known=paying.moment("2026-08-01T05:00"))[
        amina.pk, "full_unemployment"
    ]
    assert known.facts is not None
    [said] = rules.calculate(july, [known.facts])
    assert month.calculation_id is not None
    for lang in rules.LANGUAGES:
        assert rules.render(payment.vector_of(month.calculation_id), lang) == rules.render(said.vector, lang)
    row = Calculation.objects.get()
    assert row.parameters_version == rules.parameters_version()
