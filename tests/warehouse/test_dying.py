"""A refresh that is killed leaves the last build; two at once both end, and no reader ever sees half a build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from capac.flows.refresh_indicators import refresh_indicators
from capac.warehouse import api as warehouse
from capac.warehouse import builds
from tests.warehouse import live

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = date(2027, 3, 3)
DEATHS = 8
OLD, NEW = (1, 1), (1, 2)


def start(way: str, at: int, folder: Path) -> subprocess.Popen[str]:
    database = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.flows.dying", way, str(at), database, "refresh_indicators"]
    environment = {**os.environ, "CAPAC_WAREHOUSE": str(folder)}
    return subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def figure() -> tuple[int, int]:
    """Numerator and denominator of the first tier of 8.1.2, from the build that stands."""
    with warehouse.told(TODAY) as told:
        assert told is not None
        row = told.counts(year=2026, indicator_id="8.1.2")[0]
        assert len(told.causes("8.1.2", year=2026)) == 2 * row.denominator
        return row.numerator, row.denominator


def test_killed_anywhere_it_leaves_the_last_build_or_the_whole_new_one(warehouse_folder: Path) -> None:
    live.by_hand("C2-1", date(2026, 7, 1), date(2026, 7, 2))
    status, out, err = ended(start("count", 0, warehouse_folder))
    assert status == 0, err[-2000:]
    assert figure() == OLD
    places = json.loads(out.splitlines()[-1])
    moments = sorted(at for place, at in places.items() if place.startswith("warehouse/"))
    live.by_hand("C2-2", date(2026, 7, 1))
    seen = []
    for number in range(DEATHS):
        at = moments[len(moments) * (2 * number + 1) // (2 * DEATHS)]
        status, _, err = ended(start("kill", at, warehouse_folder))
        assert status < 0 and "dying at" in err, err[-2000:]
        seen.append(figure())
    assert seen[0] == OLD
    assert seen == sorted(seen)
    assert set(seen) <= {OLD, NEW}
    refresh_indicators(who="test")
    assert figure() == NEW
    kept = [path for path in builds.home().iterdir() if path.is_dir() and not path.is_symlink()]
    assert len(kept) == 1


def test_two_refreshes_at_once_both_end_and_readers_see_whole_builds(warehouse_folder: Path) -> None:
    live.by_hand("C2-1", date(2026, 7, 1), date(2026, 7, 2))
    refresh_indicators(who="test")
    live.by_hand("C2-2", date(2026, 7, 1))
    both = [start("kill", 0, warehouse_folder) for _ in range(2)]
    seen = [figure()]
    while any(process.poll() is None for process in both):
        seen.append(figure())
    for process in both:
        status, _, err = ended(process)
        assert status == 0, err[-2000:]
    assert (seen[0], figure()) == (OLD, NEW)
    assert seen == sorted(seen)
    assert set(seen) <= {OLD, NEW}
