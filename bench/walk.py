"""One month walked for 5 000 clients, each step of ours timed. Run by bench.onemonth with its own database.

The decisions are in before; the clock then starts: cards collected and read, the month prepared, released and
filed, the files delivered to the bank, its answers and notices collected and read. Prints seconds as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from world.database import Database
from world.population import Wish
from world.stage import Stage

WISH = Wish(seed=2026, number=5000, panel=0)
DECIDED, PAYDAY, AFTER = "2026-07-24T09:00", "2026-08-25T09:00", "2026-08-27T09:00"


def main(folder: Path) -> None:
    """Play the month and print what each step took."""
    database, place = Database(os.environ["DATABASE_URL"]), Stage(folder)
    place.clear()
    database.begin("bench")
    place.set_clock(DECIDED)
    with place.simulators(WISH, sites=[]) as parts:
        os.environ.update(place.settings(parts, database.url))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
        import django

        django.setup()
        print(json.dumps(_walk(place, parts)))


def _walk(place: Stage, parts: dict[str, Any]) -> dict[str, float]:
    from world import population, steps

    steps.command("migrate", "--verbosity", "0")
    lines = place.folder / "people.jsonl"
    lines.write_text("\n".join(population.as_lines(WISH)), encoding="utf-8")
    steps.command("load_people", str(lines))
    play = Timed(steps.Play(WISH, parts))
    play.outside()
    play.do("decisions", "exchange")
    place.set_clock(PAYDAY)
    play.outside()
    play.do("cards", "exchange")
    play.do("prepare", "prepare")
    play.do("release_and_file", "release", "rita")
    play.do("deliver", "exchange")
    play.outside()
    play.do("answers", "exchange")
    place.set_clock(AFTER)
    play.outside()
    play.do("notices", "exchange")
    _paid(least=WISH.number // 2)
    return play.spent


class Timed:
    """Steps of a play with a watch on ours."""

    def __init__(self, play: Any) -> None:
        self.play = play
        self.spent: dict[str, float] = {}

    def outside(self) -> None:
        """What the simulators do is not counted."""
        self._step("outside", None)

    def do(self, name: str, verb: str, told: Any = None) -> None:
        """One step of ours."""
        began = time.perf_counter()
        self._step(verb, told)
        self.spent[name] = round(time.perf_counter() - began, 3)

    def _step(self, verb: str, told: Any) -> None:
        from world import steps

        if verb in steps.COMMANDS:
            steps.command(steps.COMMANDS[verb])
        else:
            steps.STEPS[verb](self.play, told or {})


def _paid(*, least: int) -> None:
    """A month that paid nobody would be quick."""
    from capac.payment.models import Payment

    settled = Payment.objects.filter(state="settled").count()
    if settled < least:
        raise SystemExit(f"only {settled} payments were settled: this is no measurement")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
