"""capac unclaimed: look for what clients could still claim, and count what was paid of it since."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.flows.unclaimed import find_unclaimed


class Command(BaseCommand):
    """Repeatable: a second round finds nothing new."""

    help = "Look for what clients could still claim; counts what was recovered since the last round."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One round."""
        counters = find_unclaimed(who="unclaimed")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
