"""capac bundle REFERENCE: the signed proof of one payment, for somebody by name, with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from capac.flows.bundle import ProofError, write_bundle
from capac.people import api as people


class Command(BaseCommand):
    """The look is written into the access register first; `capac verify` reads the bundle without a database."""

    help = "Write the signed bundle of a payment: capac bundle P000000000123 --by LOGIN --why REASON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which payment, for whom, why, and where it goes."""
        parser.add_argument("reference", help="the reference that the bank knows")
        parser.add_argument("--by", metavar="LOGIN", required=True, help="the member of staff who asks")
        parser.add_argument(
            "--why", required=True, help="for what it is needed: it stays in the access register"
        )
        parser.add_argument("--folder", type=Path, default=Path(), help="where it is written")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it and say where it lies."""
        staff = people.Staff.objects.filter(login=options["by"]).first()
        if staff is None:
            raise CommandError("nobody of the staff has this login: name who asks with --by LOGIN")
        try:
            path = write_bundle(options["reference"], options["folder"], staff=staff, why=options["why"])
        except ProofError as error:
            raise CommandError(f"no bundle: {error}") from error
        self.stdout.write(f"{path} (personal data: keep it as such)")
