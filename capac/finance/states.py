"""States of advances, closings and unclaimed money, as data. The first two never move: another row sets them right."""

from capac.finance.models import Advance, Closing, Unclaimed
from capac.records.api import Moves

ADVANCES = Moves(Advance, {"kept": frozenset({""})})
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
