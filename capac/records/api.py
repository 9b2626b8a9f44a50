"""The front door of records."""

from capac.records.cursors import advance, locked, position
from capac.records.history import Change, history
from capac.records.mailbox import Item, Mailbox, MailboxError
from capac.records.models import Run, Version
from capac.records.moves import Because, MoveError, Moves, born, claim, move, move_all
from capac.records.outbox import Delivery, deliver, put
from capac.records.runs import Progress, running
from capac.records.schedule import Job, schedule

__all__ = [
    "Because", "Change", "Delivery", "Item", "Job", "Mailbox", "MailboxError", "MoveError", "Moves", "Progress",
    "Run", "Version", "advance", "born", "claim", "deliver", "history", "locked", "move", "move_all", "position",
    "put", "running", "schedule",
]  # fmt: skip
