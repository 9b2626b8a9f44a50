"""A month walked from cards to the bank's answers, with deaths on the way: of the worker, of its database
connection, of the bank. What died is started again, as a schedule would, until the step has been done."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from capac.core import iban, niss
from capac.core.period import Month
from capac.payment.models import PaymentRun
from capac.people import api as people
from capac.people.clients import NewClient
from capac.records.models import OutgoingMessage
from tests import world
from tests.flows.nursery import Ended, Nursery

TOKEN = "token-of-the-walk"
DEBTOR = {
    "CAPAC_DEBTOR_NAME": "CAPAC (test)",
    "CAPAC_DEBTOR_IBAN": iban.make("BE", "9999990000"),
    "CAPAC_DEBTOR_BIC": "TESTBEBB",
}
START_SECONDS = 30.0
FIRST_ACCOUNT = 1_300_000_000


class Bank:
    """The simulated bank as a process under the tracer, on one port, started again when it is dead."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder / "said"
        folder.mkdir()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, way: str = "kill", at: int = 0) -> None:
        """Start it; struck at its n-th line (0: never)."""
        command = [sys.executable, "-m", "tests.flows.dying", way, str(at), "bank", "--port", str(self.port)]
        with self.log.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "--folder", str(self.folder / "state")],
                stdout=said,
                stderr=said,
                env={**_environment(), "CAPAC_MAILBOX_TOKEN": TOKEN},
            )
        self._wait()

    def _wait(self) -> None:
        assert self.process is not None
        until = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < until:
            try:
                httpx.get(f"{self.address}/health", timeout=1.0)
                return
            except httpx.HTTPError:
                time.sleep(0.02)
        assert self.process.poll() is not None, "the bank does not answer"

    def act(self, name: str, **told: Any) -> dict[str, Any]:
        """Let it do something. Raises httpx.HTTPError when it is dead or dies of it."""
        answer = httpx.post(
            f"{self.address}/admin/act/{name}",
            json=told,
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=30.0,
        )
        return dict(answer.raise_for_status().json())

    @property
    def died(self) -> str:
        """Where it was struck; "" while it lives."""
        if self.process is None or self.process.poll() is None:
            return ""
        lines = [line for line in self.log.read_text().splitlines() if '"died"' in line]
        return lines[-1] if lines else f"ended by itself: {self.log.read_text()[-2000:]}"

    def end(self) -> None:
        """Ask it to end."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("CAPAC_")}


@contextmanager
def bank(folder: Path) -> Iterator[Bank]:
    """A bank for a while."""
    made = Bank(folder)
    try:
        made.start()
        yield made
    finally:
        made.end()


@dataclass
class Walk:
    """The state of a walk: where it strikes, what has died so far, and where."""

    nest: Nursery
    bank: Bank
    chance: random.Random
    lines: dict[str, int] = field(default_factory=dict)
    deaths: list[tuple[str, str]] = field(default_factory=list)
    strikes: int = 0

    def month(self, month: Month, clients: list[people.Client]) -> None:
        """All of one reference month, in the month after it."""
        after = month.next().first
        self.command("cards", f"{after}T12:00", ["exchange_day"])
        self._round(after, 3, 10)
        closed = clients[month.number % len(clients)]
        people.change_account(
            closed.pk,
            iban.make("BE", str(FIRST_ACCOUNT + month.year * 10_000 + month.number * 100)),
            holder="Test",
            since=after.replace(day=11),
            source="test",
        )
        self._round(after, 12, 20)
        self.command("verify", f"{after.replace(day=21)}T06:00", ["verify_month"])
        self.command("books", f"{after.replace(day=21)}T06:30", ["close_books"])

    def rest(self, month: Month) -> None:
        """The end of the month after, in which nothing dies: a file that came too late is refused and paid again."""
        self.strikes = 0
        self._minute_passes()
        after = month.next().first
        self._round(after, 21, 24)
        self._round(after, 24, 28)

    def _round(self, after: date, paid: int, answered: int) -> None:
        """Prepare, release, to the bank, booked, answers in."""
        day = after.replace(day=paid)
        self.command("prepare", f"{day}T05:00", ["pay_month"])
        self.release(f"{day}T10:00")
        self.command("deliver", f"{day}T11:00", ["exchange_day"])
        self.book(after.replace(day=answered))
        self.command("answers", f"{after.replace(day=answered)}T12:00", ["exchange_day"])

    def command(self, step: str, now: str, command: list[str]) -> None:
        """One command, struck as chance has it, then done."""
        environment = {"CAPAC_NOW": now}
        while strike := self._strike(step):
            self._bank_lives()
            ended = self.nest.attempt(command, way=strike[0], at=strike[1], environment=environment)
            self._died(strike[0], ended)
        self._bank_lives(may_be_struck=True)
        way = "plain" if step in self.lines else "count"
        ended = self.nest.attempt(command, way=way, environment=environment)
        assert ended.status == 0, (step, ended.error)
        self.lines[step] = max(ended.lines, self.lines.get(step, 0))
        if self.bank.died:
            self._bank_lives()
            self.nest.attempt(command, environment=environment)

    def _died(self, way: str, ended: Ended) -> None:
        """Note a death. Who lost the connection between two transactions may well have gone on with a new one."""
        assert ended.died or ended.status == 0, ended.error
        assert way != "kill" or (ended.status == -signal.SIGKILL) == bool(ended.died), ended.error
        if ended.died:
            self.deaths.append((way, ended.died))
            if self.chance.random() < 0.5:
                self._minute_passes()

    def _minute_passes(self) -> None:
        """What a dead worker had in hand to deliver is free for the next one: its lease has ended.

        Where no minute passes between a death and the next attempt, the file leaves with a later one, and may come to
        the bank after its day.
        """
        OutgoingMessage.objects.filter(state="waiting").update(leased_until=None)

    def release(self, now: str) -> None:
        """A run that waits is released and filed, however often the one who does it dies."""
        while run := PaymentRun.objects.filter(state="prepared").first():
            command = ["pay_month", "--release", str(run.pk), "--by", "rita", "--go"]
            strike = self._strike("release")
            way, at = strike or ("plain" if "release" in self.lines else "count", 0)
            ended = self.nest.attempt(command, way=way, at=at, environment={"CAPAC_NOW": now})
            self._died(way, ended)
            if not strike:
                self.lines["release"] = max(ended.lines, self.lines.get("release", 0))
        if PaymentRun.objects.filter(state="released").exists():
            self.command("file", now, ["pay_month"])
        assert not PaymentRun.objects.filter(state__in=["preparing", "prepared", "released"]).exists()

    def book(self, day: date) -> None:
        """The bank's day; a bank that dies of it is started again and does it again."""
        self._bank_lives(may_be_struck=True)
        try:
            self.bank.act("day", date=str(day))
        except httpx.HTTPError:
            self._bank_lives()
            self.bank.act("day", date=str(day))

    def _strike(self, step: str) -> tuple[str, int] | None:
        """Where the next attempt dies, or None: it lives."""
        lines = self.lines.get(step)
        if self.strikes == 0 or not lines or self.chance.random() < 0.5:
            return None
        self.strikes -= 1
        return self.chance.choice(["kill", "kill", "backend"]), self.chance.randint(1, lines)

    def _bank_lives(self, *, may_be_struck: bool = False) -> None:
        """Start the bank again where it is dead; now and then so that it will die."""
        if self.bank.died:
            assert "died" in self.bank.died, self.bank.died
            self.deaths.append(("bank", self.bank.died))
            self.bank.start()
        if may_be_struck and self.strikes and self.chance.random() < 0.5:
            self.strikes -= 1
            self.bank.end()
            self.bank.start("kill", self.chance.randint(40, 600))


