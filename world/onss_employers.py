"""What employers declare: for everybody with work beside a right, each month that ONEM authorises, drawn from a seed,
with what they correct and take back later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from world.files import File, Job
from world.onss_messages import CANCELLATION, MODIFICATION, Declared

SEED = 2026
CODES = {"WECH505": "5.1", "WECH506": "1", "WECH510": "3.4"}
DECLARED, CORRECTED, CANCELLED = 95, 6, 2
"""In hundredths: months that the employer declares, declarations corrected, declarations taken back."""
BASES_CENTS = (500_00, 750_00, 1000_00)
DAY_HUNDREDTHS = 760
DAYS = {"WECH505": (3, 10), "WECH510": (4, 8)}
"""Hours of a day, and on how many days of a month hours are lost, or holidays taken."""
SATURDAY = 5
FIRST_DAYS, LATER = 5, 10


@dataclass(frozen=True)
class Due:
    """A declaration with the day from which it may leave."""

    day: date
    declared: Declared


def due(files: tuple[File, ...], month: date, *, seed: int = SEED) -> Iterator[Due]:
    """Everything that employers say of a month (its first day), in no order."""
    for file in files:
        if file.job is None or not (days := _days_at_work(file, file.job, month)):
            continue
        draw = Random(f"{seed}:{file.key}:{month}")
        if draw.randrange(100) < DECLARED:
            yield from _of_person(file, file.job, days, draw)


def _days_at_work(file: File, job: Job, month: date) -> list[date]:
    """The days from Monday to Friday that ONEM will have authorised in a month in which there is something to say."""
    if job.months and f"{month:%Y-%m}" not in job.months:
        return []
    return [day for day in _all(month) if day.weekday() < SATURDAY and _authorises(file, day)]


def _authorises(file: File, day: date) -> bool:
    body = file.body_on(day, known=date.max)
    return body is not None and not body.is_refusal


def _of_person(file: File, job: Job, days: list[date], draw: Random) -> Iterator[Due]:
    month = days[0].replace(day=1)
    sent = _after(month) + timedelta(draw.randrange(FIRST_DAYS))
    created = datetime(sent.year, sent.month, sent.day, 7, draw.randrange(60), draw.randrange(60))  # noqa: DTZ001
    first = _declared(job, file, days, created=created, draw=draw)
    yield Due(sent, first)
    fate = draw.randrange(100)
    if fate < CORRECTED + CANCELLED:
        later = created + timedelta(1 + draw.randrange(LATER))
        status = MODIFICATION if fate < CORRECTED else CANCELLATION
        version = _declared(job, file, days, created=later, draw=draw)
        ticket = _ticket(file, month, "2")
        yield Due(later.date(), replace(version, ticket=ticket, status=status, original=first.ticket))


def _declared(job: Job, file: File, days: list[date], *, created: datetime, draw: Random) -> Declared:
    month, hours = days[0].replace(day=1), draw.randrange(20, 120) * 100
    theoretical = draw.randrange(2_200_00, 3_000_00)
    return Declared(
        form=job.form,
        ticket=_ticket(file, month, "1"),
        number=file.niss,
        month=month,
        days=_hours(job, days, draw),
        created=created,
        employer=_employer(draw.randrange(500)),
        risks=(job.risk,),
        q=job.q,
        s=job.s,
        cents=theoretical * job.q // job.s if job.form == "WECH506" else draw.randrange(800_00, 2_500_00),
        theoretical=theoretical,
        hours=hours,
        allowance=_allowance(draw.choice(BASES_CENTS), hours=hours, s=job.s),
    )


def _hours(job: Job, days: list[date], draw: Random) -> dict[date, dict[str, int]]:
    """Hours by day: lost on some, worked on every day of a part-timer, of holidays on some; none for a form of a sum."""
    if job.form not in CODES:
        return {}
    code = CODES[job.form]
    if job.form == "WECH506":
        return {day: {code: DAY_HUNDREDTHS * job.q // job.s} for day in days}
    fewest, most = DAYS[job.form]
    chosen = sorted(draw.sample(days, min(len(days), draw.randint(fewest, most))))
    halves = 1 if job.form == "WECH510" else 2
    return {day: {code: DAY_HUNDREDTHS // draw.randint(1, halves)} for day in chosen}


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
