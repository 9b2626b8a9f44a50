"""Twelve million events of five years: all indicators built anew, beside three of them in SQL written by hand.

Each measurement is a process of its own on the same Parquet files. The ratio is our whole path for e-mails,
complaints and flow payments alone, against one statement an article that tells the same integers.
"""

from __future__ import annotations

import json
import os
import resource
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
KIB_IN_GIB = 1024 * 1024
EVENTS = {"emails": 4_000_000, "calls": 3_000_000, "flow_payments": 3_000_000, "complaints": 2_000_000}
DAY = "DATE '2021-06-01' + CAST(floor(random() * 1826) AS INTEGER)"
WAIT = "CASE WHEN random() < 0.97 THEN {} + CAST(floor(random() * random() * 45) AS INTEGER) END"
OPTIONAL = "CAST(NULL AS DATE) AS known_on, CAST(NULL AS VARCHAR) AS delayed_by"
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
BY_HAND = """
WITH told AS (
    SELECT {start} AS s, CASE WHEN {stop} <= DATE '{as_of}' THEN {stop} END AS e FROM '{file}' WHERE {where}
), dated AS (
    SELECT t.s, t.e, {first} AS a, {second} AS b, {days} AS days
    FROM told AS t
    JOIN calendar AS c ON c.day = t.s
    JOIN calendar AS x ON x.day = COALESCE(t.e, DATE '{as_of}')
    {open_days}
    WHERE t.s BETWEEN DATE '2022-01-01' AND DATE '{as_of}'
)
SELECT
    YEAR(s), COUNT(*) FILTER (WHERE e <= a), COUNT(*) FILTER (WHERE e <= a OR a < DATE '{as_of}'),
    COUNT(*) FILTER (WHERE e <= b), COUNT(*) FILTER (WHERE e <= b OR b < DATE '{as_of}'),
    SUM(days) FILTER (WHERE e IS NOT NULL), QUANTILE_DISC(days, 0.8) FILTER (WHERE e IS NOT NULL),
    QUANTILE_DISC(days, 0.95) FILTER (WHERE e IS NOT NULL), MAX(days) FILTER (WHERE e IS NULL)
FROM dated GROUP BY YEAR(s) ORDER BY 1
"""
OPEN = "JOIN opened AS o ON o.open_index = c.open_index + {}"
WORKING = {
    "first": "o.day",
    "second": "CAST(t.s + INTERVAL 1 MONTH AS DATE)",
    "days": "GREATEST(x.open_index - c.open_index, 0)",
}
HAND = {
    "2.5.1": ("emails", {"start": "received_on", "stop": "answered_on", "where": "line = '1'", "open_days": OPEN.format(5), **WORKING}),
    "5.2.1": ("complaints", {
        "start": "received_on", "stop": "replied_on", "where": "admissible", "open_days": "", "first": "t.s + 10",
        "second": "t.s + 28", "days": "GREATEST(x.day - t.s, 0)",
    }),
    "8.1.4": ("flow_payments", {
        "start": "GREATEST(received_on, period_end, authorised_on)", "stop": "paid_on",
        "where": "flow IN ('WECH508', 'WECH510')", "open_days": OPEN.format(3), **WORKING,
    }),
}  # fmt: skip


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure; the largest of three stands, as the target is a limit."""
    _child("make")
    every = [_child("all") for _ in range(TIMES)]
    yield "kpi_rebuild_seconds", _largest([one["seconds"] for one in every], "s")
    yield "kpi_peak_gib", _largest([one["gib"] for one in every], "GiB")
    pairs = [(_child("three"), _child("hand")) for _ in range(TIMES)]
    for ours, by_hand in pairs:
        if ours["told"] != by_hand["told"]:
            raise RuntimeError("the models and the SQL written by hand tell different integers")
    yield "kpi_duckdb_ratio", _largest([ours["seconds"] / hand["seconds"] for ours, hand in pairs], "")


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
    told = {"make": _make, "all": _ours, "three": _ours, "hand": _by_hand}[mode]
    began = time.perf_counter()
    result = told(mode)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_GIB
    print(json.dumps({"seconds": time.perf_counter() - began, "gib": peak, "told": result}))


def _make(_mode: str) -> object:
    """The facts of the rooms and of every import, empty but for the four large ones."""
    import pyarrow as pa
    import pyarrow.parquet

    from capac.warehouse import sources

    for mode in ("all", "three"):
        (FOLDER / mode).mkdir(parents=True, exist_ok=True)
        for source in sources.SOURCES:
            empty = pa.Table.from_pylist([], schema=pa.schema(list(source.columns.items())))
            pyarrow.parquet.write_table(empty, FOLDER / mode / f"{source.name}.parquet")
    with duckdb.connect() as session:
        session.execute("SELECT SETSEED(0.5)")
        for name, number in EVENTS.items():
            rows = f"SELECT CAST(i AS VARCHAR) AS id, {DAY} AS d FROM range({number}) AS t(i)"
            target = FOLDER / "all" / f"imported_{name}.parquet"
            made = MADE[name].replace("SELECT id", f"SELECT id, {OPTIONAL}", 1)
            session.execute(f"COPY (WITH rows AS ({rows}) {made} FROM rows) TO '{target}' (FORMAT parquet)")
            if name != "calls":
                link = FOLDER / "three" / target.name
                link.unlink(missing_ok=True)
                link.symlink_to(target)
    return sum(EVENTS.values())


def _ours(mode: str) -> object:
    """The models and their tests, as a refresh makes them; what the three articles tell by year."""
    from capac.core import workdays
    from capac.warehouse import refresh

    with refresh.opened() as session:
        session.execute("SET threads = 2; SET memory_limit = '2500MB'")
        refresh.compute(session, FOLDER / mode, as_of=AS_OF, calendar=workdays.office())
        if mode == "all":
            refresh.verify(session)
        return [
            session.execute(
                "SELECT year, MAX(numerator) FILTER (WHERE tier = 1), MAX(denominator) FILTER (WHERE tier = 1),"
                " MAX(numerator) FILTER (WHERE tier = 2), MAX(denominator) FILTER (WHERE tier = 2), MAX(sum_days),"
                " MAX(p80_days), MAX(p95_days), MAX(oldest_open_days) FROM figures"
                " WHERE indicator_id = ? AND month IS NULL AND part = '' GROUP BY year ORDER BY year",
                [article],
            ).fetchall()
            for article in HAND
        ]


def _by_hand(_mode: str) -> object:
    """The three articles, one statement each."""
    from capac.core import workdays
    from capac.warehouse import inputs

    with duckdb.connect() as session:
        session.execute("SET threads = 2; SET memory_limit = '2500MB'")
        session.from_arrow(inputs.calendar(workdays.office())).create("calendar")
        session.execute("CREATE TABLE opened AS SELECT * FROM calendar WHERE is_open")
        return [
            session.execute(
                BY_HAND.format(as_of=AS_OF, file=FOLDER / "three" / f"imported_{fact}.parquet", **words)
            ).fetchall()
            for fact, words in HAND.values()
        ]


if __name__ == "__main__":
    main(sys.argv[1])
