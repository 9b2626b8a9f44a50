"""States of what comes in and of what leaves, as data."""

from capac.records.models import IncomingFile, OutgoingMessage, Reject
from capac.records.moves import Moves

INCOMING = Moves(
    IncomingFile,
    {"waiting": frozenset({""}), "read": frozenset({"waiting"}), "rejected": frozenset({"waiting"})},
)
OUTGOING = Moves(
    OutgoingMessage,
    {"waiting": frozenset({""}), "sent": frozenset({"waiting"}), "refused": frozenset({"waiting"})},
)
REJECTS = Moves(Reject, {"open": frozenset({"", "closed"}), "closed": frozenset({"open"})})
