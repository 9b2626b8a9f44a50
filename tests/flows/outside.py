"""ONEM, ONSS and the bank in this process, with their mailboxes; what they do on a day, and what goes wrong there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from joserfc.jwk import KeySet, OKPKey

from capac.config import keys
from tests.flows.line import Slow, Trouble, Wire
from tests.flows.striking import Reaper
from world import onss, population
from world.bank import Bank
from world.bank_rules import Rules
from world.onem import Onem
from world.onss import Onss

BANK_FAULTS = ("cut", "late", "twice", "reversed", "statement")
MANNERS = ("silence", "newer", "refuse")


class Outside:
    """The three of them, for the same people."""

    def __init__(self, folder: Path, wish: population.Wish, chance: Random) -> None:
        files = population.files(wish)
        self._chance = chance
        self._boxes = {name: Slow(folder / name, chance) for name in ("onem", "onss", "bank")}
        self.onem = Onem(self._boxes["onem"], files)
        self.onss = Onss(self._boxes["onss"], files, folder / "onss")
        self.bank = Bank(self._boxes["bank"], Rules.of_data(wish.seed))
        self._folder = folder / "onss"

    def keys(self) -> tuple[KeySet, OKPKey]:
        """ONSS's public key and ours, as settings.ONSS holds them."""
        return keys.of_files(self._folder / "senders.jwks", self._folder / "own.jwk")

    def wires(self, reaper: Reaper, fails: Callable[[], bool]) -> dict[str, Wire]:
        """Our end of each line."""
        receives = {"onem": self.onem.receive, "onss": self.onss.receive, "bank": self.bank.receive}
        return {name: Wire("", "", box, receives[name], reaper, fails) for name, box in self._boxes.items()}

    def day(self, day: date, *, rough: bool) -> None:
        """All that is due up to a day."""
        self.onem.day({"date": str(day), "cut": self._some(("C2", "EC3"), rough=rough)})
        self.onss.day({"date": str(day), "faults": self._some(onss.FAULTS, rough=rough)})
        told = dict.fromkeys(self._some(BANK_FAULTS, rough=rough), True)
        self.bank.day({"date": str(day), "split": self._chance.choice((1, 1, 2, 3)) if rough else 1, **told})
        for manner in self._some(MANNERS, rough=rough):
            getattr(self.bank, manner)({})

    def arrive(self, trouble: Trouble, *, all_of_onss: bool = True) -> None:
        """Some of what is on the way arrives."""
        for box in self._boxes.values():
            box.arrive(trouble, all_of_onss=all_of_onss)

    def sent(self) -> set[str]:
        """The ids of all messages about people that left: decisions, cards, declarations."""
        found = {row[0] for row in self.onem.box.store.rows("SELECT id FROM sent")}
        return found | {row[0] for row in self.onss.box.store.rows("SELECT ticket FROM sent")}

    def close(self) -> None:
        """Give the files back."""
        for box in self._boxes.values():
            box.store.close()

    def _some(self, names: tuple[str, ...], *, rough: bool) -> list[str]:
        """Now and then one of these."""
        return [self._chance.choice(names)] if rough and self._chance.randrange(5) == 0 else []
