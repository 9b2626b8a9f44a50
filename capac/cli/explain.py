"""capac explain CASE.json: what is owed for a month, and why."""

from __future__ import annotations


def run(argv: list[str]) -> int:
    """Answer and return the exit status."""
    from capac.cli.questions import ask
    from capac.rules.api import explain, what_if

    return ask(explain, argv, name="explain", about="What is owed for a month, and why.", what_if=what_if)
