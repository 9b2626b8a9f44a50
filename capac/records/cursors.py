"""How far each mailbox has been read."""

from __future__ import annotations

from capac.records.models import Cursor


def position(mailbox: str) -> str:
    """Where to go on reading; "" at the beginning."""
    row = Cursor.objects.filter(pk=mailbox).first()
    return row.position if row else ""


def locked(mailbox: str) -> str:
    """The position, held for the transaction: two collectors never read the same page at once."""
    Cursor.objects.get_or_create(pk=mailbox)
    return Cursor.objects.select_for_update().get(pk=mailbox).position


def advance(mailbox: str, to: str) -> None:
    """Remember that everything up to `to` is kept. Call it in the transaction that keeps it."""
    Cursor.objects.update_or_create(pk=mailbox, defaults={"position": to})
