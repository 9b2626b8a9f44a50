"""capac owe_interest REFERENCE: interest on a payment that came late, out of own means (AR art. 163bis § 2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from capac.core.money import plain
from capac.finance import api as finance
from capac.payment import api as payment
from capac.people import api as people


class Command(BaseCommand):
    """Once a payment. Dry unless --go is given, since it stays in the books."""

    help = "Keep the interest owed on a late payment: on written request, after ONEM's verification."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which payment, the days that the law counts from, kept by whom, and whether it is meant."""
        parser.add_argument("reference", help="the bank's reference of the payment")
        for name, about in (
            ("requested", "the day of the client's written request"),
            ("decided", "the day on which the decision was communicated"),
            ("met", "the day on which everything was there"),
        ):
            parser.add_argument(
                f"--{name}", type=date.fromisoformat, required=True, metavar="DAY", help=about
            )
        parser.add_argument("--by", required=True, metavar="LOGIN", help="the finance officer who keeps it")
        parser.add_argument("--go", action="store_true", help="really keep it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what would be kept, or keep it."""
        staff = people.Staff.objects.filter(login=options["by"]).first()
        found = payment.payment_of(options["reference"])
        if staff is None or found is None:
            raise CommandError("no payment has this reference, or nobody of the staff this login")
        try:
            cents = finance.owe_interest(
                found[0],
                requested_on=options["requested"],
                decided=options["decided"],
                conditions_met=options["met"],
                staff=staff,
                keep=options["go"],
            )
        except finance.BooksError as error:
            raise CommandError(f"no interest: {error}") from error
        ending = "kept" if options["go"] else "would be kept: add --go"
        self.stdout.write(f"{options['reference']}: {plain(cents)} euro {ending}")
