"""Paper control cards keyed by staff: the same checks, who keyed it, versions with the moment received."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from capac.core.clock import now
from capac.core.period import Month
from capac.payment import api as payment
from capac.payment.models import ControlCard
from capac.records import api as records
from tests import world

JULY = Month(2026, 7)
SICK = {date(2026, 7, 6): "sick"}


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T09:00")


def key(client_id: int, days: Mapping[date, str] | None = None, *, by: str = "agnes", **other: object) -> int:
    facts = {
        "month": JULY, "paid_holidays_left_halves": None, "received_on": date(2026, 8, 3),
        "because": world.because(by, "handed in at the counter"), **other,
    }  # fmt: skip
    return payment.key_card(client_id, days=days or {}, staff=world.staff(by), **facts)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_a_keyed_card_is_kept_with_who_keyed_it() -> None:
    amina = world.client("amina")
    pk = key(amina.pk, SICK, paid_holidays_left_halves=5, received_on=date(2026, 7, 31))
    assert payment.cards_of(amina.pk) == [
        payment.Card(
            id=pk,
            card_id=f"P{pk:010d}",
            client_id=amina.pk,
            month=JULY.first,
            channel="paper",
            received_on=date(2026, 7, 31),
            known_at=now(),
            confirmed_on=None,
            days=SICK,
            paid_holidays_left_halves=5,
            version=None,
            keyed_by="agnes",
        )
    ]
    [change] = records.history("payment.ControlCard", pk)
    assert (change.to_state, change.who, change.why) == ("kept", "agnes", "handed in at the counter")


@pytest.mark.django_db
def test_the_same_card_keyed_twice_is_one_card_and_a_corrected_one_is_a_version() -> None:
    amina = world.client("amina")
    first = key(amina.pk, SICK)
    assert key(amina.pk, SICK, by="pol") == first
    second = key(amina.pk)
    third = key(amina.pk, SICK)
    assert len({first, second, third}) == 3
    assert [card.id for card in payment.cards_of(amina.pk)] == [third, second, first]
    assert payment.cards(None, [JULY.first], known=now())[amina.pk, JULY.first].id == third


@pytest.mark.django_db
def test_of_paper_and_electronic_the_one_known_last_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    amina = world.client("amina")
    paper = key(amina.pk)
    monkeypatch.setenv("CAPAC_NOW", "2026-08-04T09:00")
    world.incoming(world.ec3_batch(world.card("amina")), "EC3")
    payment.read_ec3(who="test")
    assert payment.cards(None, [JULY.first], known=now())[amina.pk, JULY.first].channel == "ec3"
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T09:00")
    again = key(amina.pk)
    assert again != paper
    assert payment.cards(None, [JULY.first], known=now())[amina.pk, JULY.first].id == again


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "reason", "field", "arguments"),
    [
        ({"month": Month(2026, 9)}, "future_month", "month", {"month": "2026-09", "today": "2026-08-03"}),
        ({"days": {date(2026, 8, 1): "sick"}}, "day_outside_month", "date", {"day": "2026-08-01", "month": "2026-07"}),
        ({"days": {date(2026, 7, 1): "drunk"}}, "unknown_day_code", "code", {"day": "2026-07-01", "value": "drunk"}),
        ({"paid_holidays_left_halves": 49}, "too_many_holidays_left", "daysLeft", {"most": "24"}),
        ({"paid_holidays_left_halves": -1}, "too_many_holidays_left", "daysLeft", {"most": "24"}),
        ({"received_on": date(2026, 8, 4)}, "received_in_future", "received_on", {"day": "2026-08-04", "today": "2026-08-03"}),
        ({"received_on": date(2026, 6, 30)}, "received_before_month", "received_on", {"day": "2026-06-30", "month": "2026-07"}),
        ({"by": "rita"}, "may_not_key", "staff", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_says_which_field_and_keeps_nothing(
    wrong: dict[str, object], reason: str, field: str, arguments: dict[str, str]
) -> None:
    amina = world.client("amina")
    with pytest.raises(payment.CardError) as caught:
        key(amina.pk, **wrong)  # type: ignore[arg-type]
    assert (caught.value.reason, caught.value.field, caught.value.arguments) == (reason, field, arguments)
    assert ControlCard.objects.count() == 0


@pytest.mark.django_db
def test_a_card_of_nobody_is_refused() -> None:
    with pytest.raises(payment.CardError) as caught:
        key(0)
    assert (caught.value.reason, caught.value.field) == ("unknown_client", "client_id")


@pytest.mark.django_db
def test_a_card_of_the_running_month_is_kept() -> None:
    amina = world.client("amina")
    pk = key(amina.pk, month=Month(2026, 8))
    assert [(card.id, card.month) for card in payment.cards_of(amina.pk)] == [(pk, date(2026, 8, 1))]


@pytest.mark.django_db(transaction=True)
def test_eight_people_key_the_same_card_at_once_and_it_is_kept_once() -> None:
    amina, staff, start = world.client("amina"), world.staff("agnes"), Barrier(8)

    def keyed(_: int) -> int:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return payment.key_card(
                amina.pk, JULY, SICK, paid_holidays_left_halves=None, received_on=date(2026, 8, 3), staff=staff,
                because=world.because(),
            )  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(keyed, range(8)))) == 1
    assert ControlCard.objects.count() == 1
