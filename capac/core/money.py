"""Money as int64 cents, and the only three roundings that the law knows.

Amounts enter as decimal strings and leave as decimal strings; in between they are whole cents.
The rounding functions divide exactly and accept ints or int64 arrays of any shape.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np

    Cents = TypeVar("Cents", int, np.ndarray[Any, np.dtype[np.int64]])
else:
    Cents = TypeVar("Cents")

MAX_CENTS = 10**13
"""No amount of this system reaches 100 milliard euro: beyond it an int64 product could wrap silently."""

_DECIMAL = re.compile(r"(-?)([0-9]{1,11})(?:\.([0-9]{1,2}))?")
_NARROW_SPACE = "\u202f"
_NO_BREAK = "\u00a0"


class MoneyError(ValueError):
    """An amount that is not a decimal number with at most two decimals, or that is out of bounds."""


def parse(text: str) -> int:
    """Cents of a decimal string: "74.89" is 7489, "5" is 500, "-0.5" is -50.

    Raises MoneyError, naming the text, for anything else: no comma, no exponent, no third decimal.
    """
    match = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise MoneyError(f"{text!r} is not an amount: write euros with a point and at most two decimals")
    sign, whole, fraction = match.groups()
    return within_bounds((-1 if sign else 1) * (int(whole) * 100 + int((fraction or "").ljust(2, "0"))))


def within_bounds(cents: int) -> int:
    """The same cents; raises MoneyError when they are beyond what the system can hold."""
    if abs(cents) >= MAX_CENTS:
        raise MoneyError(f"{plain(cents)} is out of bounds: amounts stay below {plain(MAX_CENTS)}")
    return cents


def plain(cents: int) -> str:
    """The decimal string of cents: 7489 is "74.89". The form of files and interfaces."""
    euros, rest = divmod(abs(int(cents)), 100)
    return f"{'-' if cents < 0 else ''}{euros}.{rest:02d}"


def display(cents: int, lang: str) -> str:
    """An amount as the language writes it: fr 1 818,01 €, nl € 1.818,01, de 1.818,01 €, en €1,818.01."""
    euros, rest = divmod(abs(int(cents)), 100)
    sign = "-" if cents < 0 else ""
    if lang == "en":
        return f"{sign}€{euros:,}.{rest:02d}"
    grouped = f"{euros:,}".replace(",", _NARROW_SPACE if lang == "fr" else ".")
    if lang == "nl":
        return f"€{_NO_BREAK}{sign}{grouped},{rest:02d}"
    return f"{sign}{grouped},{rest:02d}{_NO_BREAK}€"


def down(numerator: Cents, denominator: Cents | int) -> Cents:
    """Exact quotient cut towards zero. The denominator is above zero."""
    magnitude = abs(numerator) // denominator
    return _signed(magnitude, numerator)


def up(numerator: Cents, denominator: Cents | int) -> Cents:
    """Exact quotient rounded away from zero. The denominator is above zero."""
    magnitude = -(-abs(numerator) // denominator)
    return _signed(magnitude, numerator)


def half_up(numerator: Cents, denominator: Cents | int) -> Cents:
    """Exact quotient rounded to the nearest, halves away from zero. The denominator is above zero."""
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return _signed(magnitude, numerator)


def _signed(magnitude: Cents, numerator: Cents) -> Cents:
    """A quotient with the sign of its numerator; most columns hold nothing below zero and are left as they are."""
    below: Any = numerator < 0
    if below is False or (below is not True and not below.any()):
        return magnitude
    quotient: Cents = magnitude * (1 - 2 * below)
    return quotient
