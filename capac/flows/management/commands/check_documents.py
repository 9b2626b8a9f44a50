"""capac check_documents: check the documents whose virus check could not be reached."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.flows.check_documents import check_documents


class Command(BaseCommand):
    """Repeatable: what is checked is not checked again."""

    help = "Check the documents that wait for their virus check; infected ones open a task."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One round."""
        counters = check_documents(who="check_documents")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
