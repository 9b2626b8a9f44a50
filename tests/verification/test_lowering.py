"""What a C12 or C13 takes out of what is owed: the last phase, what may be recovered, as known at any moment."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from capac.core.clock import now
from capac.core.period import Month
from capac.payment.models import Payment
from capac.verification import api as verification
from tests import world
from tests.verification.paid import AUGUST, JULY, SCHEME, authorise, batch, outcome, pay

pytestmark = pytest.mark.django_db
UNAUTHORISED = "AR167-1-2"


@pytest.fixture
def paid(monkeypatch: pytest.MonkeyPatch) -> Payment:
    """Amina's payment of August, told to ONEM."""
    payment = pay(authorise("amina"))
    verification.write_c10(Month(2026, 8), who="test")
    monkeypatch.setenv("CAPAC_NOW", "2027-02-26T09:00")
    return payment


def read(*outcomes: str, phase: int = 1) -> None:
    world.incoming(batch(outcomes, phase=phase), "VERIFICATION", at=now())
    counts = verification.read_outcomes(who="test")
    assert (counts["outcomes"], counts["rejected"]) == (len(outcomes), 0)


@pytest.mark.parametrize("result", ["C12", "C13"])
@pytest.mark.parametrize("cause", ["AR167-1-1", "AR167-1-2", "AR167-1-3", "AR167-1-5"])
def test_a_loss_that_may_be_recovered_lowers_what_is_owed(paid: Payment, result: str, cause: str) -> None:
    read(outcome(paid, result, 7489, cause=cause))
    assert verification.lowered(None, [JULY]) == {(paid.client_id, SCHEME, JULY): ((result, 7489),)}
    assert verification.lowered([paid.client_id], [JULY, AUGUST]) == verification.lowered(None, [JULY])


@pytest.mark.parametrize(
    ("result", "amount", "cause"),
    [
        ("C12", 7489, "AR167-1-4"),
        ("C13", 7489, "AR167-1-4"),
        ("C12", 7489, "client"),
        ("C13", 7489, "client"),
        ("C14", 7489, "underpaid"),
        ("neutralised", 299, ""),
        ("accepted", 0, ""),
    ],
)
def test_our_own_fault_the_clients_act_and_the_other_outcomes_lower_nothing(
    paid: Payment, result: str, amount: int, cause: str
) -> None:
    read(outcome(paid, result, amount, cause=cause))
    assert verification.lowered(None, [JULY]) == {}
    assert verification.changed_since(now() - timedelta(seconds=1), now()) == {(paid.client_id, JULY)}


def test_a_later_phase_replaces_what_was_taken_out(paid: Payment, monkeypatch: pytest.MonkeyPatch) -> None:
    key = (paid.client_id, SCHEME, JULY)
    read(outcome(paid, "C12", 202203, cause=UNAUTHORISED))
    first = now()
    monkeypatch.setenv("CAPAC_NOW", "2027-08-20T09:00")
    read(outcome(paid, "C13", 7489, cause=UNAUTHORISED, phase=2), phase=2)
    second = now()
    monkeypatch.setenv("CAPAC_NOW", "2027-10-20T09:00")
    read(outcome(paid, phase=3, definitive=True), phase=3)
    assert verification.lowered(None, [JULY], known=first - timedelta(seconds=1)) == {}
    assert verification.lowered(None, [JULY], known=first) == {key: (("C12", 202203),)}
    assert verification.lowered(None, [JULY], known=second) == {key: (("C13", 7489),)}
    assert verification.lowered(None, [JULY]) == {}
    assert verification.changed_since(first, second) == {key[::2]}
    assert verification.changed_since(now(), now()) == set()


def test_payments_of_one_month_add_up_by_cause_and_clients_do_not_mix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amina, bram = authorise("amina"), authorise("bram")
    first, second = pay(amina, gross=200000), pay(amina, gross=5000, tax=0)
    third, fourth = pay(bram), pay(amina, month=date(2026, 6, 1))
    verification.write_c10(Month(2026, 8), who="test")
    monkeypatch.setenv("CAPAC_NOW", "2027-02-26")
    read(
        outcome(first, "C13", 7489, cause=UNAUTHORISED), outcome(second, "C13", 5000, cause=UNAUTHORISED),
        outcome(third, "C12", 100, cause="AR167-1-1"), outcome(fourth, "C12", 200, cause="AR167-1-1"),
    )  # fmt: skip
    assert verification.lowered(None, [JULY]) == {
        (amina.pk, SCHEME, JULY): (("C13", 12489),), (bram.pk, SCHEME, JULY): (("C12", 100),),
    }  # fmt: skip
    assert verification.lowered([amina.pk], [date(2026, 6, 1)]) == {
        (amina.pk, SCHEME, date(2026, 6, 1)): (("C12", 200),)
    }
    assert verification.lowered([], [JULY]) == verification.lowered(None, []) == {}


@pytest.mark.parametrize("state", ["returned", "refused"])
def test_what_is_said_of_money_that_came_back_lowers_nothing(paid: Payment, state: str) -> None:
    read(outcome(paid, "C12", 202203, cause=UNAUTHORISED))
    Payment.objects.filter(pk=paid.pk).update(state=state, settled_on=None)
    assert verification.lowered(None, [JULY]) == {}


def test_two_queries_answer_for_everybody(paid: Payment, django_assert_num_queries: object) -> None:
    read(outcome(paid, "C12", 202203, cause=UNAUTHORISED))
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(verification.lowered(None, [JULY])) == 1
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(verification.outcomes_of(paid.client_id)) == 1
