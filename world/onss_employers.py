"""What employers declare: drawn for each person and month from a seed, with what they correct and take back later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from world.files import File
from world.onss_messages import CANCELLATION, MODIFICATION, Declared

SEED = 2026
FORMS = (("WECH505", 60), ("WECH506", 25), ("WECH508", 10), ("WECH510", 5))
CODES = {"WECH505": "5.1", "WECH506": "1", "WECH510": "3.4"}
DECLARED, CORRECTED, CANCELLED = 30, 6, 3
"""In hundredths: persons whose employer declares something, declarations corrected, declarations taken back."""
BASES_CENTS = (500_00, 750_00, 1000_00)
LONGEST_DAY = 760
FIRST_DAYS, LATER = 5, 10


@dataclass(frozen=True)
class Due:
    """A declaration with the day from which it may leave."""

    day: date
    declared: Declared


def due(files: tuple[File, ...], month: date, *, seed: int = SEED) -> Iterator[Due]:
    """Everything that employers say of a month (its first day), in no order."""
    for file in files:
        draw = Random(f"{seed}:{file.key}:{month}")
        if draw.randrange(100) < DECLARED:
            yield from _of_person(file, month, draw)


def _of_person(file: File, month: date, draw: Random) -> Iterator[Due]:
    form = draw.choices([name for name, _ in FORMS], [share for _, share in FORMS])[0]
    sent = _after(month) + timedelta(draw.randrange(FIRST_DAYS))
    created = datetime(sent.year, sent.month, sent.day, 7, draw.randrange(60), draw.randrange(60))  # noqa: DTZ001
    first = _declared(form, file, month, created=created, draw=draw)
    yield Due(sent, first)
    fate = draw.randrange(100)
    if fate < CORRECTED + CANCELLED:
        later = created + timedelta(1 + draw.randrange(LATER))
        status = MODIFICATION if fate < CORRECTED else CANCELLATION
        version = _declared(form, file, month, created=later, draw=draw)
        ticket = _ticket(file, month, "2")
        yield Due(later.date(), replace(version, ticket=ticket, status=status, original=first.ticket))


def _declared(form: str, file: File, month: date, *, created: datetime, draw: Random) -> Declared:
    s = draw.choice((3600, 3800, 4000))
    q = s if form == "WECH505" else s * draw.choice((1, 2, 3)) // 4
    hours = draw.randrange(20, 120) * 100
    return Declared(
        form=form,
        ticket=_ticket(file, month, "1"),
        number=file.niss,
        month=month,
        days=_days(form, month, draw),
        created=created,
        employer=_employer(draw.randrange(500)),
        q=q,
        s=s,
        cents=draw.randrange(800_00, 2_500_00),
        theoretical=draw.randrange(2_200_00, 3_800_00),
        hours=hours,
        allowance=_allowance(draw.choice(BASES_CENTS), hours=hours, s=s),
    )


def _days(form: str, month: date, draw: Random) -> dict[date, dict[str, int]]:
    """Some working days of the month, each with hours; none for a form that says a sum."""
    if form not in CODES:
        return {}
    working = [day for day in _all(month) if day.weekday() < 5]
    chosen = sorted(draw.sample(working, draw.randrange(1, len(working) // 2)))
    return {day: {CODES[form]: draw.randrange(200, LONGEST_DAY)} for day in chosen}


def _allowance(base: int, *, hours: int, s: int) -> int:
    """Base x hours / (4 x S), at most the base, in ten-thousandths of a euro, half up (ONSS's zone 00531)."""
    return min(base * 100, (2 * base * 100 * hours + 4 * s) // (8 * s))


def _all(month: date) -> list[date]:
    return [month + timedelta(n) for n in range((_after(month) - month).days)]


def _after(month: date) -> date:
    return (month + timedelta(31)).replace(day=1)


def _ticket(file: File, month: date, version: str) -> str:
    """Thirteen characters, as ONSS's tickets are."""
    return "034" + hashlib.sha256(f"{file.key}:{month}:{version}".encode()).hexdigest()[:10].upper()


def _employer(number: int) -> str:
    """An enterprise number of nobody, with its check digits."""
    base = 4_900_000 + number
    return f"0{base:07d}{97 - base % 97:02d}"
