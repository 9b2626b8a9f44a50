"""capac remind: remind clients of what is missing, once each, and stop what has arrived."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.flows.remind import remind


class Command(BaseCommand):
    """Repeatable: a second round writes nothing new."""

    help = "Write the reminders that are due and stop those whose piece has arrived."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One round."""
        counters = remind(who="remind")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
