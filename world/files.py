"""What ONEM holds of a person: decisions, dated and numbered, and what the monthly card will say.

Values only. The population draws them, ONEM sends them, the provider knows who they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from world import bareme

FULL_TIME = "38"
LIKE = {"02": ("N", "A2"), "21": ("N", "A1"), "22": ("N", "A1")}
"""Prefixes whose amount no family changes: temporary unemployment is 60 % of the wage of the code, holidays 65 %."""
FULL, PRIVILEGED = "01", "P"
FIRST_YEAR_PHASES = ("A1", "A2", "A3")


@dataclass(frozen=True)
class Job:
    """Work beside a right: the form in which its employer declares each month, and the risk of it at ONSS.

    Weekly hours in hundredths: `q` of the worker, `s` of a full-timer. `months` names those that are declared; none
    stands for every month of the right.
    """

    form: str
    risk: str
    q: int = 3800
    s: int = 3800
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class Body:
    """Days of a decision with one code. A code 00 has no amount. `wage` is the wage code where the code shows none (##);
    `hours` are the weekly hours of the worker."""

    first: date
    last: date | None
    code: str
    wage: int = 0
    hours: str = FULL_TIME

    @property
    def is_refusal(self) -> bool:
        """Nothing may be paid in these days."""
        return self.code == "00"

    @property
    def family(self) -> str:
        """A with dependants, N living alone, B cohabiting, P privileged, 0 not said; "" with a refusal."""
        return "" if self.is_refusal else self.code.replace(".", "")[5]

    @property
    def phase(self) -> str:
        """A1, A2, A3 of the first period; X, B of the second."""
        return self.code.replace(".", "")[6:]

    @property
    def pays_days(self) -> bool:
        """Whole days of the month are paid, but for those that the card takes away."""
        return self.is_refusal or self.code[:2] == FULL

    @property
    def daily_cents(self) -> int:
        """One allowance, from the barème."""
        if (self.code[:2], self.family) == (FULL, PRIVILEGED):
            return bareme.INSERTION_CENTS
        family, phase = LIKE.get(self.code[:2], (self.family, self.phase))
        return bareme.daily_cents(self.wage or int(self.code[3:5]), family, phase)

    @property
    def first_year(self) -> bool:
        """A cohabitant in the first twelve months, whose allowance is taxed."""
        return self.family == "B" and self.phase in FIRST_YEAR_PHASES


@dataclass(frozen=True)
class Seizure:
    """What ONEM manages for a creditor (S05)."""

    kind: str
    creditor: str
    first: date
    amount: str = ""
    children: int | None = None


@dataclass(frozen=True)
class Decision:
    """One C2. Another `name` than the person's, `guardian` and `free_text` ask for a person of ours.

    `answers` names the file (C9) on which it decides; `activation` is the risk of a right to an activation allowance (S29).
    """

    issued: date
    bodies: tuple[Body, ...]
    sequence: int = 1
    seizures: tuple[Seizure, ...] = ()
    recovery_percent: int = 0
    debt_settlement: tuple[str, str] = ("", "")
    guardian: tuple[str, str] = ("", "")
    refusal: str = ""
    activation: str = ""
    name: str = ""
    free_text: str = ""
    answers: str = ""


@dataclass(frozen=True)
class Card:
    """One version of a month's card. `marks` maps a day to its code; `left` are paid holidays not taken."""

    month: str
    version: int
    sent: date
    marks: Mapping[date, str]
    left: str = ""


@dataclass(frozen=True)
class Verdict:
    """What ONEM will say of a month against its own count: a loss or a complement of so many days, or of cents."""

    result: str
    cause: str
    text: str
    days: int = 0
    definitive: bool = False
    cents: int = 0


@dataclass(frozen=True)
class File:
    """A person with everything that ONEM will send of them, in the order of its dates."""

    key: str
    niss: str
    given: str
    family_name: str
    sex: str
    born: date
    language: str
    office: str
    iban: str
    since: date
    decisions: tuple[Decision, ...]
    panel: bool = False
    paper: bool = False
    unknown: bool = False
    job: Job | None = None
    cards: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """The file's number at ONEM."""
        return f"F/{self.key}"

    @property
    def called(self) -> str:
        """Family name and given name, as ONEM writes them."""
        return f"{self.family_name} {self.given}"

    def body_on(self, day: date, *, known: date) -> Body | None:
        """The body that rules a day, of the decision issued last up to another day."""
        ruling = None
        for decision in self.decisions:
            for body in decision.bodies if decision.issued <= known else ():
                if body.first <= day and (body.last is None or day <= body.last):
                    ruling = body
        return ruling

    def ended(self, last: date) -> File:
        """The same person with a right that ends on a day; what begins later falls away."""
        return replace(self, decisions=tuple(_ended(one, last) for one in self.decisions))


def _ended(decision: Decision, last: date) -> Decision:
    kept = [body for body in decision.bodies if body.first <= last]
    ends = [replace(body, last=min(body.last or last, last)) for body in kept]
    return replace(decision, bodies=tuple(ends))
