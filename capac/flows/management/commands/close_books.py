"""capac close_books: post what happened into the ledger; close a month; or derive everything again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from capac.core.period import Month, PeriodError
from capac.finance.api import BooksError
from capac.flows.close_books import close_books, close_month, rebuild_books
from capac.people import api as people


class Command(BaseCommand):
    """Posting is repeatable. Closing is for good, so it wants a name and --go."""

    help = (
        "Post into the ledger; --close 2026-08 --by LOGIN --go closes a month; --rebuild derives all again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which month is closed, by whom, and whether it is meant; or the whole ledger anew."""
        parser.add_argument("--close", metavar="2026-08")
        parser.add_argument("--by", metavar="LOGIN", help="with --close: the finance officer who closes")
        parser.add_argument("--go", action="store_true", help="with --close: really close")
        parser.add_argument("--rebuild", action="store_true", help="drop the ledger and derive it again")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Post, close or rebuild."""
        try:
            if options["close"]:
                self.stdout.write(self._close(options))
            else:
                verb = rebuild_books if options["rebuild"] else close_books
                counters = verb(who="close_books")
                self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
        except (BooksError, PeriodError) as error:
            raise CommandError(str(error)) from error

    def _close(self, options: dict[str, Any]) -> str:
        month = Month.parse(options["close"])
        staff = people.Staff.objects.filter(login=options["by"] or "").first()
        if staff is None:
            raise CommandError("nobody of the staff has this login: name who closes with --by LOGIN")
        if not options["go"]:
            return f"{month} would be closed for good: add --go"
        close_month(month, staff=staff)
        return f"{month} is closed"
