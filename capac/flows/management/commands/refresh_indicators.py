"""capac refresh_indicators [--engine duckdb|spark|postgres]: the contract's figures, built anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.flows.refresh_indicators import refresh_indicators
from capac.warehouse import api as warehouse


class Command(BaseCommand):
    """Says its counters; a test of the models that fails is said with its first row, and the old figures stay."""

    help = "Build the contract's figures from the facts of every room."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What runs the models."""
        parser.add_argument(
            "--engine",
            choices=warehouse.ENGINES,
            default="duckdb",
            help="what runs the models; all tell the same",
        )

    def handle(self, *_args: Any, engine: str, **_options: Any) -> None:
        """Refresh once."""
        try:
            counters = refresh_indicators(who="refresh_indicators", engine=engine)
        except warehouse.WarehouseTestError as error:
            raise CommandError(f"the last figures stay: {error}") from error
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
