"""capac import_bareme FILE.csv: rows of ONEM's barème, with everything odd in them; kept with --go."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.core import clock
from capac.core.money import plain
from capac.exchange import api as exchange
from capac.rules import api as rules

SHOWN = 20


class Command(BaseCommand):
    """Dry unless --go is given. Rows pay nobody before one person has proposed them and another approved them."""

    help = "Reads rows of the barème (docs/imports.md), compares them with the formula, and keeps them with --go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whether it is meant, in whose name."""
        parser.add_argument("file", metavar="FILE", type=Path, help="a .csv of rows (UTF-8, comma, header)")
        parser.add_argument(
            "--go", action="store_true", help="keep the file; without it, only say what is in it"
        )
        parser.add_argument("--by", metavar="LOGIN", default="import_bareme", help="who brings it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, tell, keep."""
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        table, faults = rules.read_table(content)
        if table is None:
            for fault in faults:
                column = f", {fault.column}" if fault.column else ""
                self.stdout.write(f"line {fault.line}{column}: {rules.fault_told(fault, 'en')}")
            raise CommandError(f"{len(faults)} faults: nothing is kept")
        self._tell(rules.bareme_report(table, exchange.bareme(clock.now())))
        if options["go"]:
            self._keep(content, path.name, options["by"])
        else:
            self.stdout.write("nothing is kept: add --go")

    def _keep(self, content: bytes, name: str, who: str) -> None:
        try:
            file_id, _ = exchange.receive_bareme(content, name=name, who=who)
        except exchange.BaremeError as error:
            raise CommandError("this file is there already; look at it on the desk") from error
        self.stdout.write(f"kept as barème {file_id}: it waits on the desk for who proposes it")

    def _tell(self, report: rules.BaremeReport) -> None:
        """Date, source, what is odd, and the rows that differ from the formula."""
        table = report.table
        self.stdout.write(f"{len(table.rows)} rows from {table.valid_from}, {table.source}")
        for anomaly in report.anomalies:
            self.stdout.write(f"{anomaly.weight}: {rules.anomaly_told(anomaly, 'en')}")
        differing = [one for one in report.compared if one.differs]
        for one in differing[:SHOWN]:
            formula = plain(one.formula_cents or 0)
            self.stdout.write(
                f"{rules.row_name(one.row)}: {plain(one.row.daily_cents)}, by the formula {formula}"
            )
        if len(differing) > SHOWN:
            self.stdout.write(f"and {len(differing) - SHOWN} more")
