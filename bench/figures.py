"""Twelve million events of five years: all indicators built anew, beside three of them in SQL written by hand.

Building anew is a process of its own: the models and every test of them, from Parquet. The ratio is told for each of
three articles, both sides in one session's process on the same Parquet file, the same calendar, two threads, in turns:

- ours: every model of the warehouse, made from this article's facts alone (the others are empty). It tells years, months,
  parts, waits and causes, as known on the as-of day;
- by hand: the one statement that an analyst writes for this article and no other. It tells of each year, and of each flow
  of 8.1.4, what the board shows: numerator and denominator of both tiers, what is still open, the sum of days (the mean),
  P80, P95, the oldest open case; and in a second statement the causes. Limits are written into it, every day is read
  once, nothing is kept.

Both sides must tell the same integers. The tests of the models run on neither side. Parsing the files, loading the
calendar and naming the Parquet files come before the clock starts, on both sides.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from bench.measure import Figure, median

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "bench" / "figures"
AS_OF = date(2026, 6, 30)
TIMES = 3
TURNS = 7
LIMITS = "SET threads = 2; SET memory_limit = '2500MB'"
KIB_IN_GIB = 1024 * 1024
EVENTS = {"emails": 4_000_000, "calls": 3_000_000, "flow_payments": 3_000_000, "complaints": 2_000_000}
DAY = "DATE '2021-06-01' + CAST(floor(random() * 1826) AS INTEGER)"
WAIT = "CASE WHEN random() < 0.97 THEN {} + CAST(floor(random() * random() * 45) AS INTEGER) END"
OPTIONAL = (
    "CAST(NULL AS DATE) AS known_on, CAST(NULL AS DATE) AS until_on, CAST(NULL AS VARCHAR) AS delayed_by"
)
MADE = {
    "emails": f"SELECT id, d AS received_on, {WAIT.format('d')} AS answered_on, CASE WHEN random() < 0.8 THEN '1' ELSE '2' END AS line,"
    " random() < 0.3 AS has_attachment",
    "complaints": f"SELECT id, d AS received_on, {WAIT.format('d')} AS replied_on, random() < 0.8 AS admissible",
    "flow_payments": "SELECT id, ['WECH508', 'WECH510', 'WECH505', 'WECH506'][1 + CAST(floor(random() * 4) AS INTEGER)] AS flow,"
    " d AS received_on, d + CAST(floor(random() * 10) AS INTEGER) AS period_end,"
    f" d - 5 + CAST(floor(random() * 10) AS INTEGER) AS authorised_on, {WAIT.format('(d + 10)')} AS paid_on",
    "calls": "SELECT id, random() < 0.02 AS cut_before_ivr, random() < 0.2 AS served_by_ivr, random() < 0.8 AS to_operator,"
    " random() < 0.7 AS answered, CAST(floor(random() * 600) AS BIGINT) AS waited_s,"
    " CAST(EXTRACT(YEAR FROM d) AS INTEGER) AS period, MAKE_DATE(CAST(EXTRACT(YEAR FROM d) AS INTEGER), 12, 31) AS period_end",
}  # fmt: skip
OTHERS_CASES = {"2.5.1": "line = '2' AND has_attachment"}
"""What another article measures in the same file (2.5.2) is in neither side's."""
DATED = """
WITH told AS (
    SELECT
        {part} AS part, COALESCE(delayed_by, '') AS reason, {start} AS s,
        CASE WHEN {stop} <= DATE '{as_of}' THEN {stop} END AS e
    FROM '{file}'
    WHERE
        {where} AND GREATEST({start}, COALESCE(known_on, {start})) <= DATE '{as_of}'
        AND (until_on IS NULL OR until_on > DATE '{as_of}')
), dated AS (
    SELECT t.part, t.reason, t.s, t.e, {first} AS a, {second} AS b, {days} AS days
    FROM told AS t
    JOIN calendar AS c ON c.day = t.s
    JOIN calendar AS x ON x.day = COALESCE(t.e, DATE '{as_of}')
    {open_days}
    WHERE t.s >= DATE '2022-01-01'
)
"""
BY_HAND = (
    DATED
    + """
SELECT
    YEAR(s), {group},
    COUNT(*) FILTER (WHERE e <= a), COUNT(*) FILTER (WHERE e <= a OR a < DATE '{as_of}'),
    COUNT(*) FILTER (WHERE e <= b), COUNT(*) FILTER (WHERE e <= b OR b < DATE '{as_of}'),
    COUNT(*) FILTER (WHERE e IS NULL AND a >= DATE '{as_of}'),
    SUM(days) FILTER (WHERE e IS NOT NULL), QUANTILE_DISC(days, 0.8) FILTER (WHERE e IS NOT NULL),
    QUANTILE_DISC(days, 0.95) FILTER (WHERE e IS NOT NULL), MAX(days) FILTER (WHERE e IS NULL)
FROM dated GROUP BY {sets} ORDER BY 1, 2
"""
)
CAUSES_BY_HAND = (
    DATED
    + """
SELECT
    YEAR(s), CASE WHEN e <= a THEN 'in_time' WHEN a < DATE '{as_of}' THEN 'late' ELSE 'open' END AS outcome, reason, COUNT(*)
FROM dated GROUP BY ALL ORDER BY ALL
"""
)
OURS = """
SELECT
    year, part, MAX(numerator) FILTER (WHERE tier = 1), MAX(denominator) FILTER (WHERE tier = 1),
    MAX(numerator) FILTER (WHERE tier = 2), MAX(denominator) FILTER (WHERE tier = 2),
    MAX(still_open) FILTER (WHERE tier = 1), MAX(sum_days), MAX(p80_days), MAX(p95_days), MAX(oldest_open_days)
FROM figures WHERE indicator_id = '{article}' AND month IS NULL GROUP BY year, part ORDER BY year, part
"""
OUR_CAUSES = """
SELECT year, outcome, reason, CAST(SUM(cases) AS BIGINT)
FROM causes WHERE indicator_id = '{article}' AND tier = 1 GROUP BY ALL ORDER BY ALL
"""
OPEN = "JOIN opened AS o ON o.open_index = c.open_index + {}"
WHOLE = {"part": "''", "group": "''", "sets": "YEAR(s)"}
WORKING = {
    "first": "o.day",
    "second": "CAST(t.s + INTERVAL 1 MONTH AS DATE)",
    "days": "GREATEST(x.open_index - c.open_index, 0)",
}
HAND = {
    "2.5.1": ("emails", {
        "start": "received_on", "stop": "answered_on", "where": "line = '1'", "open_days": OPEN.format(5), **WORKING, **WHOLE,
    }),
    "5.2.1": ("complaints", {
        "start": "received_on", "stop": "replied_on", "where": "admissible", "open_days": "", "first": "t.s + 10",
        "second": "t.s + 28", "days": "GREATEST(x.day - t.s, 0)", **WHOLE,
    }),
    "8.1.4": ("flow_payments", {
        "start": "GREATEST(received_on, period_end, authorised_on)", "stop": "paid_on",
        "where": "flow IN ('WECH508', 'WECH510') AND period_end IS NOT NULL AND authorised_on IS NOT NULL",
        "open_days": OPEN.format(3), **WORKING, "part": "flow", "group": "COALESCE(part, '')",
        "sets": "GROUPING SETS ((YEAR(s)), (YEAR(s), part))",
    }),
}  # fmt: skip


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure; the largest stands, as each target is a limit: of three runs, and of the ratios of three articles."""
    _child("make")
    every = [_child("all") for _ in range(TIMES)]
    yield "kpi_rebuild_seconds", _largest([one["seconds"] for one in every], "s")
    yield "kpi_peak_gib", _largest([one["gib"] for one in every], "GiB")
    yield "kpi_duckdb_ratio", _largest([_child(article)["told"] for article in HAND], "")


def _largest(runs: list[float], unit: str) -> Figure:
    return Figure(round(max(runs), 3), unit, median(runs, unit).runs)


def _child(mode: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "bench.figures", mode], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"bench.figures {mode} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main(mode: str) -> None:
    """One measurement in this process; its result is the last line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    import django

    django.setup()
    began = time.perf_counter()
    result = {"make": _make, "all": _rebuild}.get(mode, lambda: _ratio(mode))()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_GIB
    print(json.dumps({"seconds": time.perf_counter() - began, "gib": peak, "told": result}))


