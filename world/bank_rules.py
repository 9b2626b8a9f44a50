"""What the bank does with a transfer: it arrives, is refused at once, or comes back some days after it was booked.

Drawn from the seed by account and by transfer, so that the same file has the same fate whenever it is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from capac.core import workdays
from world import cast

DATA = Path(__file__).parent / "data" / "bank.yaml"
IN_ALL = 10_000


@dataclass(frozen=True)
class Fate:
    """What happens to a transfer: "" when it arrives; else the code, and whether it is refused before booking."""

    code: str = ""
    at_once: bool = False
    days_later: int = 0


@dataclass(frozen=True)
class Closed:
    """An account that takes nothing from a day on."""

    since: date
    code: str


@dataclass(frozen=True)
class Rules:
    """Shares and codes by what is struck (account, transfer), and the accounts that were closed."""

    seed: int
    told: Mapping[str, Any]
    closed: Mapping[str, Closed]

    @classmethod
    def of_data(cls, seed: int) -> Rules:
        """The rules of data/bank.yaml."""
        told = yaml.load(DATA.read_bytes(), Loader=yaml.CSafeLoader)
        accounts = {file.key: file.iban for file in cast.clients()}
        closed = {accounts[row["of"]]: Closed(row["from"], row["code"]) for row in told["closed"]}
        return cls(seed, told, closed)

    def fate(self, iban: str, end_to_end_id: str, booked_on: date, *, closed: Closed | None = None) -> Fate:
        """What happens to a transfer on an account. `closed`: what else is known of the account."""
        for known in (self.closed.get(iban), closed):
            if known is not None and known.since <= booked_on:
                return self._fate(known.code, end_to_end_id)
        code = self._struck("account", iban) or self._struck("transfer", end_to_end_id)
        return self._fate(code, end_to_end_id) if code else Fate()

    def back_on(self, booked_on: date, fate: Fate) -> date:
        """The bank day on which money comes back."""
        return workdays.bank().add(booked_on, fate.days_later)

    def _fate(self, code: str, end_to_end_id: str) -> Fate:
        at_once = code in self.told["refused_at_once"]
        return Fate(code, at_once, 1 + self._draw("days", end_to_end_id) % self.told["back_within"])

    def _struck(self, what: str, whom: str) -> str:
        """The code that strikes an account or a transfer, by share and weight; "" when none does."""
        rule = self.told[what]
        if self._draw(what, whom) % IN_ALL >= rule["share"]:
            return ""
        weighted = [code for code, weight in rule["codes"].items() for _ in range(weight)]
        return str(weighted[self._draw("code", whom) % len(weighted)])

    def _draw(self, what: str, whom: str) -> int:
        digest = hashlib.sha256(f"{self.seed}/{what}/{whom}".encode()).digest()
        return int.from_bytes(digest[:8], "big")
