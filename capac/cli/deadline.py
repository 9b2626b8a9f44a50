"""capac deadline CASE.json: the last day of a legal time limit."""

from __future__ import annotations


def run(argv: list[str]) -> int:
    """Answer and return the exit status."""
    from capac.cli.questions import ask
    from capac.rules.api import deadline

    return ask(deadline, argv, name="deadline", about="The last day of a legal time limit.")