def _make() -> int:
    """The facts of the rooms and of every import, empty but for the four large ones; and a folder for each article."""
    import pyarrow as pa
    import pyarrow.parquet

    from capac.warehouse import sources

    for mode in ("all", *HAND):
        (FOLDER / mode).mkdir(parents=True, exist_ok=True)
        for source in sources.SOURCES:
            empty = pa.Table.from_pylist([], schema=pa.schema(list(source.columns.items())))
            (FOLDER / mode / f"{source.name}.parquet").unlink(missing_ok=True)
            pyarrow.parquet.write_table(empty, FOLDER / mode / f"{source.name}.parquet")
    with duckdb.connect() as session:
        session.execute("SELECT SETSEED(0.5)")
        for name, number in EVENTS.items():
            rows = f"SELECT CAST(i AS VARCHAR) AS id, {DAY} AS d FROM range({number}) AS t(i)"
            made = MADE[name].replace("SELECT id", f"SELECT id, {OPTIONAL}", 1)
            target = FOLDER / "all" / f"imported_{name}.parquet"
            session.execute(f"COPY (WITH rows AS ({rows}) {made} FROM rows) TO '{target}' (FORMAT parquet)")
        for article, (fact, _words) in HAND.items():
            name, others = f"imported_{fact}.parquet", OTHERS_CASES.get(article, "FALSE")
            (FOLDER / article / name).unlink()
            own = f"SELECT * FROM '{FOLDER / 'all' / name}' WHERE NOT ({others})"
            session.execute(f"COPY ({own}) TO '{FOLDER / article / name}' (FORMAT parquet)")
    return sum(EVENTS.values())


