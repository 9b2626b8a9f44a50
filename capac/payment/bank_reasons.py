"""Why a bank refused or sent back a transfer, and what each code means for the next one. The codes are data.

account    the account is wrong, closed, blocked or not the client's: it needs the client or a person
deceased   the client has died: nothing more is paid, a person opens the case
technical  the bank's machinery failed: the same transfer may be tried again
recalled   we asked for it back, or stopped it: a person says whether the month is paid again
unclear    the bank does not say (some banks give MS03 for a closed account), or it needs a person

A code that is not listed is unclear: it is kept and told as the bank gave it, and what is not known stops the case.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from capac.payment.calculations import Stop

ACCOUNT, DECEASED, TECHNICAL, UNCLEAR, RECALLED = "account", "deceased", "technical", "unclear", "recalled"
_DATA: dict[str, dict[str, dict[str, Any]]] = yaml.load(
    (Path(__file__).parent / "data" / "bank_reasons.yaml").read_bytes(), Loader=yaml.CSafeLoader
)
CODES: dict[str, str] = {code: row["means"] for code, row in _DATA["codes"].items()}
TRIED_AGAIN = tuple(sorted(code for code, means in CODES.items() if means == TECHNICAL))
TRIES = 3
"""So often a month is sent when the bank's machinery fails; after that a person looks."""
DOUBTFUL, DEAD, STOPPED = "account_doubtful", "deceased", "recalled"
FOLLOWED = "FOCR"
"""The code of money that came back because we asked for it."""


def meaning(code: str) -> str:
    """account, deceased, technical, recalled or unclear."""
    return CODES.get(code, UNCLEAR)


def bank_reasons(lang: str) -> dict[str, str]:
    """Every code that is known, in words of a language."""
    return {code: row[lang] for code, row in _DATA["codes"].items()}


def stop(code: str, payment_id: int) -> Stop:
    """What holds a month after a payment came back with a code. The turn is the client's where the account is it."""
    row = _DATA["means"][meaning(code)]
    arguments = {"code": code, "payment": str(payment_id)}
    return Stop(row["hold"] or DOUBTFUL, row["turn"] if row["hold"] else "us", arguments)
