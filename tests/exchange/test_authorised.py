"""What rules on a day: the later decision, as known at any moment, whatever the order of arrival."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capac.core.clock import BRUSSELS, now
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.exchange.segments import Held, Segment, in_rank, overlay
from tests import world

JULY = Span(date(2026, 7, 1), date(2026, 7, 31))
AUGUST = Span(date(2026, 8, 1), date(2026, 8, 31))


def read(*messages: str, at: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> None:
    if at and monkeypatch:
        monkeypatch.setenv("CAPAC_NOW", at)
    world.incoming(world.c2_batch(*messages), at=now())
    exchange.read_c2(who="test")


def days(
    client_id: int, span: Span = JULY, known: datetime | None = None
) -> list[tuple[str, str | None, int | None]]:
    segments = exchange.authorised([client_id], span, known=known or now()).get(client_id, ())
    return [(str(s.first), str(s.last) if s.last else None, s.daily_cents) for s in segments]


@pytest.mark.django_db
def test_a_later_decision_rules_from_its_first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    amina = world.client("amina")
    read(world.c2("amina", bodies=[world.body("2026-06-10")]))
    before = now()
    later = world.c2("amina", sequence=2, issued="2026-07-10", notified="2026-07-10",
                     bodies=[world.body("2026-07-15", "2026-07-20", dailyAmount="60.00")])  # fmt: skip
    read(later, at="2026-07-12T09:00", monkeypatch=monkeypatch)
    assert days(amina.pk) == [
        ("2026-06-10", "2026-07-14", 7489),
        ("2026-07-15", "2026-07-20", 6000),
        ("2026-07-21", None, 7489),
    ]
    assert days(amina.pk, known=before) == [("2026-06-10", None, 7489)]
    assert days(amina.pk, known=before - timedelta(seconds=1)) == []
    assert days(amina.pk, AUGUST) == [("2026-07-21", None, 7489)]
    assert days(amina.pk, Span(date(2026, 5, 1), date(2026, 5, 31))) == []


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_sequences_of_one_file_rule_in_their_order_however_they_arrive(
    order: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = world.client("amina")
    sent = [
        world.c2("amina", sequence=n, bodies=[world.body("2026-07-01", dailyAmount=f"{50 + n}.00")])
        for n in (1, 2, 3)
    ]
    for hour, place in enumerate(order):
        read(sent[place], at=f"2026-07-01T1{hour}:00", monkeypatch=monkeypatch)
    assert days(amina.pk) == [("2026-07-01", None, 5300)]


@pytest.mark.django_db
def test_of_two_references_the_later_issued_rules_even_when_it_came_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amina = world.client("amina")
    late = world.c2("amina", reference="F/B", message_id="B", issued="2026-06-20", notified="2026-06-20",
                    bodies=[world.body("2026-07-01", dailyAmount="60.00")])  # fmt: skip
    read(late)
    read(world.c2("amina", reference="F/A", message_id="A"), at="2026-07-02T09:00", monkeypatch=monkeypatch)
    assert days(amina.pk) == [("2026-07-01", None, 6000)]


@pytest.mark.django_db
def test_changed_since_names_the_clients_with_news(monkeypatch: pytest.MonkeyPatch) -> None:
    amina, bram = world.client("amina"), world.client("bram")
    read(world.c2("amina"))
    first = now()
    read(world.c2("bram"), at="2026-07-02T09:00", monkeypatch=monkeypatch)
    assert exchange.changed_since(first, now()).tolist() == [bram.pk]
    assert exchange.changed_since(first - timedelta(seconds=1), first).tolist() == [amina.pk]
    assert exchange.changed_since(now(), now()).tolist() == []


@pytest.mark.django_db
def test_one_query_answers_for_everybody(django_assert_num_queries: object) -> None:
    for name in ("amina", "bram", "chloe"):
        world.client(name)
    read(*(world.c2(name) for name in ("amina", "bram", "chloe")))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(exchange.authorised(None, JULY, known=now())) == 3
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(exchange.modules(None, JULY, known=now())) == 3


FIRST = date(2026, 1, 1)
MOMENT = datetime(2026, 1, 1, tzinfo=BRUSSELS)


@st.composite
def held(draw: st.DrawFn) -> list[Held]:
    rows = []
    for pk in range(draw(st.integers(1, 6))):
        first = FIRST + timedelta(draw(st.integers(0, 20)))
        length = draw(st.one_of(st.none(), st.integers(0, 20)))
        last = None if length is None else first + timedelta(length)
        known = MOMENT + timedelta(draw(st.integers(0, 3)))
        segment = Segment(
            first,
            last,
            "01/43AA1",
            "full_unemployment",
            "",
            "A",
            None,
            pk,
            None,
            "43",
            "A1",
            None,
            None,
            pk,
            first,
            known,
        )
        issued = FIRST + timedelta(draw(st.integers(0, 2)))
        rows.append(Held(1, draw(st.sampled_from("AB")), pk, issued, Span(first, last), segment))
    return rows


@given(held())
def test_every_day_is_ruled_by_the_last_in_rank_that_holds_it(rows: list[Held]) -> None:
    segments = overlay(rows)
    for n in range(45):
        day = FIRST + timedelta(n)
        holding = [row for row in in_rank(rows) if row.span.contains(day)]
        found = [s for s in segments if Span(s.first, s.last).contains(day)]
        assert [s.authorisation_id for s in found] == [row.segment.authorisation_id for row in holding[-1:]]
    assert segments == sorted(segments, key=lambda s: s.first)


@given(held())
def test_within_a_reference_a_higher_sequence_always_stands_later(rows: list[Held]) -> None:
    for reference in "AB":
        sequences = [row.sequence for row in in_rank(rows) if row.reference == reference]
        assert sequences == sorted(sequences)
