"""Facts of the contract that come from files: history, and what no room of the application records yet."""

from __future__ import annotations

from pathlib import Path

from capac.records import api as records
from capac.warehouse import api as warehouse
from capac.warehouse.api import TakenIn

COUNTERS = ("added", "replaced", "unchanged", "bad_rows")


def import_facts(fact: str, path: Path, *, period: int | None, replace: bool, who: str) -> TakenIn:
    """Load a file of a fact; the run tells how many rows were added, replaced, unchanged or bad.

    Raises warehouse.ImportFault where nothing of the file can be loaded; its run says so.
    """
    with records.running("import_facts", COUNTERS, who=who, about=fact[:40]) as progress:
        told = warehouse.take_in(fact, path, period=period, replace=replace, run_id=progress.run.pk)
        for name in COUNTERS:
            progress.count(name, getattr(told, name))
        return told
