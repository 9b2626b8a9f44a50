"""The front door of records."""

from capac.records.bulk import copy_in, each, new_ids
from capac.records.cursors import advance, position
from capac.records.following import Logged, histories, moves_after, new_transaction, oldest_transaction
from capac.records.history import Change, history, moved, together
from capac.records.inbox import (
    Fault,
    close_reject,
    collect,
    done,
    hold,
    open_rejects,
    reject,
    reject_all,
    reject_file,
    seen_before,
    waiting,
)
from capac.records.kept import sent_body
from capac.records.mailbox import Item, Mailbox, MailboxError, Page
from capac.records.models import IncomingFile, Reject, Run, Version
from capac.records.moves import (
    Because,
    MoveError,
    Moves,
    born,
    claim,
    move,
    move_all,
    move_rows,
    went_through,
)
from capac.records.outbox import Answer, Delivery, answers, deliver, put, put_again
from capac.records.references import check, dangling
from capac.records.rejects import open_rejects_of, reject_counts, reject_of, rejects, reopen_reject
from capac.records.runs import Progress, running
from capac.records.schedule import Job, schedule
from capac.records.tables import Ids, among, copy_table, read_table
from capac.records.timeline import Entry, Part, Place, entries, latest, midnight
from capac.records.xml_batches import (
    IDENTIFIER,
    FileFaultError,
    Layout,
    MessageFaultError,
    Violation,
    elements,
    line_of,
    violation,
)

__all__ = [
    "IDENTIFIER", "Answer", "Because", "Change", "Delivery", "Entry", "Fault", "FileFaultError", "Ids",
    "IncomingFile", "Item", "Job", "Layout", "Logged", "Mailbox", "MailboxError", "MessageFaultError",
    "MoveError", "Moves", "Page", "Part", "Place", "Progress", "Reject", "Run", "Version", "Violation",
    "advance", "among", "answers", "born", "check", "claim", "close_reject", "collect", "copy_in",
    "copy_table", "dangling", "deliver", "done", "each", "elements", "entries", "histories", "history", "hold",
    "latest", "line_of", "midnight", "move", "move_all", "move_rows", "moved", "moves_after", "new_ids",
    "new_transaction", "oldest_transaction", "open_rejects", "open_rejects_of", "position", "put", "put_again",
    "read_table", "reject", "reject_all", "reject_counts", "reject_file", "reject_of", "rejects",
    "reopen_reject", "running", "schedule", "seen_before", "sent_body", "together", "violation", "waiting",
    "went_through",
]  # fmt: skip
