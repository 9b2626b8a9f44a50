"""A refresh that is killed leaves the last build; two at once both end, and no reader ever sees half a build."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from capac.flows.refresh_indicators import refresh_indicators
from capac.warehouse import api as warehouse
from capac.warehouse import builds
from tests.flows.nursery import Ended, Nursery, nursery
from tests.warehouse import live

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2027, 3, 3)
DEATHS = 12
OLD, NEW = (1, 1), (1, 2)


def refresh(nest: Nursery, way: str = "plain", at: int = 0) -> Ended:
    return nest.attempt(["refresh_indicators"], way=way, at=at, environment={"CAPAC_NOW": "2027-03-03"})


def figure() -> tuple[int, int]:
    """Numerator and denominator of the first tier of 8.1.2, from the build that stands."""
    with warehouse.told(TODAY) as told:
        assert told is not None
        row = told.counts(year=2026, indicator_id="8.1.2")[0]
        assert sum(cause.cases for cause in told.causes("8.1.2", year=2026)) == 2 * row.denominator
        return row.numerator, row.denominator


def test_killed_anywhere_it_leaves_the_last_build_or_the_whole_new_one(warehouse_folder: Path) -> None:
    live.by_hand("C2-1", date(2026, 7, 1), date(2026, 7, 2))
    with nursery(CAPAC_WAREHOUSE=str(warehouse_folder)) as nest:
        whole = refresh(nest, "count")
        assert (whole.status, figure()) == (0, OLD), whole.error
        lines = sorted(at for place, at in whole.places.items() if place.startswith("capac/warehouse/"))
        live.by_hand("C2-2", date(2026, 7, 1))
        died, seen = [], []
        for number in range(DEATHS):
            ended = refresh(nest, "kill", lines[len(lines) * (2 * number + 1) // (2 * DEATHS)])
            died.append(ended.died)
            seen.append(figure())
    assert len(set(died) - {""}) >= DEATHS - 2, died
    assert (seen[0], seen) == (OLD, sorted(seen))
    assert set(seen) <= {OLD, NEW}
    refresh_indicators(who="test")
    assert figure() == NEW
    assert len([path for path in builds.home().iterdir() if path.is_dir() and not path.is_symlink()]) == 1


def test_two_refreshes_at_once_both_end_and_readers_see_whole_builds(warehouse_folder: Path) -> None:
    live.by_hand("C2-1", date(2026, 7, 1), date(2026, 7, 2))
    refresh_indicators(who="test")
    live.by_hand("C2-2", date(2026, 7, 1))
    folder = str(warehouse_folder)
    with (
        nursery(CAPAC_WAREHOUSE=folder) as one,
        nursery(CAPAC_WAREHOUSE=folder) as other,
        ThreadPoolExecutor(2) as pool,
    ):
        both: list[Future[Ended]] = [pool.submit(refresh, nest) for nest in (one, other)]
        seen = [figure()]
        while not all(future.done() for future in both):
            seen.append(figure())
        assert [future.result().status for future in both] == [0, 0]
    assert (seen[0], figure()) == (OLD, NEW)
    assert seen == sorted(seen)
    assert set(seen) <= {OLD, NEW}
