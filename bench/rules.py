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
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import Figure, median, seconds
from bench.rules_mix import DAILY, OF, mixed
from bench.rules_others import Given, Law, with_openfisca, with_polars

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
    list(answer_tables([part.slice(0, 1000) for part in parts[:1]]))
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
    ours, polars, openfisca = _ours(given), with_polars(given, law), with_openfisca(given, law)
    mine = ours()
    for name, other in (("Polars", polars()), ("OpenFisca", openfisca())):
        if not np.array_equal(mine, other):
            raise RuntimeError(f"{name} does not pay what we pay")
    runs = [(_once(ours), _once(polars), _once(openfisca)) for _ in range(TIMES)]
    yield "rules_subset_s", median([own for own, _, _ in runs], "s")
    yield "rules_polars_ratio", median([own / other for own, other, _ in runs], "times")
    yield "rules_openfisca_ratio", median([other / own for own, _, other in runs], "times")


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


def _ours(given: Given) -> Callable[[], Any]:
    """Our whole rule on the same people, every step in columns, on every core."""
    from capac.rules.api import TABLE_ROWS
    from capac.rules.calculate import compute

    places = [slice(start, start + TABLE_ROWS) for start in range(0, SUBSET, TABLE_ROWS)]
    batches = [_batch(given, place) for place in places]

    def run() -> Any:
        with ThreadPoolExecutor() as pool:
            outcomes = [computed.outcome for computed in pool.map(compute, batches)]
        return np.concatenate([outcome.payable for outcome in outcomes if outcome])

    return run


def _batch(given: Given, place: slice) -> Any:
    from capac.rules import sets
    from capac.rules.batch import NONE, OPEN, YES, Batch, Card, Kept, Segments

    daily, taxed, children = given.daily[place], given.taxed[place], given.children[place]
    size = len(daily)
    zero, none, no = np.zeros(size, np.int64), np.full(size, NONE), np.zeros(size, np.bool_)
    small = np.full(size, -1, np.int8)
    segments = Segments(
        person=np.arange(size), first=zero + OF.first.toordinal() - 90, last=zero + OPEN, daily=daily, half=none,
        wage_code=none, q=none, s=none, family=np.where(taxed, 2, 0).astype(np.int8),
        first_year=np.full(size, YES, np.int8), phase=small, regime=small,
    )  # fmt: skip
    card = Card(*(sets.of_rows(np.equal(given.code[:, place].T, code)) for code in range(1, 7)))
    kept = Kept(np.where(children < 0, NONE, children), zero, zero, zero, no, no, no, no)
    return Batch(
        month=OF, scheme="full_unemployment", segments=segments, card=card, full_pay=np.zeros(size, np.uint8),
        paid_before=np.full(size, YES, np.int8), holidays_left=zero, secondary_income=none, kept=kept, own={},
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
