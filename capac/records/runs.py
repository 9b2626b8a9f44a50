"""Batches as rows: a run declares its counters, all start at zero, and closes with one line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from capac.core import clock
from capac.records.models import Run

log = logging.getLogger("capac.runs")


class CounterError(KeyError):
    """A counter that the run did not declare."""


@dataclass
class Progress:
    """The counters of a run in progress. Unknown names raise, so no figure appears from nowhere."""

    run: Run
    counters: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, by: int = 1) -> None:
        """Add to a declared counter."""
        if name not in self.counters:
            raise CounterError(f"{self.run.verb} declared no counter {name!r}")
        self.counters[name] += by


@contextmanager
def running(verb: str, counters: tuple[str, ...], *, who: str, about: str = "") -> Iterator[Progress]:
    """Open a run, give its counters, close it with how it ended. An error closes it as failed and goes on up.

    The run's row is written outside the caller's transactions, so that a failed batch leaves its trace.
    """
    row = Run.objects.create(verb=verb, about=about, who=who, started_at=clock.now())
    progress = Progress(row, dict.fromkeys(counters, 0))
    try:
        yield progress
    except BaseException as error:
        _close(progress, Run.State.FAILED, type(error).__name__)
        raise
    _close(progress, Run.State.FINISHED, "")


def _close(progress: Progress, state: Run.State, outcome: str) -> None:
    row = progress.run
    row.state, row.outcome = state, outcome
    row.counters, row.ended_at = progress.counters, clock.now()
    row.save(update_fields=["state", "outcome", "counters", "ended_at"])
    figures = " ".join(f"{name}={value}" for name, value in progress.counters.items())
    log.info("%s %s %s %s", row.verb, row.about, state, figures)
