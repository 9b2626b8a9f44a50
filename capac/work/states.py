"""States of a work item, as data."""

from capac.records.api import Moves
from capac.work.models import Item

ITEMS = Moves(
    Item,
    {
        "open": frozenset({"", "taken", "done"}),
        "taken": frozenset({"open", "done"}),
        "done": frozenset({"open", "taken"}),
    },
)
