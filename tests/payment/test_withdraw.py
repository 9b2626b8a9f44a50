"""A payment that nobody has released is a proposal: when its month moves, it is withdrawn and prepared anew."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core import iban
from capac.debt import api as debt
from capac.payment import api as payment
from capac.people import api as people
from tests import world
from tests.flows import paying
from tests.flows.paying import DAILY, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    made = Calendar(monkeypatch)
    made.at("2026-07-31")
    return made


@pytest.fixture
def waiting(calendar: Calendar) -> tuple[people.Client, people.Client, int]:
    """Amina and Bram, whole July prepared for both, nobody has released it."""
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    calendar.at("2026-08-01")
    paying.hand_in(amina)
    paying.hand_in(bram)
    run = paying.prepared(calculations=2, payments=2, prepared=1)
    calendar.at("2026-08-02")
    return amina, bram, run


Waiting = tuple[people.Client, people.Client, int]


def states(client: people.Client) -> list[tuple[int, str]]:
    return [(gross, state) for _, gross, _, _, state in paying.payments(client)]


def test_a_lower_authorisation_before_release_claims_nothing(waiting: Waiting) -> None:
    amina, bram, run = waiting
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="74.00"), sequence=2)
    newer = paying.prepared(calculations=1, payments=1, prepared=1)
    assert states(amina) == [(WHOLE_JULY, "dropped"), (27 * 7400, "prepared")]
    assert states(bram) == [(WHOLE_JULY, "prepared")]
    assert debt.debts_of(amina.pk) == []
    audit = payment.run_view(run).audit
    assert (audit["payments"], audit["gross_cents"]) == (1, WHOLE_JULY)
    assert newer == max(run, newer)


def test_only_what_stands_is_released(waiting: Waiting) -> None:
    amina, bram, run = waiting
    paying.hand_in(amina, days={"2026-07-06": "sick"})
    newer = paying.prepared(calculations=1, payments=1, prepared=1)
    paying.paid(run)
    paying.paid(newer)
    assert states(amina) == [(WHOLE_JULY, "dropped"), (WHOLE_JULY - DAILY, "settled")]
    assert states(bram) == [(WHOLE_JULY, "settled")]
    paying.prepared()


def test_another_account_is_heeded_until_release(waiting: Waiting) -> None:
    amina, _, _ = waiting
    account = iban.make("BE", "7770000001")
    people.change_account(amina.pk, account, holder="Amina", since=date(2026, 8, 2), source="C1E")
    paying.prepared(payments=1, prepared=1)
    assert states(amina) == [(WHOLE_JULY, "dropped"), (WHOLE_JULY, "prepared")]
    [month] = payment.months_of(amina.pk)
    assert [paid.iban for paid in month.payments if paid.state == "prepared"] == [account]


def test_after_a_death_nothing_that_waits_is_sent(waiting: Waiting) -> None:
    amina, bram, run = waiting
    people.note_death(amina.pk, date(2026, 7, 30))
    paying.prepared(holds_opened=1, empty=1)
    assert states(amina) == [(WHOLE_JULY, "dropped")]
    assert paying.holds(amina)[0][1] == "deceased"
    assert payment.run_view(run).audit["payments"] == 1
    assert states(bram) == [(WHOLE_JULY, "prepared")]


def test_a_run_that_is_left_empty_is_dropped(waiting: Waiting) -> None:
    _, _, run = waiting
    for name in ("amina", "bram"):
        paying.authorise(name, world.body("2026-07-01", dailyAmount="80.00"), sequence=2)
    newer = paying.prepared(calculations=2, payments=2, prepared=1)
    assert payment.run_view(run).state == "dropped"
    with pytest.raises(payment.RunError, match="not_prepared"):
        payment.release(run, staff=world.staff("rita"), because=world.because("rita"))
    paying.paid(newer)
    paying.prepared()
