"""capac rehearse DRAFT.yaml [--by LOGIN]: a change of the law, replayed over the months that are known."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from capac.core.money import plain
from capac.flows.rehearse import rehearse
from capac.flows.rehearsed import BusyError, rehearsal
from capac.rules import api as rules


class Command(BaseCommand):
    """Computes every month by the law and by the draft; pays and stores nothing else."""

    help = "Replay dated figures of a draft over the computed months: winners, losers, cost (docs/rules.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The draft, and in whose name."""
        parser.add_argument("draft", metavar="DRAFT.yaml", type=Path)
        parser.add_argument(
            "--by", metavar="LOGIN", default="rehearse", help="who asks; stands in the run's row"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Replay, a line a batch, then the sums."""
        try:
            content = options["draft"].read_bytes()
            run_id = rehearse(content, who=options["by"], tell=self.stdout.write)
        except (OSError, rules.DraftError, BusyError) as error:
            raise CommandError(str(error)) from error
        told = rehearsal(run_id)
        assert told is not None, "a rehearsal that ended is there"
        for line in _sums(told):
            self.stdout.write(line)
        self.stdout.write(f"rehearsal {run_id}: on the board, under rehearsals/{run_id}/")


def _sums(told: dict[str, Any]) -> list[str]:
    """Who gains and loses, and the change per month in euro. A hidden cell is a few people."""
    whole = told["all"]
    if whole is None:
        return ["no computed month is touched by this draft"]
    people = {name: "few" if whole[name] is None else whole[name] for name in ("more", "less", "same")}
    return [
        " ".join(f"{name}={number}" for name, number in people.items()),
        *(f"{row['name'][:7]} {_change(row['amounts'])}" for row in told["months"]),
    ]


def _change(amounts: dict[str, int | None]) -> str:
    return " ".join(f"{name}={_cents(amounts, name)}" for name in ("gross", "tax", "net"))


def _cents(amounts: dict[str, int | None], name: str) -> str:
    before, after = amounts[f"before_{name}"], amounts[f"after_{name}"]
    return "few" if before is None or after is None else plain(after - before)
