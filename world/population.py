"""Synthetic people with a realistic mix, drawn from a seed: the same seed and number give the same people.

Everybody is invented. What the mix rests on: the shares of the languages follow the regions' shares of
the unemployed of April 2020 (Flanders 40 %, Wallonia and Brussels 60 %, of which under 2 % in German);
families, wages, phases, seizures and refusals are assumptions. Only phases that the regime of 1 March
2026 can have reached in July 2026 occur; people of the transition, whose old amounts are not loaded,
are left out. The cast (cast.py) comes first.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import yaml

from capac.core import niss
from world import bareme, cast, marks
from world.addresses import address_of
from world.files import FULL_TIME, Body, Card, Decision, File, Job, Seizure, Verdict

LANGUAGES = {"fr": 585, "nl": 400, "de": 15}
FAMILIES = {"A": 25, "N": 32, "B": 43}
PHASES = {"A1": 52, "A2": 26, "X": 22}
TURNS = {"A1": "A2", "A2": "A3"}
SPECIAL = {
    "": 9000, "seizure": 260, "maintenance": 60, "recovery": 40, "debt_settlement": 25, "guardian": 25, "refused": 110,
    "two_amounts": 300, "other_name": 70, "free_text": 30, "special_prefix": 30, "no_account": 30,
}  # fmt: skip
"""What is special of a file, with weights of 10 000: about one in ten, as paying bodies report."""
SCHEMES = {
    "": 8650, "temporary": 700, "guarantee": 300, "insertion": 120, "voluntary": 100, "activation": 80, "youth": 30,
    "senior": 20,
}  # fmt: skip
"""In which scheme an ordinary file is, with weights of 10 000; "" is full unemployment. An assumption."""
JOBS = {
    "temporary": Job("WECH505", "001"), "guarantee": Job("WECH506", "001", q=1900), "activation": Job("WECH508", "003"),
    "youth": Job("WECH510", "001", months=marks.MONTHS[:1]), "senior": Job("WECH510", "002", months=marks.MONTHS[:1]),
}  # fmt: skip
HALF_TIME = "19"
VERDICTS = {
    "": 9800, "C12": 45, "C12 register": 30, "C13": 40, "C13 own": 12, "C13 client": 18, "C14": 30, "cents": 25,
}  # fmt: skip
"""What ONEM will find that we could not know, with weights of 10 000."""
SAID = {
    "C12": Verdict("C12", "AR167-1-2", "No valid authorisation for these days in our files", 6),
    "C12 register": Verdict("C12", "AR167-1-5", "The register check of art. 134ter was not made", 5, definitive=True),
    "C13": Verdict("C13", "AR167-1-3", "Days paid that the card does not support", 3),
    "C13 own": Verdict("C13", "AR167-1-4", "Papers of the expense were sent after the time limit", 4),
    "C13 client": Verdict("C13", "client", "Work that was not declared: recovered by us", 4, definitive=True),
    "C14": Verdict("C14", "underpaid", "One more day is payable", 1),
    "cents": Verdict("neutralised", "", "Difference below 3.00 EUR"),
}  # fmt: skip
YOUNGEST, OLDEST = 20, 58
TAKEN_OVER, COHORT_ENDS = date(2026, 7, 1), date(2026, 7, 31)
ISSUED_FIRST, ISSUED_DAYS = date(2026, 6, 10), 16
LATE_PERMILLE, LATE_DAYS = 20, 30
PAPER_PERMILLE = 8
LEAST_WAGE, MOST_WAGE, USUAL_WAGE = 1900, 5600, 2700
PANEL, NUMBER, SEED = 300, 5000, 2026
NOBODY_KNOWS = 500
"""One person in so many is known to ONEM alone: the client has not come to us yet."""


@dataclass(frozen=True)
class Wish:
    """How many people, from which seed, and how many of them stay beyond July 2026."""

    seed: int = SEED
    number: int = NUMBER
    panel: int = PANEL


@cache
def files(wish: Wish) -> tuple[File, ...]:
    """Everybody, the cast first; after our clients those whom only ONEM knows."""
    named = cast.clients()[: wish.number]
    taken: dict[tuple[date, int], int] = {}
    most = wish.number + wish.number // NOBODY_KNOWS
    return (*named, *(_drawn(wish, number, taken) for number in range(len(named), most)))


def rows(wish: Wish) -> Iterator[dict[str, Any]]:
    """Rows for capac.people: offices, staff, clients. A person whom only ONEM knows is not among them."""
    yield from cast.offices()
    yield from cast.staff()
    yield from (client_row(file) for file in files(wish) if not file.unknown)


def client_row(file: File) -> dict[str, Any]:
    """A client as capac.people loads one."""
    return {
        "type": "client", "synthetic": True, "niss": file.niss, "given_name": file.given,
        "family_name": file.family_name, "language": file.language, "since": str(file.since),
        "iban": file.iban or None, "office": file.office, "address": address_of(file.key, file.language),
    }  # fmt: skip


def parser() -> argparse.ArgumentParser:
    """--seed, --number and --panel, as every part of the world takes them."""
    found = argparse.ArgumentParser(add_help=False)
    found.add_argument("--seed", type=int, default=SEED)
    found.add_argument("--number", type=int, default=NUMBER, help="how many clients")
    found.add_argument("--panel", type=int, default=PANEL, help="how many of them stay beyond July 2026")
    return found


def _drawn(wish: Wish, number: int, taken: dict[tuple[date, int], int]) -> File:
    rng = Random(f"{wish.seed}/{number}")
    language, sex = _one(rng, LANGUAGES), rng.choice("fm")
    names = _names()[language]
    born = date(2026 - rng.randint(YOUNGEST, OLDEST), 1, 1) + timedelta(rng.randrange(365))
    special = _one(rng, SPECIAL)
    panel = number < wish.panel
    first = _first_day(rng, panel=panel)
    file = File(
        key=f"p{number:06d}",
        niss=niss.make(born, _serial(taken, born, sex)),
        given=rng.choice(names[sex]),
        family_name=rng.choice(names["family"]),
        sex=sex,
        born=born,
        language=language,
        office=rng.choice(_offices()[language]),
        iban="" if special == "no_account" else cast.account(1000 + number),
        since=cast.KNOWN_SINCE,
        decisions=(_decision(rng, special, first, number=number),),
        panel=panel,
        paper=rng.randrange(1000) < PAPER_PERMILLE,
        unknown=number >= wish.number,
    )
    file = _in_scheme(Random(f"{wish.seed}/{number}/scheme"), _with_cards(rng, file, first), special)
    return file if panel else file.ended(COHORT_ENDS)


def _in_scheme(rng: Random, file: File, special: str) -> File:
    """An ordinary file in another scheme than full unemployment, now and then: its codes, its work, its cards."""
    scheme = _one(rng, SCHEMES)
    if special or not scheme or file.paper:
        return file
    decision = file.decisions[0]
    bodies = tuple(_coded(body, scheme) for body in decision.bodies)
    told = replace(decision, bodies=bodies, activation="003" if scheme == "activation" else "")
    return replace(
        file, decisions=(told,), job=JOBS.get(scheme), cards=_cards_of(rng, file, scheme), verdicts={}
    )


def _coded(body: Body, scheme: str) -> Body:
    """The same days under the code of a scheme; the wage stays."""
    wage = int(body.code[3:5])
    stem = f"{wage:02d}{body.family}{body.phase}"
    codes = {
        "temporary": f"02/{wage:02d}.{body.family}0", "guarantee": f"57/{stem}", "voluntary": f"03/{stem}", "insertion": f"01/{wage:02d}P0",
        "youth": "21/##J0", "senior": "22/##S0",
    }  # fmt: skip
    hours = HALF_TIME if scheme in {"guarantee", "voluntary"} else FULL_TIME
    return replace(body, code=codes.get(scheme, body.code), wage=wage, hours=hours)


def _cards_of(rng: Random, file: File, scheme: str) -> Mapping[str, tuple[Card, ...]]:
    """Who works in a programme sends none; who takes holidays says in their month how many with pay are left."""
    if scheme == "activation":
        return {}
    if scheme not in {"youth", "senior"}:
        return file.cards
    months = {month: cards for month, cards in file.cards.items() if month in JOBS[scheme].months}
    left = str(rng.randint(0, 3))
    return {
        month: tuple(replace(card, marks={}, left=left) for card in cards) for month, cards in months.items()
    }


def _with_cards(rng: Random, file: File, first: date) -> File:
    """Cards of the months of the right, and what ONEM will say of July. Who was refused sends none."""
    months = marks.MONTHS if file.panel else marks.MONTHS[:1]
    cards: Mapping[str, tuple[Card, ...]] = {
        month: marks.ordinary(Random(f"{file.key}/{month}/{rng.random()}"), month, first=first)
        for month in months
        if month >= f"{first:%Y-%m}" and not file.decisions[0].refusal
    }
    found, cents = _one(rng, VERDICTS), rng.randint(1, 299)
    said = {marks.MONTHS[0]: replace(SAID[found], cents=cents if found == "cents" else 0)} if found else {}
    return replace(file, cards=cards, verdicts=said)


def _first_day(rng: Random, *, panel: bool) -> date:
    """Most rights are taken over on 1 July; some begin later in the month, a few of the panel later still."""
    if rng.randrange(10):
        return TAKEN_OVER
    days = 90 if panel and rng.randrange(2) else 25
    return TAKEN_OVER + timedelta(rng.randrange(days))


def _decision(rng: Random, special: str, first: date, *, number: int) -> Decision:
    issued = first - timedelta(rng.randrange(5, 20))
    if first == TAKEN_OVER:
        issued = ISSUED_FIRST + timedelta(rng.randrange(ISSUED_DAYS))
    if rng.randrange(1000) < LATE_PERMILLE:
        issued = first + timedelta(rng.randrange(2, LATE_DAYS))
    if special == "refused":
        return Decision(issued, (Body(first, None, "00"),), refusal=rng.choice(REASONS))
    code, family, phase = bareme.wage_code(_wage(rng)), _one(rng, FAMILIES), _one(rng, PHASES)
    prefix = rng.choice(("11", "12")) if special == "special_prefix" else "01"
    bodies = _phases(f"{prefix}/{code:02d}{family}", phase, first, turn=_turn(rng, special, phase, first))
    return Decision(issued, bodies, **_modules(rng, special, first, number=number))


REASONS = ("not_admissible", "not_admissible", "not_available", "late", "exclusion")


def _turn(rng: Random, special: str, phase: str, first: date) -> date | None:
    """The day on which the next phase begins; inside the first month where two amounts are wanted."""
    if phase not in TURNS:
        return None
    months_left = 0 if special == "two_amounts" else rng.randint(1, 3)
    return first + timedelta(rng.randint(8, 20) + 30 * months_left)


def _phases(stem: str, phase: str, first: date, *, turn: date | None) -> tuple[Body, ...]:
    """Bodies one after the other: the present phase until its turn, then those that follow, three months each."""
    bodies = []
    while turn is not None and phase in TURNS:
        bodies.append(Body(first, turn - timedelta(1), stem + phase))
        phase, first, turn = TURNS[phase], turn, turn + timedelta(92)
    return (*bodies, Body(first, None, stem + phase))


def _modules(rng: Random, special: str, first: date, *, number: int) -> dict[str, Any]:
    """What a decision carries beside its bodies."""
    other = f"{rng.choice(('Cabinet', 'Kantoor'))} {number}"
    if special in {"seizure", "maintenance"}:
        amount = f"{rng.randint(120, 900) if special == 'maintenance' else rng.randint(900, 9000)}.00"
        children = None if special == "maintenance" else rng.choice((0, 0, 1, 2, 3))
        return {"seizures": (Seizure(special, f"X/2026/{number}", first, amount, children),)}
    found: dict[str, dict[str, Any]] = {
        "recovery": {"recovery_percent": 10},
        "debt_settlement": {"debt_settlement": (other, cast.account(8_000_000 + number))},
        "guardian": {"guardian": (other, cast.account(8_000_000 + number))},
        "other_name": {"name": f"{rng.choice(_names()['fr']['family'])} {rng.choice('ABCDEF')}"},
        "free_text": {"free_text": "Please pay attention to the change of family situation announced."},
    }
    return found.get(special, {})


def _wage(rng: Random) -> Decimal:
    """A gross monthly wage: many near the usual one, few high."""
    return Decimal(round(rng.triangular(LEAST_WAGE, MOST_WAGE, USUAL_WAGE), 2)).quantize(Decimal("0.01"))


def _serial(taken: dict[tuple[date, int], int], born: date, sex: str) -> int:
    """The next serial of a day of birth: odd for men, even for women, below those of the cast."""
    parity = int(sex == "m")
    count = taken[(born, parity)] = taken.get((born, parity), 0) + 1
    return 2 * count - parity


def _one(rng: Random, weights: Mapping[str, int]) -> str:
    return rng.choices([*weights], [*weights.values()])[0]


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = yaml.load(
        (cast.DATA / "names.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return found


@cache
def _offices() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in cast.offices():
        found.setdefault(row["language"], []).append(row["code"])
    return found


def as_lines(wish: Wish) -> Iterator[str]:
    """JSON lines for `capac load_people`."""
    return (json.dumps(row, ensure_ascii=False) for row in rows(wish))
