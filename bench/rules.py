"""The law for a whole country: a month of 1 200 000 people of all schemes, and beside it what others would need.

Every step of every month is kept (as the table of answers). Memory is that of a process that does nothing else.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import Figure, median, seconds
from bench.rules_mix import DAILY, OF, mixed
from bench.rules_others import Given, Law, with_openfisca, with_polars
from bench.rules_subset import ours, ours_whole

COUNTRY, MANY = 1_200_000, 10_000_000
SUBSET, TIMES = COUNTRY, 5
ROOT = Path(__file__).resolve().parents[1]
KIB_IN_GIB = 1024**2


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure, as they are measured."""
    runs = [_child("country") for _ in range(TIMES)]
    yield "rules_1m2_seconds", median([run["seconds"] for run in runs], "s")
    yield "rules_peak_gib", median([run["gib"] for run in runs], "GiB")
    pairs = [(_child("stream"), _child("many")) for _ in range(TIMES)]
    growth = [many["seconds"] / MANY / (few["seconds"] / COUNTRY) for few, many in pairs]
    yield "rules_growth", median(growth, "times")
    yield "rules_10m_peak_gib", median([many["gib"] for _, many in pairs], "GiB")
    yield from _others()


def _child(mode: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.rules", mode]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"bench.rules {mode} failed:\n{done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main(mode: str) -> None:
    """One measurement in this process; its result is the last line."""
    from capac.rules.api import TABLE_ROWS, answer_tables

    whole = mixed(COUNTRY)
    parts = [whole.slice(start, TABLE_ROWS) for start in range(0, len(whole), TABLE_ROWS)]
    list(answer_tables(parts[:1]))
    rows = {"country": COUNTRY, "stream": COUNTRY, "many": MANY}[mode]
    began = time.perf_counter()
    answers = answer_tables(islice(_again(parts), -(-rows // TABLE_ROWS)))
    kept = list(answers) if mode == "country" else None
    told = sum(answer.num_rows for answer in kept or answers)
    taken = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_GIB
    print(json.dumps({"seconds": taken, "gib": peak, "rows": told}))


def _again(parts: list[Any]) -> Iterator[Any]:
    while True:
        yield from parts


def _others() -> Iterator[tuple[str, Figure]]:
    """The sub-set, each from its own facts in memory to what is paid; all must agree to the cent."""
    given, law = _given(), _law()
    mine, whole = ours(given), ours_whole(given)
    polars, openfisca = with_polars(given, law), with_openfisca(given, law)
    paid = mine()
    for name, other in (("the whole rule", whole()), ("Polars", polars()), ("OpenFisca", openfisca())):
        if not np.array_equal(paid, other):
            raise RuntimeError(f"{name} does not pay what we pay")
    runs = [tuple(map(_once, (mine, whole, polars, openfisca))) for _ in range(TIMES)]
    yield "rules_subset_s", median([own for own, *_ in runs], "s")
    yield "rules_whole_s", median([every for _, every, *_ in runs], "s")
    yield "rules_polars_ratio", median([own / other for own, _, other, _ in runs], "times")
    yield "rules_openfisca_ratio", median([other / own for own, *_, other in runs], "times")


def _once(work: Callable[[], object]) -> float:
    return seconds(work, times=1).value


def _given() -> Given:
    from capac.rules.calendar_grid import days_of

    pick, size = np.random.default_rng(7), (len(days_of(OF).dates), SUBSET)
    return Given(
        code=np.where(pick.random(size) < 0.1, pick.integers(1, 7, size), 0).astype(np.int8),
        daily=pick.choice(DAILY, SUBSET),
        taxed=pick.random(SUBSET) < 0.4,
        children=np.where(pick.random(SUBSET) < 0.07, pick.integers(0, 4, SUBSET), -1),
    )


def _law() -> Law:
    from capac.rules.parameters import seizure_scale

    scale, _ = seizure_scale(OF.last)
    return Law(*(scale[name] * 100 for name in ("free", "fifth", "two_fifths", "child")))


if __name__ == "__main__":
    main(sys.argv[1])
