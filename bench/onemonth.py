"""One month for 5 000 clients, over real connections to the simulated ONEM and bank; and the whole demonstration.

Both run in processes of their own on databases of their own beside the checkout's; what the simulators do in
their own processes is no work of ours and is not counted in the month, but it is in the demonstration.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench.measure import Figure, median
from capac import launcher

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "bench"


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure, as they are measured."""
    steps = json.loads(
        on_empty_database(
            [sys.executable, "-m", "bench.walk", str(FOLDER / "month")], "capac_bench"
        ).splitlines()[-1]
    )
    for name, spent in steps.items():
        yield f"onemonth_{name}_s", median([spent], "s")
    yield "onemonth_seconds", median([sum(steps.values())], "s")
    began = time.perf_counter()
    on_empty_database(
        [sys.executable, "-m", "world", "demo", "--folder", str(FOLDER / "demo")], "capac_bench_demo"
    )
    yield "demo_seconds", median([time.perf_counter() - began], "s")


def on_empty_database(command: list[str], database: str) -> str:
    """A process on an empty database of that name, which is gone afterwards; what it said."""
    url = _empty(database)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        _drop(database)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    return done.stdout


def _empty(database: str) -> str:
    _drop(database)
    with psycopg.connect(launcher.ensure(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    return urlunsplit(urlsplit(launcher.ensure())._replace(path=f"/{database}")).replace(
        "postgresql:/capac", "postgresql:///capac"
    )


def _drop(database: str) -> None:
    with psycopg.connect(launcher.ensure(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )
