"""Invariants of people over all data, run every day. Each returns sentences, none when all is well."""

from __future__ import annotations

from capac.people.models import Client
from capac.people.register import broken_seal


def check() -> list[str]:
    """What is wrong, one sentence each."""
    found = []
    position = broken_seal()
    if position is not None:
        found.append(f"the access register's chain breaks at seal {position}")
    nameless = Client.objects.filter(numbers__isnull=True).count()
    if nameless:
        found.append(f"{nameless} clients have no identity number")
    return found
