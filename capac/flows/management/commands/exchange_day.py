"""capac exchange_day: one round of exchange with ONEM and the bank."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.flows.exchange_day import exchange_day, not_configured


class Command(BaseCommand):
    """Says its counters, and which channel has no address."""

    help = "Collect from ONEM and the bank, read what came, deliver what waits."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run one round."""
        counters = exchange_day(who="exchange_day")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
        for name in not_configured():
            self.stdout.write(
                f"{name} is not configured: set CAPAC_{name.upper()}_URL and CAPAC_MAILBOX_TOKEN"
            )
