"""capac freeze_month [--month 2026-10] [--all]: keep a month's result, and count the kept months again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.contract import api as contract
from capac.core.period import Month, PeriodError
from capac.flows.freeze_month import freeze_month
from capac.warehouse import api as warehouse


class Command(BaseCommand):
    """What was published stays as it was; where it is counted otherwise today, the board shows both and why."""

    help = (
        "Keep the figures of a month that is over, as known on its last day, and count the kept months again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which month, and whether every kept month is counted again."""
        parser.add_argument(
            "--month", metavar="YYYY-MM", help="the month; without it, the last one that is over"
        )
        parser.add_argument(
            "--all", action="store_true", help="count every kept month again, not the last thirteen"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Keep, count, say the counters."""
        try:
            month = Month.parse(options["month"]) if options["month"] else None
            counters = freeze_month(who="freeze_month", month=month, everything=options["all"])
        except (contract.FreezeError, warehouse.WarehouseTestError, PeriodError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
