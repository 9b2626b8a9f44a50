"""The code of S04: pp/nnFsfx (unemployment-rules 1.3): prefix, wage code, family, suffix.

The prefix says which scheme is authorised. Prefixes that ONEM uses but that no scheme of the product
computes are known, and go to a person; any other prefix is a fault of the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NO_RIGHT = "00"
SCHEMES = {
    "01": "full_unemployment",
    "02": "temporary_unemployment",
    "03": "voluntary_part_time",
    "04": "temporary_unemployment",
    "06": "temporary_unemployment",
    "21": "youth_holiday",
    "22": "senior_holiday",
    "57": "income_guarantee",
    "58": "income_guarantee",
}
BY_HAND = frozenset(
    (
        "05",
        "09",
        "10",
        "11",
        "12",
        "27",
        "70",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
        "77",
        "78",
        "79",
        "98",
        "99",
    )
)
"""Old income guarantee, training, disabled workers, childminders, special ones, part-timers without AGR."""
_CODE = re.compile(r"([0-9]{2})/([0-9]{2}|##)\.?([ANBPJS0])([0-9A-Z]{0,3})")


class CodeError(ValueError):
    """A code that does not exist."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code in its parts. `scheme` is empty for no right (00) and where a person must decide."""

    text: str
    prefix: str
    scheme: str
    wage_code: str
    family: str
    phase: str

    @property
    def is_refusal(self) -> bool:
        """No right, or a refusal: nothing may be paid."""
        return self.prefix == NO_RIGHT

    @property
    def needs_a_person(self) -> bool:
        """ONEM's prefix exists, but no scheme computes it."""
        return self.prefix in BY_HAND


def parse(text: str) -> Code:
    """The parts of a code. Raises CodeError for a prefix or a wage code that does not exist."""
    if text == NO_RIGHT:
        return Code(text, NO_RIGHT, "", "", "", "")
    match = _CODE.fullmatch(text)
    if match is None:
        raise CodeError(text)
    prefix, wage, family, suffix = match.groups()
    if (prefix not in SCHEMES and prefix not in BY_HAND) or wage == "00":
        raise CodeError(text)
    holidays = wage == "##"
    return Code(
        text=text,
        prefix=prefix,
        scheme=SCHEMES.get(prefix, ""),
        wage_code="" if holidays else wage,
        family=family if family in "ANBP" else "",
        phase="" if suffix == "0" else suffix,
    )
