"""Which card counts for a month, as known at any moment, for one client or for everybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from capac.core.clock import now
from capac.payment import api as payment
from tests import world

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def read(at: str, *cards: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", at)
    world.incoming(world.ec3_batch(*cards), "EC3")
    assert payment.read_ec3(who="test")["kept"] == len(cards)


def test_months_and_clients_do_not_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    amina, bram = world.client("amina").pk, world.client("bram").pk
    read(
        "2026-08-03",
        world.card("amina", "2026-06"), world.card("amina"), world.card("bram"),
        monkeypatch=monkeypatch,
    )  # fmt: skip
    assert set(payment.cards(None, [JULY], known=now())) == {(amina, JULY), (bram, JULY)}
    assert set(payment.cards([amina], [JUNE, JULY], known=now())) == {(amina, JUNE), (amina, JULY)}
    assert payment.cards([], [JUNE, JULY], known=now()) == {}
    assert payment.cards(None, [], known=now()) == {}
    assert [card.month for card in payment.cards_of(amina)] == [JULY, JUNE]
    assert payment.cards_of(0) == []


def test_what_changed_is_told_by_client_and_month(monkeypatch: pytest.MonkeyPatch) -> None:
    amina, bram = world.client("amina").pk, world.client("bram").pk
    read("2026-08-03", world.card("amina"), monkeypatch=monkeypatch)
    first = now()
    read("2026-08-04", world.card("amina", version=2), world.card("bram", "2026-06"), monkeypatch=monkeypatch)
    assert _changed(first, now()) == {(amina, JULY), (bram, JUNE)}
    assert _changed(first - timedelta(seconds=1), first) == {(amina, JULY)}
    assert _changed(now(), now()) == set()


def _changed(since: datetime, until: datetime) -> set[tuple[int, date]]:
    found = payment.cards_changed_table(since, until).to_pydict()
    return set(zip(found["client_id"], found["month"], strict=True))


def test_one_query_answers_for_everybody(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    for name in ("amina", "bram", "chloe"):
        world.client(name)
    read("2026-08-03", *(world.card(name) for name in ("amina", "bram", "chloe")), monkeypatch=monkeypatch)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(payment.cards(None, [JULY], known=now())) == 3
