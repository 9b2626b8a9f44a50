"""States of all that moves in payment, as data. A released payment is dropped only before it leaves (file_run)."""

from capac.payment.models import (
    BankFile,
    Contest,
    ControlCard,
    EarlyPayment,
    Hold,
    PayeeCheck,
    Payment,
    PaymentRun,
    Provisional,
    Recall,
    Reissue,
    StatementEntry,
)
from capac.records.api import Moves

RUNS = Moves(
    PaymentRun,
    {
        "preparing": frozenset({""}),
        "prepared": frozenset({"preparing"}),
        "empty": frozenset({"preparing"}),
        "released": frozenset({"prepared"}),
        "filed": frozenset({"released"}),
        "dropped": frozenset({"prepared"}),
    },
)
PAYMENTS = Moves(
    Payment,
    {
        "prepared": frozenset({""}),
        "released": frozenset({"prepared"}),
        "filed": frozenset({"released"}),
        "settled": frozenset({"released", "filed", "refused"}),
        "returned": frozenset({"filed", "refused", "settled"}),
        "refused": frozenset({"filed"}),
        "dropped": frozenset({"prepared", "released"}),
    },
)
BANK_FILES = Moves(
    BankFile,
    {
        "written": frozenset({""}),
        "accepted": frozenset({"written"}),
        "rejected": frozenset({"written", "accepted"}),
    },
)
HOLDS = Moves(Hold, {"open": frozenset({""}), "lifted": frozenset({"open"})})
CARDS = Moves(ControlCard, {"kept": frozenset({""})})
"""A card is a version: it is kept, says who and why, and never moves."""
PAYEES = Moves(
    PayeeCheck,
    {
        "asked": frozenset({""}),
        "answered": frozenset({"asked"}),
        "proposed": frozenset({"answered"}),
        "consented": frozenset({"proposed"}),
    },
)
RECALLS = Moves(
    Recall,
    {
        "asked": frozenset({""}),
        "sent": frozenset({"asked"}),
        "stopped": frozenset({"asked"}),
        "agreed": frozenset({"sent"}),
        "declined": frozenset({"sent"}),
        "withdrawn": frozenset({"asked"}),
    },
)
REISSUES = Moves(
    Reissue,
    {
        "proposed": frozenset({""}),
        "confirmed": frozenset({"proposed"}),
        "withdrawn": frozenset({"proposed"}),
    },
)
ENTRIES = Moves(
    StatementEntry,
    {
        "matched": frozenset({""}),
        "unknown": frozenset({""}),
        "explained": frozenset({"unknown"}),
    },
)
PROVISIONALS = Moves(
    Provisional,
    {
        "proposed": frozenset({""}),
        "granted": frozenset({"proposed"}),
        "ended": frozenset({"proposed", "granted"}),
    },
)
CONTESTS = Moves(Contest, {"open": frozenset({""}), "settled": frozenset({"open"})})
EARLY = Moves(
    EarlyPayment,
    {
        "proposed": frozenset({""}),
        "confirmed": frozenset({"proposed"}),
        "withdrawn": frozenset({"proposed"}),
    },
)
