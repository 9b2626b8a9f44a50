"""A seeded scheduler kills workers, doubles and reorders every message, and lets calls fail: nothing is lost or paid twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

import pytest

from tests.flows import scheduler
from tests.flows.scheduler import Walked


def walked(folder: Path, *, kills: int) -> Walked:
    """A walk of a seed that is drawn, unless the environment names one (CAPAC_SEED): a failure says which."""
    seed = int(os.environ.get("CAPAC_SEED", SystemRandom().randrange(10**6)))
    try:
        done = scheduler.walk(seed, folder, kills=kills)
    except BaseException as error:
        error.add_note(f"CAPAC_SEED={seed} replays this walk")
        raise
    assert done.wrong == (), str(done)
    assert len(done.deaths) == kills, str(done)
    return done


@pytest.mark.filterwarnings("ignore:Exception ignored in. <function ServerCursorMixin")
@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_everything_adds_up_after_30_deaths_and_any_order_of_messages(tmp_path: Path) -> None:
    walked(tmp_path, kills=30)


@pytest.mark.prove
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function ServerCursorMixin")
@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("number", range(1, 6))
def test_everything_adds_up_after_five_times_40_deaths(
    number: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("told", f"walk {number}: {walked(tmp_path, kills=40)}")
