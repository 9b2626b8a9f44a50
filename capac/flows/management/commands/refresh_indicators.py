"""capac refresh_indicators: the contract's figures, built anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.flows.refresh_indicators import refresh_indicators
from capac.warehouse import api as warehouse


class Command(BaseCommand):
    """Says its counters; a test of the models that fails is said with its first row, and the old figures stay."""

    help = "Build the contract's figures from the facts of every room."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Refresh once."""
        try:
            counters = refresh_indicators(who="refresh_indicators")
        except warehouse.WarehouseTestError as error:
            raise CommandError(f"the last figures stay: {error}") from error
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
