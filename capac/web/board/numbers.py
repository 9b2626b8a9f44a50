"""Numbers as the reader's language writes them. A share is cut, never rounded up to a norm that it misses."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format

TENTHS, NO_BREAK = 1_000, "\u00a0"
HUNDRED, WHOLE = 100, 10_000
"""A share of one, in basis points."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def count(number: int) -> str:
    """A whole number with its groups."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


def share(numerator: int, denominator: int) -> str:
    """A share in per cent with one decimal, cut: 94,9 % of 9499 of 10 000. A dash where nothing is counted."""
    if not denominator:
        return "–"
    tenths = Decimal(numerator * TENTHS // denominator) / 10
    return f"{number_format(tenths, 1 if tenths % 1 else 0)}{NO_BREAK}%"


def norm(basis_points: int) -> str:
    """A norm in per cent: 95 %, or 66,66 %."""
    return f"{hundredths(basis_points)}{NO_BREAK}%"


def hundredths(number: int) -> str:
    """A number of hundredths: 95, or 66,66."""
    value = Decimal(number) / 100
    return str(number_format(value, 2 if value % 1 else 0))


def decimal(text: str) -> str:
    """A decimal string: 3.25 is 3,25."""
    return str(number_format(Decimal(text), 2))


def plain(text: str) -> str:
    """A text for a CSV file; one that a spreadsheet would run as a formula is quoted."""
    return f"'{text}" if text.startswith(FORMULA) else text
