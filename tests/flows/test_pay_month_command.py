"""capac pay_month: preparing says what waits; releasing is dry until it is meant; the files follow the release."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from capac.core import iban
from capac.flows.pay_month import prepare_payments, release_payments
from capac.payment import api as payment
from capac.payment.models import Payment
from capac.records.models import OutgoingMessage
from tests import world
from tests.flows import paying
from tests.flows.paying import Calendar

pytestmark = pytest.mark.django_db
DEBTOR = ("CAPAC (test)", iban.make("BE", "6790000000"), "TESTBEBB")


@pytest.fixture(autouse=True)
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Amina has handed in July; it is the first of August."""
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    paying.hand_in(paying.authorise("amina"))
    acts.at("2026-08-01")


def said(*arguments: Any) -> str:
    out = StringIO()
    call_command("pay_month", *arguments, stdout=out)
    return out.getvalue()


def test_preparing_says_what_waits_for_a_second_person() -> None:
    told = said()
    (run,) = payment.runs()
    assert "payments=1" in told
    assert f"run {run.id}: 1 payments, 2022.03 euro waits for a second person" in told


def test_releasing_is_dry_until_it_is_meant(settings: Any) -> None:
    settings.DEBTOR = DEBTOR
    world.staff("rita")
    said()
    (run,) = payment.runs()
    assert "would go to the bank: add --go" in said("--release", str(run.id), "--by", "rita")
    assert Payment.objects.get().state == "prepared"
    assert f"run {run.id} is released: CAPAC-" in said("--release", str(run.id), "--by", "rita", "--go")
    assert Payment.objects.get().state == "filed"
    assert OutgoingMessage.objects.get().destination == "bank"


def test_nobody_and_the_wrong_person_release_nothing() -> None:
    world.staff("pol")
    said()
    (run,) = payment.runs()
    for login, why in (("nobody", "nobody of the staff"), ("pol", "not_allowed")):
        with pytest.raises(CommandError, match=why):
            said("--release", str(run.id), "--by", login, "--go")
    assert Payment.objects.get().state == "prepared"


def test_a_release_whose_files_could_not_be_written_is_filed_by_the_next_job(settings: Any) -> None:
    run = paying.prepared(calculations=1, payments=1, prepared=1)
    settings.DEBTOR = None
    with pytest.raises(payment.RunError, match="debtor_not_set"):
        release_payments(run, staff=world.staff("rita"))
    assert (payment.run_view(run).state, OutgoingMessage.objects.count()) == ("released", 0)
    settings.DEBTOR = DEBTOR
    assert prepare_payments(who="pay_month")["filed"] == 1
    assert (payment.run_view(run).state, OutgoingMessage.objects.count()) == ("filed", 1)
    assert prepare_payments(who="pay_month")["filed"] == 0
