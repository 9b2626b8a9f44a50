"""The one clock. Nothing else in the product reads the time of business.

`CAPAC_NOW` holds an ISO date or moment, or the name of a file that holds one; the file is read at
each call, so that a demonstration can move through its acts. Without it the system's clock rules.
Tokens, sessions, leases and locks keep the system's time, or the database's.
"""

from __future__ import annotations

import os
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
OFFICE_MORNING = time(9, 0)


class ClockError(RuntimeError):
    """CAPAC_NOW holds neither a moment nor the name of a readable file with one."""


def now() -> datetime:
    """The moment, aware, in Brussels. A bare date in CAPAC_NOW means nine in the morning."""
    setting = os.environ.get("CAPAC_NOW", "").strip()
    return _moment(setting) if setting else datetime.now(BRUSSELS)


def today() -> date:
    """The day in Brussels."""
    return now().date()


def is_set() -> bool:
    """True when the clock stands on a date of a demonstration."""
    return bool(os.environ.get("CAPAC_NOW", "").strip())


def _moment(setting: str) -> datetime:
    parsed = _parse(setting) or _parse(_content(setting))
    if parsed is None:
        raise ClockError("CAPAC_NOW must be an ISO date or moment, or a file that holds one")
    return parsed


def _content(name: str) -> str:
    try:
        return Path(name).read_text(encoding="ascii").strip()
    except OSError as error:
        raise ClockError("CAPAC_NOW names no readable file and is not an ISO moment") from error


@lru_cache(maxsize=16)
def _parse(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= len("2026-07-01"):
        moment = datetime.combine(moment.date(), OFFICE_MORNING)
    return moment.replace(tzinfo=BRUSSELS) if moment.tzinfo is None else moment.astimezone(BRUSSELS)
