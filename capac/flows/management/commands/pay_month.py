"""capac pay_month: prepare what became payable; with --release, a second person sends a run to the bank."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.core import money
from capac.flows.pay_month import prepare_payments, release_payments
from capac.payment import api as payment
from capac.people import api as people


class Command(BaseCommand):
    """Preparing moves no money. Releasing is dry unless --go is given."""

    help = "Prepare payments; or release a prepared run: --release RUN --by LOGIN --go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which run is released, by whom, and whether it is meant."""
        parser.add_argument("--release", type=int, metavar="RUN")
        parser.add_argument("--by", metavar="LOGIN", help="the member of staff who releases")
        parser.add_argument(
            "--go", action="store_true", help="really release; without it, only say what would go"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prepare, or release."""
        if options["release"] is None:
            self._prepare()
        else:
            self._release(options["release"], options["by"] or "", go=options["go"])

    def _prepare(self) -> None:
        counters = prepare_payments(who="pay_month")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
        for run in payment.runs(10):
            if run.state == "prepared":
                self.stdout.write(f"{_told(run)} waits for a second person")

    def _release(self, run_id: int, login: str, *, go: bool) -> None:
        staff = people.Staff.objects.filter(login=login).first()
        if staff is None:
            raise CommandError("nobody of the staff has this login: name who releases with --by LOGIN")
        if not go:
            self.stdout.write(f"{_told(payment.run_view(run_id))} would go to the bank: add --go")
            return
        try:
            files = release_payments(run_id, staff=staff)
        except payment.RunError as error:
            raise CommandError(f"run {run_id} is not released: {error}") from error
        self.stdout.write(f"run {run_id} is released: {' '.join(files) or 'no transfer'}")


def _told(run: payment.RunView) -> str:
    audit = run.audit
    return f"run {run.id}: {audit.get('payments', 0)} payments, {money.plain(audit.get('transfer_cents', 0))} euro"
