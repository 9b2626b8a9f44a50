"""capac keep_promises: wake what sleeps, and tell clients before a promised date slips."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from capac.flows.keep_promises import keep_promises


class Command(BaseCommand):
    """Repeatable: of one slip nobody is told twice."""

    help = "Wake items whose day has come; renew promises that would slip and tell the clients."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One round."""
        counters = keep_promises(who="keep_promises")
        self.stdout.write(" ".join(f"{name}={number}" for name, number in counters.items()))
