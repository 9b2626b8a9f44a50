"""capac send_letters: each written letter gets its way, what waits for the eBox is delivered, what came of it is noted."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.channels.letters import api as letters


class Command(BaseCommand):
    """Repeatable: a round that dies leaves its work to the next one, and nothing leaves twice."""

    help = "Give written letters their way: the eBox, or the next batch on paper."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One round."""
        counters = letters.send_letters(who="send_letters")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
