"""capac import FACT FILE.csv|parquet [--period 2024] [--replace]: facts of the contract from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.flows.import_facts import import_facts
from capac.warehouse import api as warehouse


class Command(BaseCommand):
    """Good rows load, bad ones are listed and written to FILE.rejects.csv; exit status 1 if any was bad."""

    help = "Loads facts of the contract from a CSV or Parquet file (docs/imports.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The fact, the file, the year of facts without date."""
        parser.add_argument("fact", metavar="FACT", help=", ".join(sorted(warehouse.facts())))
        parser.add_argument(
            "file", metavar="FILE", type=Path, help="a .csv (UTF-8, comma, header) or .parquet file"
        )
        parser.add_argument("--period", type=int, help="the year of facts without date (2024)")
        parser.add_argument(
            "--replace", action="store_true", help="rows that are there and differ are replaced"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, list what is bad, say the counts."""
        path: Path = options["file"]
        try:
            told = import_facts(
                options["fact"], path, period=options["period"], replace=options["replace"], who="import"
            )
        except warehouse.ImportFault as fault:
            raise CommandError(str(fault)) from fault
        for name in told.ignored:
            self.stdout.write(f"the column {name} is not of this fact and is left aside")
        for bad in told.faults:
            column = f", {bad.column}" if bad.column else ""
            self.stdout.write(f"line {bad.line}{column}: {bad.reason}")
        self.stdout.write(f"added={told.added} replaced={told.replaced} unchanged={told.unchanged}")
        if told.bad_rows:
            raise CommandError(f"{told.bad_rows} bad rows: {path.with_suffix('.rejects.csv')}")
