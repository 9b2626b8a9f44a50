"""Every room's invariants over all data, and those that cross rooms, in one go."""

from __future__ import annotations

from importlib import import_module

from capac.flows import balances
from capac.records import api as records

ROOMS = (
    "records",
    "people",
    "documents",
    "work",
    "dossier",
    "channels.ebox",
    "channels.letters",
    "exchange",
    "payment",
    "verification",
    "debt",
    "finance",
)


def check_all(*, who: str) -> list[str]:
    """What is wrong, one sentence each with its room in front; none when all is well. A run is left."""
    found: list[str] = []
    with records.running("check_all", ("rooms", "broken"), who=who) as progress:
        for room in ROOMS:
            sentences = import_module(f"capac.{room}.api").check()
            found += [f"{room}: {sentence}" for sentence in sentences]
            progress.count("rooms")
            progress.count("broken", len(sentences))
        across = balances.check()
        progress.count("broken", len(across))
        return found + [f"flows: {sentence}" for sentence in across]
