"""capac verify_month: the expenditure file out, ONEM's outcomes in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from capac.core.period import Month, PeriodError
from capac.flows.verify_month import verify_month, write_again
from capac.verification.api import VerificationError


class Command(BaseCommand):
    """Says its counters; with --again writes a file that ONEM refused once more."""

    help = (
        "Write the expenditure files of months that are over, follow them, read what ONEM says of expenses."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The month of a refused file, who writes it again and why."""
        parser.add_argument(
            "--again", metavar="2026-08", help="write the refused file of this month once more"
        )
        parser.add_argument("--who", help="with --again: the login of who decided it")
        parser.add_argument("--why", help="with --again: what was corrected")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run one round, or write one file again."""
        if options["again"]:
            self.stdout.write(self._again(options))
            return
        counters = verify_month(who="verify_month")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))

    def _again(self, options: dict[str, Any]) -> str:
        if not (options["who"] and options["why"]):
            raise CommandError("--again needs --who and --why: they stay in the log of the file")
        try:
            return write_again(Month.parse(options["again"]), who=options["who"], why=options["why"])
        except (PeriodError, VerificationError) as error:
            raise CommandError(str(error)) from error
