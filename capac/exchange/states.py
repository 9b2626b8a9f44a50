"""States of a C2, as data."""

from capac.exchange.models import C2Message
from capac.records.api import Moves

C2S = Moves(
    C2Message,
    {
        "received": frozenset({""}),
        "applied": frozenset({"received", "by_hand"}),
        "by_hand": frozenset({"received", "rejected"}),
        "rejected": frozenset({"by_hand"}),
    },
)
