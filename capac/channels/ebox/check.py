"""Invariants of the eBox over all data, run every day."""

from __future__ import annotations

from capac.channels.ebox.models import Message
from capac.channels.ebox.publishing import DESTINATION
from capac.records import api as records


def check() -> list[str]:
    """What is wrong, one sentence each."""
    names = list(Message.objects.filter(state="waiting").values_list("name", flat=True))
    lost = len(set(names) - records.answers(DESTINATION, names).keys())
    return [f"{lost} messages wait for the eBox and stand in no outbox"] if lost else []
