"""The contract's figures, built anew from the facts of every room."""

from __future__ import annotations

from capac.records import api as records
from capac.warehouse import api as warehouse

COUNTERS = ("facts", "models", "tests")


def refresh_indicators(*, who: str) -> dict[str, int]:
    """Build the warehouse and put it in the place of the last one. Returns the run's counters.

    A refresh that fails leaves the last figures as they were, and its run says why.
    """
    with records.running("refresh_indicators", COUNTERS, who=who) as progress:
        done = warehouse.refresh()
        progress.count("facts", done.build.facts)
        progress.count("models", done.models)
        progress.count("tests", done.tests)
        return progress.counters
