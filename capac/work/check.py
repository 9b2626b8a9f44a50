"""Invariants of work over all data, run every day."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from capac.work.access import GLASS, GRANT_SUBJECT, REVIEW
from capac.work.models import Grant, Item


def check() -> list[str]:
    """What is wrong, one sentence each."""
    reviewed = Item.objects.filter(kind=REVIEW, subject_kind=GRANT_SUBJECT, subject_id=OuterRef("pk"))
    found = {
        "items are done without a moment, or have one without being done": Item.objects.filter(
            Q(state="done", done_at=None) | ~Q(state="done") & Q(done_at__isnull=False)
        ),
        "open items are still with somebody": Item.objects.filter(state="open", taken_by__isnull=False),
        "items have a day to wake and do not sleep": Item.objects.filter(
            ~Q(state="snoozed"), snoozed_until__isnull=False
        ),
        "items count no slip although a client was told of one": Item.objects.filter(
            slips=0, tellings__isnull=False
        ).distinct(),
        "times a glass was broken and nobody was asked to review it": Grant.objects.filter(
            ~Exists(reviewed), motive=GLASS
        ),
    }
    return [f"{number} {what}" for what, rows in found.items() if (number := rows.count())]
