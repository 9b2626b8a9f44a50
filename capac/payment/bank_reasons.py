"""Why a bank refused or sent back a transfer: ISO 20022 external codes, and what each means for the next one.

account    the account is wrong, closed, blocked or not the client's: it needs the client or a person
deceased   the client has died: nothing more is paid, a person opens the case
technical  the bank's machinery failed: the same transfer may be tried again
unclear    the bank does not say (some banks give MS03 for a closed account), or it needs a person

A code that is not listed is unclear: what is not known stops the case.
"""

from __future__ import annotations

from capac.payment.calculations import Stop

ACCOUNT, DECEASED, TECHNICAL, UNCLEAR = "account", "deceased", "technical", "unclear"
CODES = {
    **dict.fromkeys(
        ("AC01", "AC03", "AC04", "AC06", "AC13", "AG01", "BE01", "BE06", "CNOR", "RC01"), ACCOUNT
    ),
    "MD07": DECEASED,
    **dict.fromkeys(
        ("AB05", "AB06", "AB07", "AB08", "AB09", "AB10", "AM04", "DT01", "ED05", "TM01"), TECHNICAL
    ),
}
TRIED_AGAIN = tuple(sorted(code for code, means in CODES.items() if means == TECHNICAL))
TRIES = 3
"""So often a month is sent when the bank's machinery fails; after that a person looks."""
DOUBTFUL, DEAD = "account_doubtful", "deceased"


def meaning(code: str) -> str:
    """account, deceased, technical or unclear."""
    return CODES.get(code, UNCLEAR)


def stop(code: str, payment_id: int) -> Stop:
    """What holds a month after a payment came back with a code. The turn is the client's where the account is it."""
    means = meaning(code)
    arguments = {"code": code, "payment": str(payment_id)}
    return Stop(DEAD if means == DECEASED else DOUBTFUL, "client" if means == ACCOUNT else "us", arguments)
