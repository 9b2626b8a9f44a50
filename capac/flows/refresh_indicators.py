"""The contract's figures, built anew from the facts of every room."""

from __future__ import annotations

from capac.records import api as records
from capac.warehouse import api as warehouse

COUNTERS = ("facts", "models", "tests")


def refresh_indicators(*, who: str, engine: str = "duckdb") -> dict[str, int]:
    """Build the warehouse and put it in the place of the last one. Returns the run's counters.

    `engine` runs the models (warehouse.ENGINES); the figures are the same whichever does.

    A refresh that fails leaves the last figures as they were, and its run says why.
    """
    with records.running("refresh_indicators", COUNTERS, who=who) as progress:
        done = warehouse.refresh(engine)
        progress.count("facts", done.build.facts)
        progress.count("models", done.models)
        progress.count("tests", done.tests)
        return progress.counters
