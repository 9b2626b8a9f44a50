"""capac commitments [--kind K] [--json]: the contract with the State, item by item."""

from __future__ import annotations

import argparse
import json
from typing import Any


def run(argv: list[str]) -> int:
    """Print the items and return 0."""
    from capac.commitments.api import KINDS, items

    parser = argparse.ArgumentParser(
        prog="capac commitments", description="The contract with the State, item by item."
    )
    parser.add_argument("--kind", choices=KINDS, help="only items of this kind")
    parser.add_argument("--json", action="store_true", help="a JSON list")
    options = parser.parse_args(argv)
    chosen = items(options.kind)
    if options.json:
        print(json.dumps([as_json(one) for one in chosen], ensure_ascii=False, indent=1))
    else:
        print("\n".join(f"{one.id:12} {one.kind:12} {one.title}" for one in chosen))
    return 0


def as_json(one: Any) -> dict[str, Any]:
    """One item with every key; what the contract does not state is absent from `details`."""
    return {
        "id": one.id,
        "article": one.article,
        "part": one.part,
        "objective": one.objective,
        "party": one.party,
        "kind": one.kind,
        "title": one.title,
        "lines": list(one.lines),
        "quote": one.quote,
        "due": [str(day) for day in one.due],
        **one.details,
    }
