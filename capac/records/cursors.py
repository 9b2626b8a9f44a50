"""How far each mailbox has been read."""

from __future__ import annotations

from capac.records.models import Cursor


def position(mailbox: str) -> str:
    """Where to go on reading; "" at the beginning."""
    row = Cursor.objects.filter(pk=mailbox).first()
    return row.position if row else ""


def advance(mailbox: str, to: str) -> None:
    """Remember that everything up to `to` is kept. Call it when it is: going back costs only time."""
    Cursor.objects.update_or_create(pk=mailbox, defaults={"position": to})