def people_of(number: int) -> list[people.Client]:
    """So many invented clients with a C2 for each that is open from July 2026; their amounts differ."""
    rows, messages = [], []
    for n in range(number):
        born = date(1970, 1, 1 + n % 28)
        one = niss.make(born, 100 + n)
        rows.append(
            NewClient(
                niss=one, given_name="Test", family_name=f"Person {n:03d}", language="fr", since=world.SINCE,
                iban=iban.make("BE", str(FIRST_ACCOUNT + n)), office_code=world.office().code,
            )
        )  # fmt: skip
        messages.append(
            world.c2(
                number=one, called=f"Person {n:03d} Test", message_id=f"C2-{n}", reference=f"W/{n}",
                bodies=[world.body("2026-07-01", dailyAmount=f"{50 + n}.{n % 100:02d}")],
            )
        )  # fmt: skip
    people.register_clients(rows, source="test")
    world.incoming(world.c2_batch(*messages))
    return [people.by_niss(row.niss) for row in rows]


def cards_of(month: Month, clients: list[people.Client]) -> None:
    """Everybody's card of a month waits to be read; some were at work for a day."""
    numbers = people.numbers_of([client.pk for client in clients])
    worked = str(month.first.replace(day=15))
    cards = [
        world.card(
            "amina", str(month), {worked: "worked"} if client.pk % 3 == 0 else {}, number=numbers[client.pk]
        ).replace("EC3-amina", f"EC3-{client.pk}")
        for client in clients
    ]
    world.incoming(world.ec3_batch(*cards), "EC3")
