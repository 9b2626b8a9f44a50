"""The code of S04: pp/nnFsfx (unemployment-rules 1.3): prefix, wage code, family, suffix.

The prefix says which scheme is authorised (the table is the rules'). Prefixes that ONEM uses but that no scheme of the product
computes are known, and go to a person; any other prefix is a fault of the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from capac.rules import api as rules

NO_RIGHT = "00"
FULL_TIME, PRIVILEGED, INSERTION = "01", "P", "insertion_allowance"
"""A privileged cohabitant exists for insertion allowances alone; of other families no code tells them (decision 0027)."""
OLD_GUARANTEE = "05"
"""Rights from before July 2005: the rules can compute them, but here an expert still looks at each."""
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
        """ONEM's prefix exists, but it authorises no scheme that goes in by itself."""
        return not self.is_refusal and not self.scheme


def parse(text: str) -> Code:
    """The parts of a code. Raises CodeError for a prefix, a wage code or a suffix that does not exist."""
    if text == NO_RIGHT:
        return Code(text, NO_RIGHT, "", "", "", "")
    match = _CODE.fullmatch(text)
    if match is None:
        raise CodeError(text)
    prefix, wage, family, suffix = match.groups()
    if prefix == NO_RIGHT or prefix not in rules.prefixes() or wage == "00":
        raise CodeError(text)
    if suffix not in ("", "0", *rules.PHASE_CODES):
        raise CodeError(text)
    holidays = wage == "##"
    return Code(
        text=text,
        prefix=prefix,
        scheme="" if prefix == OLD_GUARANTEE else _scheme(prefix, family),
        wage_code="" if holidays else wage,
        family=family if family in "ANBP" else "",
        phase="" if suffix == "0" else suffix,
    )


def _scheme(prefix: str, family: str) -> str:
    return INSERTION if (prefix, family) == (FULL_TIME, PRIVILEGED) else rules.opens(prefix).scheme
