"""A seeded scheduler: the clock, the workers, the desk, ONEM, ONSS and the bank, and all that goes wrong, in one process.

The product is driven through its flows, over the outside's own files and messages. Chance draws the days, the order
of what happens on them, which messages come late, twice or in another order, which calls fail, and which worker dies
before which of its effects. The same seed draws the same walk. At its end everything has come and nothing goes wrong
any more; what must hold then is counted in reckoning.py.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from django.test import override_settings

from capac.core import iban
from capac.flows import api as flows
from capac.flows.close_books import close_books
from capac.flows.exchange_day import exchange_day
from capac.flows.verify_month import verify_month
from capac.payment import api as payment
from capac.people import api as people
from capac.records.models import OutgoingMessage
from tests.flows import reckoning
from tests.flows.line import CALM, Trouble
from tests.flows.outside import Outside
from tests.flows.striking import Reaper
from world import population, steps

BEGIN, LONGEST_PAUSE = date(2026, 6, 12), 14
PAYDAYS = 28
"""How many days something is done on: the cards and the verification of some months lie in them."""
STRUCK = 22
"""So many of a hundred jobs die, until enough have died."""
DEBTOR = ("CAPAC (test)", iban.make("BE", "9999990000"), "TESTBEBB")
WISH = population.Wish(seed=2026, number=30, panel=30)
DESK = {
    "c2": {"by": "carla", "most": 50},
    "paper": {"by": "nele"},
    "rejects": {"by": "agnes", "most": 50},
    "accounts": {"by": "agnes", "most": 20},
}
LAST_ROUNDS = 12
FIRST_MINUTE, MINUTES = 6 * 60, 55


@dataclass(frozen=True)
class Walked:
    """How a walk went: its seed, where workers died, and what does not hold at its end."""

    seed: int
    deaths: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        jobs = Counter(job for job, _ in self.deaths)
        places = len({place for _, place in self.deaths})
        return f"seed {self.seed}: {len(self.deaths)} deaths {dict(jobs)} before {places} kinds of effects"


def walk(seed: int, folder: Path, *, kills: int) -> Walked:
    """Walk once on an empty database that is set up, through so many deaths or as many as its days hold."""
    chance = Random(seed)
    outside = Outside(folder, WISH, chance)
    try:
        with _clock(), override_settings(DEBTOR=DEBTOR, ONSS=outside.keys()):
            return _Walk(seed, chance, outside, kills).walked()
    finally:
        outside.close()


@contextmanager
def _clock() -> Iterator[None]:
    """Business time is ours while we walk."""
    before = os.environ.get("CAPAC_NOW")
    try:
        yield
    finally:
        os.environ.pop("CAPAC_NOW", None)
        if before is not None:
            os.environ["CAPAC_NOW"] = before


class _Walk:
    """One walk while it is walked."""

    def __init__(self, seed: int, chance: Random, outside: Outside, kills: int) -> None:
        self.seed, self.chance, self.outside, self.kills = seed, chance, outside, kills
        self.reaper, self.trouble, self.rough = Reaper(), Trouble(), True
        self.wires = outside.wires(self.reaper, self._fails)
        self.play = steps.Play(WISH, {})
        self.day = BEGIN
        self.effects: dict[str, int] = {}
        self.deaths: list[tuple[str, str]] = []

    def walked(self) -> Walked:
        """All of it."""
        self._at(0)
        people.load(population.as_lines(WISH), source="test")
        for _ in range(PAYDAYS):
            self.day += timedelta(self.chance.randint(1, LONGEST_PAUSE))
            self._day()
        self._rest()
        return Walked(self.seed, tuple(self.deaths), tuple(reckoning.wrong(self.outside)))

    def _day(self) -> None:
        """What happens on a day, in any order; jobs come round again as a schedule has them."""
        acts = [self._outside, self._arrive, self._exchange, self._prepare, self._release, self._exchange, self._desk,
            self._verify, self._books]  # fmt: skip
        self.chance.shuffle(acts)
        self.outside.arrive(self.trouble)
        for number, act in enumerate(acts):
            self._at(number)
            act()

    def _rest(self) -> None:
        """Nothing goes wrong any more, and everything on the way arrives, until a round finds nothing to do."""
        self.rough, self.trouble = False, CALM
        for _ in range(LAST_ROUNDS):
            self.day += timedelta(4)
            self._at(0)
            self._minute_passes()
            for act in (self._outside, self._arrive, self._exchange, self._desk, self._prepare, self._release,
                self._exchange, self._verify, self._exchange, self._books):  # fmt: skip
                act()
        self._job("prepare", lambda: flows.prepare_payments(who="pay_month"))
        self._job("books", lambda: close_books(who="close_books"))

    def _at(self, number: int) -> None:
        hour, minute = divmod(FIRST_MINUTE + number * MINUTES, 60)
        os.environ["CAPAC_NOW"] = f"{self.day}T{hour:02d}:{minute:02d}"

    def _job(self, name: str, work: Callable[[], object]) -> None:
        """A worker does a job; one that dies of it is followed by another one, at once or when its time comes again."""
        while not self.reaper.run(work, at=self._strike(name)):
            self.deaths.append((name, self.reaper.place))
            if self.chance.random() < 0.5:
                self._minute_passes()
            if self.chance.random() < 0.5:
                return
        self.effects[name] = max(self.reaper.seen, self.effects.get(name, 0))

    def _strike(self, name: str) -> int:
        """Before which effect the next worker dies; 0: it lives."""
        dies = self.rough and len(self.deaths) < self.kills and self.chance.randrange(100) < STRUCK
        return self.chance.randint(1, self.effects[name]) if dies and self.effects.get(name) else 0

    def _minute_passes(self) -> None:
        """What a dead worker had in hand to deliver is free: its lease has ended."""
        OutgoingMessage.objects.filter(state="waiting").update(leased_until=None)

    def _fails(self) -> bool:
        return self.chance.randrange(100) < self.trouble.failing

    def _outside(self) -> None:
        self.outside.day(self.day, rough=self.rough)

    def _arrive(self) -> None:
        self.outside.arrive(self.trouble, all_of_onss=False)

    def _exchange(self) -> None:
        self._job("exchange", lambda: exchange_day(who="exchange_day", open_mailbox=self.wires.get))

    def _prepare(self) -> None:
        self._job("prepare", lambda: flows.prepare_payments(who="pay_month"))

    def _release(self) -> None:
        self._job("release", _release_what_waits)

    def _verify(self) -> None:
        self._job("verify", lambda: verify_month(who="verify_month"))

    def _books(self) -> None:
        self._job("books", lambda: close_books(who="close_books"))

    def _desk(self) -> None:
        """People at their desks: C2s by hand, cards on paper, what was rejected, accounts of money that came back."""
        for verb, told in DESK.items():
            self._job(verb, partial(steps.STEPS[verb], self.play, told))


def _release_what_waits() -> None:
    """A second person releases every prepared run. What was released and is not filed yet, the next job files."""
    for run in payment.runs(10):
        if run.state == "prepared":
            flows.release_payments(run.id, staff=steps.staff_of("rita"))
