"""The mirror: what ONEM would reject is found before it leaves, with its reason, and mended or told."""

from __future__ import annotations

from datetime import date

import pytest

from capac.core.clock import now
from capac.core.period import Month
from capac.exchange import api as exchange
from capac.exchange.models import AuthorisedPeriod
from capac.payment import api as payments
from capac.payment.models import Payment
from capac.people.models import IdentityNumber
from capac.verification import api as verification
from capac.verification.models import Prediction
from capac.work import api as work
from tests import world
from tests.verification.paid import authorise, batch, outcome, pay

pytestmark = pytest.mark.django_db
AUGUST = date(2026, 8, 1)
DAILY, WHOLE_JULY = 7489, 27 * 7489


def found() -> list[tuple[int, str, int]]:
    verification.foresee_due(who="test")
    rows = Prediction.objects.filter(state="open", introduction_month=AUGUST).order_by("pk")
    return [(row.payment_id, row.reason, row.cents) for row in rows]


def test_a_month_paid_as_it_is_worth_is_foreseen_as_accepted() -> None:
    pay(authorise("amina"))
    assert found() == []
    assert work.queue() == []


@pytest.mark.parametrize(("cents", "expected"), [(299, []), (300, [("more_than_days", 300)])])
def test_below_three_euros_nothing_is_foreseen(cents: int, expected: list[tuple[str, int]]) -> None:
    """Example E-R3."""
    payment = pay(authorise("amina"), gross=WHOLE_JULY + cents)
    assert found() == [(payment.pk, *one) for one in expected]


def test_a_number_that_is_gone_is_foreseen() -> None:
    payment = pay(authorise("amina"))
    IdentityNumber.objects.update(valid_to=date(2026, 8, 1))
    assert found() == [(payment.pk, "no_number", WHOLE_JULY)]


def test_a_month_without_any_c2_and_one_with_a_refusal_are_foreseen() -> None:
    payment = pay(authorise("amina"))
    AuthorisedPeriod.objects.update(refusal="late", scheme="")
    assert found() == [(payment.pk, "no_c2", WHOLE_JULY)]


def test_a_payment_without_authorisation_is_foreseen() -> None:
    payment = pay(authorise("amina"), calculated=False)
    assert found() == [(payment.pk, "c2_unknown", WHOLE_JULY)]


def test_days_outside_the_c2_are_counted_against_it() -> None:
    payment = pay(authorise("amina"))
    AuthorisedPeriod.objects.update(valid_to=date(2026, 7, 30))
    assert found() == [(payment.pk, "days_without_c2", DAILY)]
    assert Prediction.objects.get().arguments == {"first_day": "2026-07-31", "days": "1"}


def test_another_amount_than_that_of_the_c2_is_foreseen() -> None:
    payment = pay(authorise("amina"))
    AuthorisedPeriod.objects.update(daily_cents=DAILY - 100)
    assert found() == [(payment.pk, "amount_not_of_c2", 2700)]


def test_a_card_that_came_later_is_foreseen_as_what_changed() -> None:
    payment = pay(authorise("amina"))
    later = world.card("amina", days={"2026-07-08": "worked"}, version=2)
    world.incoming(world.ec3_batch(later), "EC3", at=now())
    assert payments.read_ec3(who="test")["kept"] == 1
    assert found() == [(payment.pk, "card_changed", DAILY)]


def test_a_month_paid_twice_is_foreseen_of_its_last_payment() -> None:
    amina = authorise("amina")
    pay(amina)
    second = pay(amina, on=date(2026, 8, 20))
    assert found() == [(second.pk, "paid_twice", WHOLE_JULY)]


def test_what_was_told_in_an_earlier_month_counts() -> None:
    amina = authorise("amina")
    pay(amina, on=date(2026, 7, 31))
    verification.write_c10(Month(2026, 7), who="test")
    second = pay(amina, gross=5000, tax=0)
    assert found() == [(second.pk, "more_than_days", 5000)]


def recovering() -> Payment:
    amina = world.client("amina")
    module = "<S06><recoveryExOfficio><percent>10</percent><from>2026-06-01</from></recoveryExOfficio></S06>"
    world.incoming(world.c2_batch(world.c2("amina", modules=module)), at=now())
    assert exchange.read_c2(who="test")["applied"] == 1
    world.incoming(world.ec3_batch(world.card("amina")), "EC3", at=now())
    payments.read_ec3(who="test")
    return pay(amina)


def test_a_recovery_of_which_nothing_is_kept_is_foreseen() -> None:
    payment = recovering()
    assert found() == [(payment.pk, "recovery_not_kept", WHOLE_JULY)]


def test_what_is_foreseen_has_an_item_until_it_is_mended() -> None:
    payment = pay(authorise("amina"))
    AuthorisedPeriod.objects.update(valid_to=date(2026, 7, 30))
    assert verification.foresee_due(who="test") == {"foreseen": 1, "mended": 0}
    assert verification.foresee_due(who="test") == {"foreseen": 0, "mended": 0}
    [item] = work.queue()
    assert (item.kind, item.subject_id, item.client_id) == (
        "would_be_rejected",
        payment.pk,
        payment.client_id,
    )
    assert item.arguments == {
        "reason": "days_without_c2", "amount": "74.89", "month": "2026-07", "scheme": "full_unemployment",
        "introduction_month": "2026-08", "first_day": "2026-07-31", "days": "1",
    }  # fmt: skip
    AuthorisedPeriod.objects.update(valid_to=None)
    assert verification.foresee_due(who="test") == {"foreseen": 0, "mended": 1}
    assert work.queue() == []
    assert Prediction.objects.get().state == "mended"


def test_the_c10_waits_for_what_is_foreseen_until_the_last_call_and_onem_tells_whether_it_was_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    payment = pay(authorise("amina"))
    AuthorisedPeriod.objects.update(valid_to=date(2026, 7, 30))
    verification.foresee_due(who="test")
    assert verification.write_due(who="test")["waiting"] == 1
    monkeypatch.setenv("CAPAC_NOW", "2026-09-15T06:00")
    assert verification.write_due(who="test")["written"] == 1
    assert work.queue() == []
    assert verification.predictions(skip=0, limit=9) == []
    world.incoming(batch([outcome(payment, "C12", DAILY, cause="AR167-1-2")]), "VERIFICATION", at=now())
    verification.read_outcomes(who="test")
    [told] = verification.forecasts(9)
    assert (told.month, told.open, told.mended, told.told, told.confirmed, told.rejected) == (
        AUGUST, 0, 0, 1, 1, 1,
    )  # fmt: skip
