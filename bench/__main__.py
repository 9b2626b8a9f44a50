"""python -m bench [--only GROUP]: measure, print, and merge {key: {value, unit, runs, machine}} into build/bench.json."""

from __future__ import annotations

import argparse
import importlib
import json
from pathlib import Path

from bench.measure import Figure, machine

GROUPS = {
    "house": "what is asked most often: explain, deadline, commitments; the rules for many people",
    "rules": "the law for 1 200 000 people, its growth, and beside it Polars and OpenFisca",
    "figures": "all indicators of the contract from twelve million events",
    "month": "the national month: its bank file against sepaxml, deaths of workers, 1 200 000 people from facts to files",
    "onemonth": "one month for 5 000 clients, and the whole demonstration",
    "desk": "the desk of a country under load, and its letters",
}
MODULES = {"desk": ("desk", "letters")}
"""Groups that are measured by other files than the one of their name."""
RESULTS = Path(__file__).resolve().parents[1] / "build" / "bench.json"


def main() -> None:
    """Measure the groups asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure.")
    parser.add_argument(
        "--only", choices=GROUPS, help="; ".join(f"{name}: {about}" for name, about in GROUPS.items())
    )
    chosen = parser.parse_args().only
    for group in [chosen] if chosen else GROUPS:
        for module in MODULES.get(group, (group,)):
            for key, figure in importlib.import_module(f"bench.{module}").figures():
                print(f"{key:28} {figure.value:>12} {figure.unit:8} ({len(figure.runs)} runs)", flush=True)
                merge(key, figure)


def merge(key: str, figure: Figure) -> None:
    """Write one figure beside those of other runs, at once, so that a measurement that breaks off leaves the others."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    known[key] = {"value": figure.value, "unit": figure.unit, "runs": figure.runs, "machine": machine()}
    RESULTS.parent.mkdir(exist_ok=True)
    draft = RESULTS.with_suffix(".new")
    draft.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    draft.replace(RESULTS)


if __name__ == "__main__":
    main()
