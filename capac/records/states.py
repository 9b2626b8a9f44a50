"""States of what comes in, as data."""

from capac.records.models import IncomingFile, Reject
from capac.records.moves import Moves

INCOMING = Moves(
    IncomingFile,
    {"waiting": frozenset({""}), "read": frozenset({"waiting"}), "rejected": frozenset({"waiting"})},
)
REJECTS = Moves(Reject, {"open": frozenset({"", "closed"}), "closed": frozenset({"open"})})
