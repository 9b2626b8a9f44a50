"""capac mart_reader: the role with which Superset, Metabase or a spreadsheet reads the counts."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.warehouse import mart


class Command(BaseCommand):
    """Makes the role of CAPAC_READER, or gives it the password of CAPAC_READER_PASSWORD anew."""

    help = "Make the role that reads the schema mart and nothing else (CAPAC_READER_PASSWORD)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make it and say its name."""
        try:
            self.stdout.write(f"reader={mart.make_reader()}")
        except mart.ReaderError as error:
            raise CommandError(str(error)) from error
