"""capac seal_register: chain the new rows of the access register."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.people import api as people


class Command(BaseCommand):
    """Run each minute by the schedule."""

    help = "Seal the access register into its hash chain."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Seal and print how many rows were sealed."""
        self.stdout.write(f"sealed={people.seal()}")
