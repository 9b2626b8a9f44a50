"""States of advances, interest, closings and unclaimed money, as data. Only the last one ever moves."""

from capac.finance.models import Advance, Closing, InterestOwed, Unclaimed
from capac.records.api import Moves

ADVANCES = Moves(Advance, {"kept": frozenset({""})})
INTERESTS = Moves(InterestOwed, {"kept": frozenset({""})})
CLOSINGS = Moves(Closing, {"closed": frozenset({""})})
UNCLAIMED = Moves(
    Unclaimed,
    {
        "open": frozenset({""}),
        "recovered": frozenset({"open"}),
        "lapsed": frozenset({"open"}),
        "gone": frozenset({"open"}),
    },
)
