"""The front door of work."""

from capac.work.check import check
from capac.work.files import read_files, reject_messages
from capac.work.models import Item
from capac.work.opening import (
    REJECT_SUBJECT,
    NewItem,
    close_for,
    open_item,
    open_items,
    open_rejects,
    settle_reject,
)
from capac.work.perms import may_take
from capac.work.queue import (
    Filters,
    Key,
    Waiting,
    counts,
    history,
    key_of,
    lately_done,
    one,
    queue,
    waiting_for,
)
from capac.work.rejects import reopen_reject, settle_by_hand
from capac.work.taking import done, give_back, take, undo

__all__ = [
    "REJECT_SUBJECT", "Filters", "Item", "Key", "NewItem", "Waiting", "check", "close_for", "counts", "done", "give_back", "history",
    "key_of", "lately_done", "may_take", "one", "open_item", "open_items", "open_rejects", "queue", "read_files",
    "reject_messages", "reopen_reject",
    "settle_by_hand", "settle_reject", "take", "undo", "waiting_for",
]  # fmt: skip
