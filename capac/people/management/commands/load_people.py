"""capac load_people FILE: load offices, staff and clients from JSON lines."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.people import api as people


class Command(BaseCommand):
    """Loads people; a second load of the same file changes nothing."""

    help = "Load offices, staff and clients from a file of JSON lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load and print how many were new."""
        try:
            with options["file"].open(encoding="utf-8") as lines:
                new = people.load(lines, source=f"file {options['file'].name}")
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(" ".join(f"{kind}={count}" for kind, count in new.items()))
