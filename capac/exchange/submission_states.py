"""States of what is introduced at ONEM and of its letters, as data."""

from capac.exchange.submission_models import Notice, Submission
from capac.records.api import Moves

SUBMISSIONS = Moves(
    Submission,
    {
        "written": frozenset({""}),
        "received": frozenset({"written"}),
        "refused": frozenset({"written", "received"}),
        "returned": frozenset({"written", "received"}),
        "decided": frozenset({"written", "received", "returned"}),
    },
)
"""An answer may overtake the acknowledgement; a decision, the file that was sent back to us meanwhile."""
NOTICES = Moves(Notice, {"to_read": frozenset({""}), "read": frozenset({"to_read"})})
