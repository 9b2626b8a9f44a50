"""capac receive_advance: an advance from ONEM, keyed from the bank's statement into the books."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from capac.core.money import MoneyError, parse, plain
from capac.finance import api as finance
from capac.people import api as people


class Command(BaseCommand):
    """Once by its reference. Dry unless --go is given, since it stays in the books."""

    help = "Key an advance: capac receive_advance full_unemployment 5000000.00 --on 2026-08-03 --reference R --by LOGIN."

    def add_arguments(self, parser: CommandParser) -> None:
        """For which payment type, how much, when, under which reference of the bank, keyed by whom."""
        parser.add_argument("scheme", help="the payment type that it is for")
        parser.add_argument("euros", help="the amount, 5000000.00; below zero for one that is given back")
        parser.add_argument("--on", type=date.fromisoformat, required=True, metavar="2026-08-03")
        parser.add_argument("--reference", required=True, help="the bank's reference of the booking")
        parser.add_argument("--by", required=True, metavar="LOGIN", help="the finance officer who keys it")
        parser.add_argument("--go", action="store_true", help="really keep it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what would be kept, or keep it."""
        staff = people.Staff.objects.filter(login=options["by"]).first()
        if staff is None:
            raise CommandError("nobody of the staff has this login: name who keys it with --by LOGIN")
        try:
            cents = parse(options["euros"])
            told = f"advance {options['reference']}: {plain(cents)} euro for {options['scheme']}"
            if options["go"]:
                finance.receive_advance(
                    options["scheme"],
                    cents,
                    received_on=options["on"],
                    reference=options["reference"],
                    staff=staff,
                )
        except (finance.BooksError, MoneyError) as error:
            raise CommandError(f"no advance: {error}") from error
        self.stdout.write(f"{told} is kept" if options["go"] else f"{told} would be kept: add --go")
