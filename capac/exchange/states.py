"""States of a C2 and of a declaration, as data."""

from capac.exchange.bareme_models import BaremeFile
from capac.exchange.models import C2Message, Declaration
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
DECLARATIONS = Moves(Declaration, {"waiting": frozenset({""}), "kept": frozenset({"", "waiting"})})
"""Only a cancellation waits: for what it cancels."""
BAREMES = Moves(
    BaremeFile,
    {
        "received": frozenset({""}),
        "proposed": frozenset({"received"}),
        "approved": frozenset({"proposed"}),
        "rejected": frozenset({"received", "proposed"}),
    },
)
