"""The desk of a country: a million files, ten million pieces, and staff who ask for pages all at once.

The database is filled once by `python -m world populate --scale` and kept for the next run. The site is served as it is in
use (the register is written before each page); the load comes from a process of its own on loopback, at a fixed rate
whether answers come or not: a request waits from the moment at which it was due.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
from psycopg import sql

from bench.measure import Figure
from capac import launcher

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = int(os.environ.get("BENCH_CLIENTS", "1000000"))
SECONDS, WARM = int(os.environ.get("BENCH_SECONDS", "300")), int(os.environ.get("BENCH_WARM_SECONDS", "60"))
RATE = 50
DATABASE = f"capac_desk_{CLIENTS}"
NOW = "2026-09-16T10:00"
WORKERS = "2"
START_SECONDS = 60.0
PAGES = ("queue", "file", "search")


def figures() -> Iterator[tuple[str, Figure]]:
    """Key and figure: the 95th percentile of each page in milliseconds, answers a second, and errors."""
    url = _filled()
    environment = {**os.environ, "DATABASE_URL": url, "CAPAC_NOW": NOW, "CAPAC_SECRET_KEY": "bench-desk"}
    asked = _child(["-m", "bench.desk", "prepare"], environment)
    port = _free_port()
    command = ["-m", "uvicorn", "capac.config.asgi:application", "--port", str(port), "--workers", WORKERS,
               "--log-level", "warning", "--no-access-log"]  # fmt: skip
    site = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
    try:
        _wait(port)
        told = {**json.loads(asked), "port": port, "rate": RATE, "seconds": SECONDS, "warm": WARM}
        seen = json.loads(_child(["-m", "bench.desk_load"], environment, given=json.dumps(told)))
    finally:
        site.terminate()
        site.wait(30)
    for page in PAGES:
        yield (
            f"desk_{page}_p95_ms",
            Figure(seen[page]["p95"], "ms", [seen[page]["p50"], seen[page]["p95"], seen[page]["p99"]]),
        )
    yield "desk_rps", Figure(seen["rps"], "1/s", [seen["rps"]])
    yield "desk_errors", Figure(seen["errors"], "", [seen["errors"]])


def prepare() -> dict[str, Any]:
    """On the filled database: sessions of agents, files that they may open today, and words to search."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    import django

    django.setup()
    from importlib import import_module

    from django.conf import settings

    from capac.people import api as people
    from capac.web.login.middleware import STAFF_KEY
    from capac.work import api as work

    agents = [one for one in people.Staff.objects.filter(left_on=None) if "agent" in one.roles]
    clients = list(
        people.Client.objects.order_by("key").values_list("pk", "key", "family_name", "given_name")[:2000]
    )
    numbers = people.numbers_of([row[0] for row in clients])
    sessions = []
    for agent in agents:
        for row in clients:
            work.give_motive(agent, row[0], work.motives_of(agent)[0])
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[STAFF_KEY] = agent.pk
        session.save()
        sessions.append(session.session_key)
    words = [family[:5] for _, _, family, _ in clients[:500]]
    words += [f"{family} {given}" for _, _, family, given in clients[:500]] + list(numbers.values())[:200]
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": sessions,
        "files": [str(row[1]) for row in clients],
        "words": words,
        "kinds": ["", "application_complete", "register_difference", "inbound_letter"],
    }


def _filled() -> str:
    """The database with its million files; filled when it is not there whole."""
    url = urlunsplit(urlsplit(launcher.ensure())._replace(path=f"/{DATABASE}")).replace(
        "postgresql:/capac", "postgresql:///capac"
    )
    with psycopg.connect(launcher.ensure(), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if there and _count(url) == CLIENTS:
            return url
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE))
        )
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    began = time.monotonic()
    populate = [
        "-m",
        "world",
        "populate",
        "--number",
        str(CLIENTS),
        "--folder",
        str(ROOT / "build" / "populated"),
    ]
    print(_child(populate, {**os.environ, "DATABASE_URL": url, "CAPAC_NOW": NOW}), file=sys.stderr)
    print(f"filled in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return url


def _count(url: str) -> int:
    try:
        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT count(*) FROM dossier_application").fetchone()
    except psycopg.Error:
        return 0
    return int(found[0]) if found else 0


def _child(command: list[str], environment: dict[str, str], *, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-1000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait(port: int) -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/api/benefits/v1/health").status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise RuntimeError("the site did not come up")


if __name__ == "__main__":
    print(json.dumps(prepare()))
