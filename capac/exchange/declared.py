"""What employers' declarations say of a month, as values in the units of the rules.

Hours are in hundredths, money in cents, an hourly wage in ten-thousandths of a euro, hours by day and by
ONSS's code of the nature of the day. Nothing here decides what counts: that is the rules'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from capac.exchange.wech_content import theoretical_cents

Hours = Mapping[date, Mapping[str, int]]
"""Hundredths of an hour by day and code of the nature of the day."""


@dataclass(frozen=True)
class Document:
    """The version of a declaration that rules, with the occupation that it is of.

    `original` is the ticket under which the employer first declared it: one occupation, one month, one form.
    `q` are the weekly hours of the worker, `s` those of the full-time reference.
    """

    id: int
    client_id: int
    month: date
    ticket: str
    original: str
    employer: str
    employer_class: str
    worker_code: str
    joint_committee: str
    occupied_from: date
    occupied_to: date | None
    q: int
    s: int
    risks: tuple[str, ...]
    days: Hours
    received_on: date
    known_at: datetime

    def hours_of(self, *codes: str) -> dict[date, int]:
        """Hours by day of these codes; "6" stands for itself and for 6.1, 6.2 …; no code asks for all."""
        groups = tuple(f"{code}." for code in codes)
        found = {
            day: sum(
                hours
                for code, hours in by_code.items()
                if not codes or code in codes or code.startswith(groups)
            )
            for day, by_code in self.days.items()
        }
        return {day: hours for day, hours in found.items() if hours}


@dataclass(frozen=True)
class TemporaryUnemployment(Document):
    """WECH505: hours lost, by day. The wage of a unit (1 hour … 6 year) in cents, that of an hour in ten-thousandths."""

    wage_unit: int
    wage_cycle: int | None
    wage_cents: int | None
    wage_hourly: int | None

    @property
    def by_risk(self) -> dict[str, dict[date, int]]:
        """Hours by the employer's risk ("001" economic … "011") and day: code 5.n is of risk n."""
        codes = sorted({code for by_code in self.days.values() for code in by_code})
        return {f"{int(code.partition('.')[2]):03d}": self.hours_of(code) for code in codes}


@dataclass(frozen=True)
class PartTimeWork(Document):
    """WECH506: a month of part-time work. One of the theoretical wages is said; `refused` an offered job."""

    gross_cents: int
    monthly_cents: int | None
    hourly: int | None
    refused: bool | None

    @property
    def hours(self) -> dict[str, int]:
        """Hours of the month by code of the nature of the day."""
        found: dict[str, int] = {}
        for by_code in self.days.values():
            for code, hours in by_code.items():
                found[code] = found.get(code, 0) + hours
        return found


@dataclass(frozen=True)
class ActivationWork(Document):
    """WECH508: work in an activation programme. Net wage of the month, hours for which wage is due.

    `allowance` is what the employer reckoned, in ten-thousandths of a euro; `theoretical_cents` the full-time
    amount of the risk that it follows from, None where none does or the risk has no table.
    """

    net_wage_cents: int
    hours: int | None
    allowance: int | None
    since: date | None

    @property
    def theoretical_cents(self) -> int | None:
        """See the class."""
        if not self.hours or self.allowance is None:
            return None
        return theoretical_cents(self.risks[0], ten_thousandths=self.allowance, hours=self.hours, s=self.s)


@dataclass(frozen=True)
class HolidaysTaken(Document):
    """WECH510: hours of youth (risk 001) or senior (002) holidays, by day under code 3.4."""

    @property
    def is_senior(self) -> bool:
        """Senior holidays; else youth holidays."""
        return self.risks[0] == "002"

    @property
    def hours(self) -> int:
        """Hours of the month."""
        return sum(self.hours_of().values())


@dataclass(frozen=True)
class Declared:
    """Everything that employers declared of one client for one month; each in the order of their tickets."""

    temporary: tuple[TemporaryUnemployment, ...] = ()
    part_time: tuple[PartTimeWork, ...] = ()
    activation: tuple[ActivationWork, ...] = ()
    holidays: tuple[HolidaysTaken, ...] = ()
