"""capac file_claim: one round over the applications that are not with ONEM."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.flows.file_claim import file_claim


class Command(BaseCommand):
    """Says its counters."""

    help = "Match registrations, ask the National Register, watch the limits of introduction."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run one round."""
        counters = file_claim(who="file_claim")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
