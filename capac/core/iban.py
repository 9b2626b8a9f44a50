"""Bank accounts: the IBAN's length and check digits (ISO 13616)."""

from __future__ import annotations

import re

from capac.core.niss import IdentifierError

_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27,
}  # fmt: skip
"""Countries of the single euro payments area and their IBAN lengths."""


_BELGIAN_STEM = 10


def check(text: str) -> str:
    """The IBAN without spaces, in capitals. Raises IdentifierError with the reason."""
    iban = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", iban):
        raise IdentifierError("an account number starts with two letters and two digits, such as BE68 …")
    if _LENGTHS.get(iban[:2]) != len(iban):
        raise IdentifierError("the account number has not the length of its country, or lies outside SEPA")
    if _remainder(iban) != 1 or not _belgian_check_fits(iban):
        raise IdentifierError("the check digits of the account number do not fit: look for a typing slip")
    return iban


def _belgian_check_fits(iban: str) -> bool:
    """A Belgian account ends in its first ten digits modulo 97 (97 for 0), beside the check of the IBAN."""
    if not iban.startswith("BE"):
        return True
    account = iban[4:]
    if not account.isdecimal():
        return False
    return int(account[_BELGIAN_STEM:]) == (int(account[:_BELGIAN_STEM]) % 97 or 97)


def display(text: str) -> str:
    """The IBAN in groups of four."""
    iban = check(text)
    return " ".join(iban[n : n + 4] for n in range(0, len(iban), 4))


def make(country: str, account: str) -> str:
    """An IBAN with right check digits. For synthetic accounts and tests.

    A Belgian account may be given by its first ten digits; its own two check digits are added.
    """
    if country == "BE" and len(account) == _BELGIAN_STEM:
        account += f"{int(account) % 97 or 97:02d}"
    rest = _remainder(f"{country}00{account}")
    return f"{country}{98 - rest:02d}{account}"


def _remainder(iban: str) -> int:
    moved = iban[4:] + iban[:4]
    return int("".join(str(int(c, 36)) for c in moved)) % 97
