"""The front door of work."""

from capac.work.check import check
from capac.work.models import Item
from capac.work.opening import NewItem, close_for, open_item, open_items, open_rejects, settle_reject
from capac.work.perms import may_take
from capac.work.queue import Filters, Key, Waiting, counts, history, key_of, queue
from capac.work.taking import done, give_back, take, undo

__all__ = [
    "Filters", "Item", "Key", "NewItem", "Waiting", "check", "close_for", "counts", "done", "give_back", "history",
    "key_of", "may_take", "open_item", "open_items", "open_rejects", "queue", "settle_reject", "take", "undo",
]  # fmt: skip
