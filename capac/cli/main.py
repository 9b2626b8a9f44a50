"""The console script. explain, deadline, rules, commitments, verify and db need no database and no Django;
every other name is a Django management command."""

from __future__ import annotations

import importlib
import os
import signal
import sys

PLAIN = {
    "explain": "what is owed for a month, and why",
    "deadline": "the last day of a legal time limit",
    "rules": "the months of many people: tables of facts in, tables of answers out",
    "commitments": "the contract with the State, item by item",
    "verify": "whether the bundle of a payment agrees with itself and with the law",
    "db": "start, stop or ask the database",
}


def main() -> None:
    """Dispatch on the first word; exits with the command's status."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    name, *rest = sys.argv[1:] or ["--help"]
    if name in PLAIN:
        sys.exit(importlib.import_module(f"capac.cli.{name}").run(rest))
    if name in {"--help", "-h", "help"} and not rest:
        print(_overview())
        sys.exit(0)
    sys.exit(_django())


def _overview() -> str:
    lines = [f"  {name:12} {about}" for name, about in PLAIN.items()]
    more = "Every other name is a command of the application; `capac help --commands` lists them."
    return "\n".join(["capac COMMAND", "", *lines, "", more])


def _django() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capac.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["capac", *sys.argv[1:]])
    return 0
