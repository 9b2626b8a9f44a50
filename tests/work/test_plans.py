"""Each way into the queue has its index: no list is sorted, and none reads what is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from capac.work import api as work
from capac.work.slipping import renew_slipping
from tests import world

pytestmark = pytest.mark.django_db
AFTER = work.Key(date(2026, 7, 1), 7)
DAYS = (date(2026, 7, 1), date(2026, 9, 30))


def plan_of(ask: Callable[[], object]) -> str:
    """How the database answers the last question asked, when it may neither read whole tables nor sort."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    wanted = [one["sql"] for one in asked.captured_queries if "work_item" in one["sql"]][-1]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
        cursor.execute(f"EXPLAIN {wanted}")
        return "\n".join(row[0] for row in cursor.fetchall())


def listed(after: work.Key | None = None, **filters: object) -> Callable[[], object]:
    return lambda: work.queue(work.Filters(**filters), after=after, limit=51)  # type: ignore[arg-type]


WAYS: dict[str, tuple[Callable[[], object], str]] = {
    "all": (listed(), "item_queue"),
    "a later page": (listed(AFTER), "item_queue"),
    "a kind": (listed(kinds=["c2_by_hand"]), "item_queue_of_kind"),
    "an office": (listed(office_id=1), "item_queue_of_office"),
    "in hand": (listed(taken_by_id=1, states=work.NOT_DONE), "item_in_hand"),
    "what slips": (lambda: renew_slipping(limit=20), "item_slipping"),
    "delays": (lambda: work.delays(*DAYS, by="kind"), "item_delays"),
    "counts": (work.counts, "item_queue_of_kind"),
    "lately done": (lambda: work.lately_done(world.staff()), "item_was_in_hand"),
}


@pytest.mark.parametrize("way", list(WAYS))
def test_a_way_into_the_queue_has_its_index(way: str) -> None:
    ask, index = WAYS[way]
    plan = plan_of(ask)
    assert f"using {index} " in plan, plan
    assert "Seq Scan on work_item" not in plan, plan
