"""Invariants of work over all data, run every day."""

from __future__ import annotations

from django.db.models import Q

from capac.work.models import Item


def check() -> list[str]:
    """What is wrong, one sentence each."""
    found = []
    halfway = Item.objects.filter(Q(state="done", done_at=None) | ~Q(state="done") & Q(done_at__isnull=False))
    if number := halfway.count():
        found.append(f"{number} items are done without a moment, or have one without being done")
    held = Item.objects.filter(state="open", taken_by__isnull=False).count()
    if held:
        found.append(f"{held} open items are still with somebody")
    promiseless = Item.objects.filter(due_on=None).exclude(norm="").count()
    if promiseless:
        found.append(f"{promiseless} items name a norm and carry no promise")
    return found
