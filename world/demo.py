"""python -m world demo [--scenario month] [--serve] [--port N]: set all up, play, print the result, serve if asked.

A demonstration that was played to its end is recognised by a mark on its database and is not played again;
one that broke off is begun anew. Nothing of it leaves this machine.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from capac import launcher
from world import processes, scenario, serving, stage
from world.database import Database, DatabaseError
from world.processes import Part, StartError
from world.scenario import Scenario, ScenarioError, StepError
from world.stage import Stage

START_SECONDS = 30.0
GLANCE_SECONDS = 0.1
FAULTS = (ScenarioError, StepError, DatabaseError, StartError, serving.PortTakenError, launcher.LauncherError)
SITE = ("-m", "uvicorn", "capac.config.asgi:application", "--host", serving.HOST, "--log-level", "warning")
WORKER = ("-c", "from capac.cli.main import main; main()", "procrastinate", "worker")
HERE = "http://localhost:{port}"
VERBS = frozenset({
    "outside", "release", "faulty", "faults", "c2", "paper", "rejects", "accounts", "items", "exchange", "prepare", "verify",
    "indicators", "freeze", "books", "unclaimed", "remind", "letters", "bareme", "rehearse", "check", "seal", "apply", "claims", "submit", "complete",
})  # fmt: skip
"""The verbs of world/steps.py, which cannot be imported before the product is set up."""


def main(argv: list[str]) -> int:
    """Play and perhaps serve; 0 when it went well, 1 with a sentence when not."""
    told = _parser().parse_args(argv)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if told.serve:
            serving.bound(told.port).close()
        _run(told)
    except FAULTS as error:
        print(f"demonstration: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nended", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m world demo", description="Play a demonstration.")
    parser.add_argument("--scenario", default="month", help="a file of world/scenarios, without .yaml")
    parser.add_argument("--serve", action="store_true", help="serve the site afterwards, until Ctrl-C")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--folder", type=Path, default=Stage().folder, help="where its private files lie")
    return parser


def _run(told: argparse.Namespace) -> None:
    played = scenario.read(told.scenario, verbs=VERBS)
    database, place = Database(launcher.ensure()), Stage(told.folder)
    what = f"{played.name} {played.digest[:16]} {stage.version()}"
    is_played = place.clock.exists() and database.is_finished(f"{what} {place.name()}")
    if is_played and not told.serve:
        _set_up(place.settings({}, database.url))
        _tell(played, place)
        return
    if not is_played:
        place.clear()
        database.begin(f"{what} {place.name()}")
        place.set_clock(played.acts[0].moment)
    sites = [HERE.format(port=told.port), f"http://{serving.HOST}:{told.port}"]
    with place.simulators(played.wish, sites=sites) as parts:
        _set_up(place.settings(parts, database.url))
        if not is_played:
            _play(played, place, parts)
            database.finish(f"{what} {place.name()}")
        _tell(played, place)
        if told.serve:
            _serve(told.port, place)


def _set_up(told: dict[str, str]) -> None:
    """Set the product up in this process, and what it starts, with these settings."""
    os.environ.update(told)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    import django

    django.setup()


def _play(played: Scenario, place: Stage, parts: dict[str, Part]) -> None:
    """Migrate, load the people, play act after act, a line each."""
    from world import population, steps

    began = time.monotonic()
    steps.command("migrate", "--verbosity", "0")
    lines = place.folder / "people.jsonl"
    lines.write_text("\n".join(population.as_lines(played.wish)), encoding="utf-8")
    print(steps.command("load_people", str(lines)).strip())
    lines.unlink()
    play = steps.Play(played.wish, parts)
    for act in played.acts:
        before = time.monotonic()
        place.set_clock(act.moment)
        play.play(act)
        now = time.monotonic()
        print(f"{act.on}  {now - before:5.1f} s  {' '.join(step.verb for step in act.steps)}", flush=True)
    print(f"played in {time.monotonic() - began:.1f} s")


def _tell(played: Scenario, place: Stage) -> None:
    from world import result

    print(f"\nDEMONSTRATION, all people are invented. {played.about}.")
    print(f"It is {place.clock.read_text(encoding='ascii')} there.\n")
    print(result.table(), flush=True)


def _serve(port: int, place: Stage) -> None:
    """The site and the jobs of its schedule, until told to end."""
    address = HERE.format(port=port)
    with _process(place, "site", *SITE, "--port", str(port)) as site, _process(place, "worker", *WORKER):
        _until_it_answers(address, site, place)
        print(f"\nThe site: {address}")
        print("Who can log in as whom stands on its start page. Ctrl-C ends everything.", flush=True)
        while site.poll() is None:
            time.sleep(GLANCE_SECONDS)
    raise StartError(f"the site has ended: {_last_words(place, 'site')}")


@contextmanager
def _process(place: Stage, name: str, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the product while it is wanted, its words in a log of its name."""
    with (place.folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            processes.end(process)


def _until_it_answers(address: str, site: subprocess.Popen[bytes], place: Stage) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and site.poll() is None:
        try:
            if httpx.get(f"{address}/health", timeout=1.0, verify=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(GLANCE_SECONDS)
    raise StartError(f"the site does not answer at {address}: {_last_words(place, 'site')}")


def _last_words(place: Stage, name: str) -> str:
    said = (place.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
    return said[-500:].strip() or "it said nothing"


def _interrupt(*_: object) -> None:
    """A plain end (SIGTERM) leaves as Ctrl-C does: everything that was started is ended."""
    raise KeyboardInterrupt
