"""The Belgian structured communication (OGM, VCS): ten digits and a check modulo 97."""

from __future__ import annotations

import re

from capac.core.niss import IdentifierError


def make(number: int) -> str:
    """+++ddd/dddd/ddddd+++ for a number of at most ten digits. A check of 0 is written 97."""
    if not 0 <= number < 10**10:
        raise IdentifierError("a structured communication holds at most ten digits before its check")
    digits = f"{number:010d}{number % 97 or 97:02d}"
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def check(text: str) -> str:
    """The twelve digits of a structured communication. Raises IdentifierError with the reason."""
    digits = re.sub(r"[\s+*/]", "", text)
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise IdentifierError("a structured communication has twelve digits")
    if int(digits[:10]) % 97 != int(digits[10:]) % 97 or digits[10:] == "00":
        raise IdentifierError("the check digits of the structured communication do not fit")
    return digits
