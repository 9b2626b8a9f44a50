"""States of a message to the eBox, as data."""

from capac.channels.ebox.models import Message
from capac.records.api import Moves

MESSAGES = Moves(
    Message,
    {
        "waiting": frozenset({""}),
        "published": frozenset({"waiting"}),
        "unused": frozenset({"waiting"}),
        "refused": frozenset({"waiting"}),
        "read": frozenset({"published", "unused"}),
    },
)
