"""python -m world people: synthetic offices, staff and clients as JSON lines for `capac load_people`."""

from __future__ import annotations

import argparse

from world import population


def main(argv: list[str]) -> int:
    """Print the lines."""
    parser = argparse.ArgumentParser(
        prog="python -m world people",
        description="Print synthetic people as JSON lines. The same seed and number give the same lines.",
        parents=[population.parser()],
    )
    told = parser.parse_args(argv)
    for line in population.as_lines(population.Wish(told.seed, told.number, told.panel)):
        print(line)
    return 0
