"""Serving a part of the outside that has a mailbox: its options, its state on disk, its faults, until told to end."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from starlette.applications import Starlette

from world import population, serving
from world.faults import FaultError
from world.files import File
from world.mailbox import Box

Make = Callable[[Box, Namespace], Starlette]
"""The server of a part, from its mailbox and what it was told."""


def main(parser: ArgumentParser, argv: list[str], make: Make) -> int:
    """Serve until told to end: 0, or 2 with a sentence for a fault that does not exist or a port that is taken."""
    told = parser.parse_args(argv)
    box = Box(told.folder, token=serving.token())
    try:
        box.faults.ask(told.faults)
        serving.serve(make(box, told), port=told.port, folder=told.folder)
    except (FaultError, serving.PortTakenError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def of_people(name: str, about: str) -> ArgumentParser:
    """The options of a part that knows people: which, how many, and how many stay."""
    return serving.parser(name, about, parents=[population.parser()])


def people(told: Namespace) -> tuple[File, ...]:
    """The people that these options mean."""
    return population.files(population.Wish(told.seed, told.number, told.panel))
