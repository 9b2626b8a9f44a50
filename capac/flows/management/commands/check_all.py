"""capac check_all: run every room's invariants."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.flows.check_all import check_all


class Command(BaseCommand):
    """Fails, with a sentence each, when an invariant does not hold."""

    help = "Check the invariants of every room over all data."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print what is wrong and fail, or say that all is well."""
        found = check_all(who="check_all")
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("every invariant holds")