def _rebuild() -> None:
    """Every model and every test of them, as a refresh makes them."""
    from capac.core import workdays
    from capac.warehouse import engines, refresh

    with engines.DuckDb() as engine:
        engine.session.execute(LIMITS)
        refresh.compute(engine, FOLDER / "all", as_of=AS_OF, calendar=workdays.office())
        refresh.verify(engine)


def _ratio(article: str) -> float:
    """The median of our seconds over the median of those by hand, taken in turns after one of each unmeasured."""
    ours, by_hand = [], []
    for _ in range(TURNS + 1):
        seconds, told = _ours(article)
        ours.append(seconds)
        seconds, told_by_hand = _by_hand(article)
        by_hand.append(seconds)
        if told != told_by_hand:
            raise RuntimeError(f"{article}: the models and the SQL written by hand tell different integers")
    return statistics.median(ours[1:]) / statistics.median(by_hand[1:])


def _ours(article: str) -> tuple[float, object]:
    """Every model, on this article's facts."""
    from capac.core import workdays
    from capac.warehouse import engines, inputs, refresh, selects, sources

    with engines.DuckDb() as engine:
        engine.session.execute(LIMITS)
        for name, table in inputs.tables(AS_OF, workdays.office()).items():
            engine.give(name, table)
        for source in sources.SOURCES:
            engine.load(source.name, FOLDER / article / f"{source.name}.parquet")
        selects.models()
        began = time.perf_counter()
        refresh.make(engine, selects.models())
        told = [engine.session.execute(one.format(article=article)).fetchall() for one in (OURS, OUR_CAUSES)]
        return time.perf_counter() - began, told


def _by_hand(article: str) -> tuple[float, object]:
    """The article's own statements."""
    from capac.core import workdays
    from capac.warehouse import inputs

    fact, words = HAND[article]
    words = {"as_of": str(AS_OF), "file": str(FOLDER / article / f"imported_{fact}.parquet"), **words}
    with duckdb.connect() as session:
        session.execute(LIMITS)
        session.from_arrow(inputs.calendar(workdays.office())).create("calendar")
        session.execute("CREATE TABLE opened AS SELECT * FROM calendar WHERE is_open")
        began = time.perf_counter()
        told = [session.execute(one.format(**words)).fetchall() for one in (BY_HAND, CAUSES_BY_HAND)]
        return time.perf_counter() - began, told


if __name__ == "__main__":
    main(sys.argv[1])
