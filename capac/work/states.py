"""States of a work item, as data."""

from capac.records.api import Moves
from capac.work.models import Item

ITEMS = Moves(
    Item,
    {
        "open": frozenset({"", "taken", "snoozed", "done"}),
        "taken": frozenset({"open", "taken", "snoozed", "done"}),
        "snoozed": frozenset({"taken"}),
        "done": frozenset({"open", "taken", "snoozed"}),
    },
)
