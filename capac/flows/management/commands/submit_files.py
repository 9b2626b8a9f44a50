"""capac submit_files: introduce complete files at ONEM."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.exchange import api as exchange


class Command(BaseCommand):
    """Says its counters."""

    help = "Introduce every complete file at ONEM, the nearest limit first."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run one round; what is written leaves with the next exchange_day."""
        counters = exchange.submit_ready(who="submit_files")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
