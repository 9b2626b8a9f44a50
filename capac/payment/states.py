"""States of runs, payments, bank files and holds, as data."""

from capac.payment.models import BankFile, ControlCard, Hold, Payment, PaymentRun
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
        "dropped": frozenset({"prepared"}),
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
