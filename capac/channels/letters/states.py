"""States of a letter and of a batch, as data. What has left is never withdrawn."""

from capac.channels.letters.models import Batch, Letter
from capac.records.api import Moves

LETTERS = Moves(
    Letter,
    {
        "written": frozenset({""}),
        "in_ebox": frozenset({"written"}),
        "to_print": frozenset({"written", "in_ebox", "failed"}),
        "printed": frozenset({"to_print"}),
        "sent": frozenset({"in_ebox", "printed"}),
        "delivered": frozenset({"sent"}),
        "failed": frozenset({"written", "in_ebox", "sent"}),
        "withdrawn": frozenset({"written", "to_print", "failed"}),
    },
)
BATCHES = Moves(Batch, {"made": frozenset({""}), "posted": frozenset({"made"})})
