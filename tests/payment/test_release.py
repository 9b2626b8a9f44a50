"""Two people for every euro: who releases, who may not, and what a dropped run gives back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment import perms
from capac.payment.models import Payment, PaymentRun
from tests import world
from tests.flows import paying
from tests.flows.paying import WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


@pytest.fixture
def run(calendar: Calendar) -> int:
    """A run prepared on Saturday 1 August, with July of Amina."""
    paying.hand_in(paying.authorise("amina"))
    calendar.at("2026-08-01")
    return paying.prepared(calculations=1, payments=1, prepared=1)


def release(run_id: int, name: str = "rita") -> int:
    return payment.release(run_id, staff=world.staff(name), because=world.because(name))


def test_a_releaser_releases_every_payment_of_the_run(run: int) -> None:
    assert release(run) == 1
    assert Payment.objects.get().state == "released"
    told = payment.run_view(run)
    assert (told.state, told.released_by) == ("released", "rita")
    assert told.history[-1].who == "rita"


def test_who_prepared_a_run_never_releases_it(run: int) -> None:
    PaymentRun.objects.update(prepared_by="rita")
    assert not perms.may_release(world.staff("rita"), "rita")
    with pytest.raises(payment.RunError, match="same_person"):
        release(run)
    with pytest.raises(IntegrityError, match="run_two_people"), transaction.atomic():
        PaymentRun.objects.update(released_by="rita")
    assert Payment.objects.get().state == "prepared"


def test_the_database_lets_no_run_go_without_a_name(run: int) -> None:
    with pytest.raises(IntegrityError, match="run_released_by_somebody"), transaction.atomic():
        PaymentRun.objects.update(state="released")


@pytest.mark.parametrize("name", ["agnes", "pol", "sam"])
def test_nobody_else_releases(run: int, name: str) -> None:
    with pytest.raises(payment.RunError, match="not_allowed"):
        release(run, name)
    assert payment.run_view(run).state == "prepared"


def test_a_run_is_released_once(run: int) -> None:
    release(run)
    with pytest.raises(payment.RunError, match="not_prepared"):
        release(run)
    with pytest.raises(payment.RunError, match="not_prepared"):
        release(run + 1)


def test_a_release_after_its_day_goes_to_the_next_day_of_the_banks(run: int, calendar: Calendar) -> None:
    calendar.at("2026-08-31")
    release(run)
    row = PaymentRun.objects.get()
    assert (str(row.execution_date), str(row.introduction_month)) == ("2026-09-01", "2026-09-01")


def test_a_dropped_run_gives_everything_back(run: int, calendar: Calendar) -> None:
    client = Payment.objects.get().client
    with pytest.raises(payment.RunError, match="not_allowed"):
        payment.drop(run, staff=world.staff("agnes"), because=world.because("agnes"))
    assert payment.drop(run, staff=world.staff("pol"), because=world.because("pol", "a wrong scale")) == 1
    assert payment.run_view(run).state == "dropped"
    with pytest.raises(payment.RunError, match="not_prepared"):
        release(run)
    calendar.at("2026-08-10")
    again = paying.prepared(payments=1, prepared=1)
    assert again != run
    assert paying.payments(client) == [
        ("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "dropped"),
        ("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared"),
    ]
    assert Payment.objects.get(state="prepared").cause == "first"
    assert prepare_payments(who="pay_month")["payments"] == 0


def test_a_released_run_is_not_dropped(run: int) -> None:
    release(run)
    with pytest.raises(payment.RunError, match="not_prepared"):
        payment.drop(run, staff=world.staff("pol"), because=world.because("pol"))
