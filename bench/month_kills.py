"""Deaths of workers in a month and after it, in one process, on a database of its own: how many, and what did not hold.

The walk is that of the tests (tests/flows/scheduler.py); each has a seed of its own, told when something is wrong.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import SystemRandom
from typing import Any

from bench.measure import Figure
from bench.onemonth import on_empty_database

WALKS, KILLS = 5, 40
DATABASE = "capac_bench_kills"


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure: deaths died, and sentences of what did not hold afterwards."""
    walks = [_walk(SystemRandom().randrange(10**6)) for _ in range(WALKS)]
    for key, name in (("month_kills", "deaths"), ("month_kill_errors", "wrong")):
        runs = [float(walk[name]) for walk in walks]
        yield key, Figure(sum(runs), "", runs)


def _walk(seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.month_kills", str(seed)]
    said: dict[str, Any] = json.loads(on_empty_database(command, DATABASE).splitlines()[-1])
    for sentence in said["sentences"]:
        print(f"seed {seed}: {sentence}", file=sys.stderr)
    return said


def main(seed: int) -> None:
    """One walk in this process, on the empty database that the environment names; the result is the last line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    import django

    django.setup()
    from tests.flows import scheduler
    from world.steps import command

    command("migrate", "--verbosity", "0")
    with tempfile.TemporaryDirectory() as folder:
        done = scheduler.walk(seed, Path(folder), kills=KILLS)
    print(json.dumps({"deaths": len(done.deaths), "wrong": len(done.wrong), "sentences": done.wrong}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
