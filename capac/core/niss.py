"""The national number (NISS) and bis numbers: check digits, sensible dates, kind.

Eleven digits YYMMDD SSS CC. Bis numbers add 20 (sex unknown) or 40 to the month. Real numbers may
have an unknown day or month (00). Source: python-stdnum's description of the two check digits.
The number is never written to a URL, a log or a file name; `masked` is what a screen shows.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from capac.core import clock

_BIS_OFFSETS = (40, 20, 0)
_DIGITS, _BETWEEN = re.compile(r"[0-9]{11}"), re.compile(r"[\s.\-]")


class IdentifierError(ValueError):
    """An identifier that cannot exist. The message says why and never repeats the number."""


def check(text: str) -> str:
    """The eleven digits of a number that can exist. Raises IdentifierError with the reason."""
    digits = text if _DIGITS.fullmatch(text) else _BETWEEN.sub("", text)
    if not _DIGITS.fullmatch(digits):
        raise IdentifierError("a national number has eleven digits")
    centuries = _centuries(digits)
    if not centuries:
        raise IdentifierError("the two check digits of the national number do not fit")
    if not any(_possible_date(digits, century) for century in centuries):
        raise IdentifierError("the national number holds a date that does not exist")
    return digits


def kind(text: str) -> Literal["national", "bis"]:
    """Whether a number is of the national register or a bis number."""
    return "bis" if int(check(text)[2:4]) >= 20 else "national"


def birth_date(text: str) -> date | None:
    """The date of birth that the number holds, or None where its day or month is unknown."""
    digits = check(text)
    century = next(c for c in _centuries(digits) if _possible_date(digits, c))
    month, day = _month(digits), int(digits[4:6])
    return date(century + int(digits[:2]), month, day) if month and day else None


def display(text: str) -> str:
    """The number as people write it: YY.MM.DD-SSS.CC."""
    d = check(text)
    return f"{d[:2]}.{d[2:4]}.{d[4:6]}-{d[6:9]}.{d[9:]}"


def masked(text: str) -> str:
    """What a screen shows without a motive: the last digits only."""
    return f"**.**.**-***.{check(text)[9:]}"


def make(born: date, serial: int) -> str:
    """A number with right check digits for a date and a serial from 1 to 998. For synthetic people."""
    first = f"{born:%y%m%d}{serial:03d}"
    return first + f"{97 - int(('2' if born.year >= 2000 else '') + first) % 97:02d}"


def _centuries(digits: str) -> list[int]:
    """Centuries in which the check digits fit. Nobody is born in a year that has not begun."""
    first, control = digits[:9], int(digits[9:])
    found = [c for c, prefix in ((1900, ""), (2000, "2")) if 97 - int(prefix + first) % 97 == control]
    return [c for c in found if c == 1900 or c + int(digits[:2]) <= clock.today().year]


def _month(digits: str) -> int:
    month = int(digits[2:4])
    return next(month - offset for offset in _BIS_OFFSETS if month >= offset)


def _possible_date(digits: str, century: int) -> bool:
    """Day or month zero means unknown and is allowed; else the date must exist."""
    year, month, day = century + int(digits[:2]), _month(digits), int(digits[4:6])
    if month > 12 or day > 31 or digits[:6] == "000000":
        return False
    if not month or not day:
        return True
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
