"""Debt follows the difference: one open debt a month, amounts are sums of entries, never below zero."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from capac.debt import api as debt
from capac.debt.models import Debt
from capac.records import api as records
from tests import world

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
SCHEME = "full_unemployment"


def change(client_id: int, cents: int, *, month: date = JULY, cause: str = "recalculation") -> debt.Change:
    return debt.Change(client_id, SCHEME, month, cents, cause, calculation_id=7)


@pytest.mark.django_db
def test_a_claim_opens_the_one_debt_of_the_month_and_a_second_claim_joins_it() -> None:
    amina = world.client("amina").pk
    first = debt.follow([change(amina, 5000)], because=world.because())
    second = debt.follow([change(amina, 1234, cause="C12")], because=world.because())

    assert first == {"opened": 1, "cancelled": 0, "entries": 1}
    assert second == {"opened": 0, "cancelled": 0, "entries": 1}
    assert debt.claimed([amina], [JULY, AUGUST]) == {(amina, SCHEME, JULY): 6234}
    [owed] = debt.debts_of(amina)
    assert (owed.state, owed.cents, owed.claimed_cents) == ("open", 6234, 6234)
    assert [(entry.cents, entry.cause) for entry in owed.entries] == [(5000, "recalculation"), (1234, "C12")]
    assert [step.to_state for step in records.history("debt.Debt", owed.id)] == ["open"]


@pytest.mark.django_db
def test_a_debt_cancelled_to_zero_is_closed_and_a_new_claim_opens_a_new_one() -> None:
    amina = world.client("amina").pk
    debt.follow([change(amina, 5000)], because=world.because())
    debt.follow([change(amina, -2000)], because=world.because())
    assert debt.claimed(None, [JULY]) == {(amina, SCHEME, JULY): 3000}

    assert debt.follow([change(amina, -3000)], because=world.because())["cancelled"] == 1
    assert debt.claimed(None, [JULY]) == {}
    debt.follow([change(amina, 100, cause="C13")], because=world.because())

    assert [(row.state, row.cents) for row in debt.debts_of(amina)] == [("open", 100), ("cancelled", 0)]
    assert debt.check() == []


@pytest.mark.django_db
def test_months_and_clients_do_not_mix() -> None:
    amina, bram = world.client("amina").pk, world.client("bram").pk
    debt.follow([change(amina, 1), change(bram, 2), change(amina, 4, month=AUGUST)], because=world.because())
    assert debt.claimed([amina], [JULY]) == {(amina, SCHEME, JULY): 1}
    assert debt.claimed(None, [JULY]) == {(amina, SCHEME, JULY): 1, (bram, SCHEME, JULY): 2}
    assert debt.claimed([], [JULY]) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "row", "message"),
    [
        (0, {"cents": -1}, "nothing is claimed for full_unemployment of 2026-07"),
        (500, {"cents": -501}, "1 cents more would be cancelled than are claimed"),
        (0, {"cents": 0}, "a change of nothing for full_unemployment of 2026-07"),
        (0, {"cents": 5, "cause": "whim"}, "'whim' is no cause of a debt"),
        (0, {"cents": 5, "month": date(2026, 7, 2)}, "is its first day, not 2026-07-02"),
    ],
)
def test_what_cannot_be_booked_is_refused_and_nothing_is_written(
    before: int, row: dict[str, object], message: str
) -> None:
    amina = world.client("amina").pk
    if before:
        debt.follow([change(amina, before)], because=world.because())
    with pytest.raises(debt.DebtError, match=message):
        debt.follow([change(amina, 3, month=AUGUST), change(amina, **row)], because=world.because())  # type: ignore[arg-type]
    assert debt.claimed([amina], [JULY, AUGUST]) == ({(amina, SCHEME, JULY): before} if before else {})


@pytest.mark.django_db
def test_the_check_finds_a_balance_that_does_not_fit_the_state() -> None:
    amina = world.client("amina").pk
    debt.follow([change(amina, 700)], because=world.because())
    Debt.objects.update(state="cancelled")
    assert debt.check() == ["1 cancelled debts have a balance"]


@pytest.mark.django_db(transaction=True)
def test_eight_callers_at_once_open_one_debt_and_lose_no_entry() -> None:
    amina = world.client("amina").pk
    barrier = threading.Barrier(8)

    def claim() -> None:
        barrier.wait()
        try:
            with transaction.atomic():
                debt.follow([change(amina, 100)], because=world.because())
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert debt.claimed(None, [JULY]) == {(amina, SCHEME, JULY): 800}
    assert Debt.objects.count() == 1
    assert debt.check() == []
