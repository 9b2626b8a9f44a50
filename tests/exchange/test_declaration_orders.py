"""Original, modification, cancellation: whatever the order, the doubling and the cutting into batches, the same is known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise, permutations

import pytest
import pytest_django
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capac.core.clock import now
from capac.exchange import api as exchange
from capac.exchange.models import Declaration
from capac.records import api as records
from capac.records.models import Reject
from tests import onss, world
from tests.onss import JUNE, declared
from world.onss_messages import CANCELLATION, EVENING, MODIFICATION, Declared

pytestmark = pytest.mark.django_db
THIRD = date(2026, 6, 3)


@pytest.fixture(autouse=True)
def _keys(settings: pytest_django.Settings) -> None:
    settings.ONSS = onss.keys()


def version(ticket: str, hours: int, *, name: str = "amina", minutes: int = 0) -> Declared:
    """O is the original; M1, M2 … modify it; C cancels it."""
    first, own = f"{name}-O", f"{name}-{ticket}"
    status = {"M": MODIFICATION, "C": CANCELLATION}.get(ticket[0], 0)
    return declared(
        "WECH505", name, ticket=own, status=status, original=first if status else "",
        days={THIRD: {"5.1": hours}}, created=EVENING + timedelta(minutes=minutes),
    )  # fmt: skip


ORIGINAL, FIRST, SECOND = version("O", 760), version("M1", 400, minutes=1), version("M2", 100, minutes=2)
CANCELLED = version("C", 0, minutes=1)


def read(*batches: list[Declared]) -> None:
    before = records.IncomingFile.objects.count()
    for number, rows in enumerate(batches, before):
        onss.deliver(onss.body_of(*rows), sequence=number + 1)
        exchange.read_declarations(who="test")


def hours_known() -> dict[int, int]:
    found = exchange.declarations(None, {JUNE}, known=now())
    return {client: told.temporary[0].days[THIRD]["5.1"] for (client, _), told in found.items()}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "order", list(permutations([ORIGINAL, FIRST, SECOND])), ids=lambda rows: " ".join(r.ticket for r in rows)
)
def test_the_version_created_last_rules_in_any_order_of_arrival(order: tuple[Declared, ...]) -> None:
    amina = world.client("amina")
    read(*([row] for row in order))
    assert hours_known() == {amina.pk: 100}
    assert Reject.objects.count() == 0


def test_a_cancellation_before_its_original_waits_for_it() -> None:
    amina = world.client("amina")
    read([CANCELLED])
    (row,) = Declaration.objects.all()
    assert (row.state, row.month) == ("waiting", None)
    (view,) = exchange.declarations_of(amina.pk)
    assert (view.state, view.rules, view.month) == ("waiting", False, None)
    assert exchange.declarations_changed_since(world.NOON - timedelta(days=1), now()) == set()
    read([ORIGINAL])
    row.refresh_from_db()
    assert (row.state, row.month) == ("kept", JUNE)
    assert [c.to_state for c in records.history("exchange.Declaration", row.pk)] == ["waiting", "kept"]
    assert hours_known() == {}
    assert [view.rules for view in exchange.declarations_of(amina.pk)] == [False, False]
    assert exchange.declarations_changed_since(world.NOON - timedelta(days=1), now()) == {(amina.pk, JUNE)}


def test_a_cancellation_ends_its_declaration_even_against_a_later_modification() -> None:
    world.client("amina")
    read([ORIGINAL, CANCELLED], [SECOND])
    assert hours_known() == {}


def test_a_cancellation_was_not_known_before_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    amina = world.client("amina")
    read([ORIGINAL])
    before = now()
    monkeypatch.setenv("CAPAC_NOW", "2026-07-02T12:00")
    read([CANCELLED])
    assert hours_known() == {}
    assert set(exchange.declarations(None, {JUNE}, known=before)) == {(amina.pk, JUNE)}


def test_a_modification_that_moves_to_another_month_leaves_the_first_one() -> None:
    amina = world.client("amina")
    may = date(2026, 5, 1)
    moved = declared(
        ticket="M", status=MODIFICATION, original="amina-O", month=may, days={date(2026, 5, 4): {"5.1": 1}},
        created=EVENING + timedelta(minutes=1),
    )  # fmt: skip
    read([ORIGINAL], [moved])
    assert set(exchange.declarations(None, {JUNE, may}, known=now())) == {(amina.pk, may)}
    assert exchange.declarations(None, {JUNE}, known=now()) == {}
    since = datetime.fromisoformat("2026-06-30T00:00:00+02:00")
    assert exchange.declarations_changed_since(since, now()) == {(amina.pk, may), (amina.pk, JUNE)}


EVERYTHING = [
    ORIGINAL, FIRST, SECOND,
    version("O", 500, name="bram"), version("C", 0, name="bram", minutes=3), version("M1", 300, name="bram", minutes=1),
    version("O", 600, name="chloe"),
]  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(len(EVERYTHING))),
    again=st.lists(st.integers(0, len(EVERYTHING) - 1), max_size=5),
    cuts=st.sets(st.integers(1, 11), max_size=4),
)
def test_any_order_and_any_doubling_ends_in_the_same(
    order: list[int], again: list[int], cuts: set[int]
) -> None:
    with undone():
        clients = {name: world.client(name).pk for name in ("amina", "bram", "chloe")}
        rows = [EVERYTHING[place] for place in [*order, *again]]
        edges = [0, *sorted(cuts), len(rows)]
        read(*(rows[a:b] for a, b in pairwise(edges) if rows[a:b]))
        assert hours_known() == {clients["amina"]: 100, clients["chloe"]: 600}
        assert Declaration.objects.count() == len(EVERYTHING)
        assert Declaration.objects.filter(state="waiting").count() == 0
        assert Reject.objects.count() == 0
        assert exchange.check() == []
