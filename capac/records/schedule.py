"""The jobs of the day as data (schedule.yaml). A test reads it and finds a command for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Job:
    """One job: the management command, its cron line in Brussels time, its lane and why it exists."""

    job: str
    cron: str
    lane: str
    why: str


@cache
def schedule() -> tuple[Job, ...]:
    """Every job, in the file's order."""
    text = Path(__file__).with_name("schedule.yaml").read_bytes()
    return tuple(Job(**row) for row in yaml.load(text, Loader=yaml.CSafeLoader))
