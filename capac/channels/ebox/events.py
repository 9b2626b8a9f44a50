"""What happened to published messages: the registry's feed, read page by page from where we stopped.

The public description tells of events of enterprises; that messages to citizens come in the same feed is our reading
(docs/ebox.md). An event twice, or of a message of others, changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from capac.channels.ebox.gateway import Gateway
from capac.channels.ebox.models import Message
from capac.channels.ebox.states import MESSAGES
from capac.records import api as records

FEED = "ebox_events"
READ = "readDocument"


Opened = Callable[[str, Sequence[int]], None]
"""What the room that wrote a message does when it is opened, by the kind and the ids of its subjects, in one transaction."""


def read_events(gateway: Gateway, opened: Opened) -> dict[str, int]:
    """Read the feed to its end. Returns counts: events seen, messages that are read now. Raises EboxError."""
    counts = {"events": 0, "read": 0}
    more = True
    while more:
        after = int(records.position(FEED) or 0)
        events, last, more = gateway.events(after)
        with transaction.atomic():
            counts["events"] += len(events)
            counts["read"] += _note(events, opened)
            if last > after:
                records.advance(FEED, str(last))
        more = more and last > after
    return counts


def _note(events: Iterable[Mapping[str, Any]], opened: Opened) -> int:
    """The messages that somebody has opened now: their own room hears of it in the same transaction."""
    data = [one["eventData"] for one in events if isinstance(one.get("eventData"), dict)]
    named = {str(one.get("messageId")) for one in data if one.get("eventType") == READ}
    found = Message.objects.filter(message_id__in=named, state__in=["published", "unused"])
    ids = list(found.values_list("pk", flat=True))
    moved = records.move(MESSAGES, ids, to="read", because=records.Because("ebox", READ))
    by_kind: dict[str, list[int]] = {}
    for kind, subject in Message.objects.filter(pk__in=moved).values_list("subject_kind", "subject_id"):
        by_kind.setdefault(kind, []).append(subject)
    for kind, subjects in by_kind.items():
        opened(kind, subjects)
    return len(moved)
