"""The lines between us and the outside in one process: its own mailboxes, over which messages travel as chance has it.

What a simulator posts waits on the way and arrives in any order, some of it twice, some of it days later. What we
send may be refused, or arrive although its sender hears an error; what we read may arrive cut.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from capac.records import api as records
from tests.flows.striking import Reaper
from world.mailbox import Box, Receive, RefusedError

TOKEN = "no-token-on-a-line-of-the-test"
ONSS = "WECH_"
"""Files of a batch are of one day: whoever waits longer for a part of it refuses it."""


@dataclass
class Trouble:
    """How rough the lines are: how many of a hundred calls fail, of messages come twice, and come today."""

    failing: int = 8
    twice: int = 15
    today: int = 65


CALM = Trouble(0, 0, 100)


class Slow(Box):
    """A mailbox whose messages are on the way until they arrive."""

    def __init__(self, folder: Path, chance: Random) -> None:
        super().__init__(folder, token=TOKEN)
        self._chance, self._way = chance, list[tuple[str, str, bytes]]()

    def post(self, name: str, kind: str, body: bytes) -> int:
        """Send it on its way."""
        self._way.append((name, kind, body))
        return 0

    def arrive(self, trouble: Trouble, *, all_of_onss: bool) -> None:
        """Some of what is on the way arrives, in any order."""
        way, self._way = self._way, []
        self._chance.shuffle(way)
        for message in way:
            forced = all_of_onss and message[1].startswith(ONSS)
            if not forced and self._chance.randrange(100) >= trouble.today:
                self._way.append(message)
                continue
            for _ in range(2 if self._chance.randrange(100) < trouble.twice else 1):
                super().post(*message)


@dataclass(frozen=True)
class Wire(records.Mailbox):
    """Our end of a line: what records.Mailbox does over HTTP, straight to the mailbox, as its server answers it."""

    box: Box
    receive: Receive
    reaper: Reaper
    fails: Callable[[], bool]

    def send(self, name: str, body: bytes, key: uuid.UUID) -> records.Delivery:
        """Leave a file: kept once by its key, refused, or not heard of."""
        self.reaper.effect(f"send {name}")
        if self.fails():
            return records.Delivery(accepted=False, refused=False, answer="503")
        try:
            with self.box.store.transaction():
                if self.box.keep(name, str(key), body):
                    self.receive(name, body)
        except RefusedError as error:
            return records.Delivery(accepted=False, refused=True, answer=f"{error.status} {error}")
        lost = self.fails()
        return records.Delivery(accepted=not lost, refused=False, answer="500" if lost else "201")

    def waiting(self, after: str) -> records.Page | None:
        """The next page of what waits; now and then turned round, or not to be had."""
        self.reaper.effect("list what waits")
        if self.fails():
            raise records.MailboxError("the mailbox does not answer")
        told = self.box.listing(int(after or 0))
        items = tuple(records.Item(**row) for row in told["items"])
        return records.Page(items[::-1] if self.fails() else items, told["next"]) if items else None

    def read(self, item: records.Item) -> bytes:
        """The bytes of a file, unless it arrives cut."""
        self.reaper.effect(f"read {item.name}")
        body = self.box.body(item.id)
        if body is None or self.fails():
            raise records.MailboxError(f"{item.name} arrived cut")
        return body
