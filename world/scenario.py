"""A scenario as data: dated acts, each a list of steps (world/scenarios/*.yaml). Read, checked, told apart by a digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from world.population import Wish

SCENARIOS = Path(__file__).parent / "scenarios"
MORNING = "09:00"


class ScenarioError(ValueError):
    """A scenario that does not exist or cannot be played: says which act and what to write."""


class StepError(RuntimeError):
    """A step that the product or the outside could not do; says which act and what was said."""


@dataclass(frozen=True)
class Step:
    """One verb with what it is told."""

    verb: str
    told: Any = None


@dataclass(frozen=True)
class Act:
    """What happens on a day, in order."""

    on: date
    at: str
    steps: tuple[Step, ...]

    @property
    def moment(self) -> str:
        """What the clock of business shows."""
        return f"{self.on}T{self.at}"


@dataclass(frozen=True)
class Scenario:
    """Acts in the order of their dates, and the people in them."""

    name: str
    about: str
    wish: Wish
    acts: tuple[Act, ...]
    digest: str


def read(name: str, *, verbs: frozenset[str]) -> Scenario:
    """The scenario of a name (or of a file), its steps among the verbs that can be played. Raises ScenarioError."""
    file = Path(name) if name.endswith(".yaml") else SCENARIOS / f"{name}.yaml"
    if not file.exists():
        there = ", ".join(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
        raise ScenarioError(f"no scenario {name!r}: there is {there}")
    body = file.read_bytes()
    told = yaml.load(body, Loader=yaml.CSafeLoader)
    name = file.stem
    routines = {key: [_step(row) for row in rows] for key, rows in told.get("routines", {}).items()}
    acts = tuple(_act(row, routines) for row in told["acts"])
    _check(acts, verbs)
    return Scenario(name, told["about"], Wish(**told["people"]), acts, hashlib.sha256(body).hexdigest())


def _act(row: Mapping[str, Any], routines: Mapping[str, list[Step]]) -> Act:
    return Act(row["day"], row.get("at", MORNING), tuple(_spread(row["do"], routines)))


def _spread(rows: list[Any], routines: Mapping[str, list[Step]]) -> Iterator[Step]:
    """Steps one by one, a routine in place of its name."""
    for row in rows:
        step = _step(row)
        yield from routines.get(step.verb, [step])


def _step(row: Any) -> Step:
    """A verb alone, or a verb with what it is told."""
    if isinstance(row, str):
        return Step(row)
    verb, told = next(iter(row.items()))
    return Step(verb, told)


def _check(acts: tuple[Act, ...], verbs: frozenset[str]) -> None:
    for before, after in pairwise(acts):
        if after.moment < before.moment:
            raise ScenarioError(f"the act of {after.moment} stands after that of {before.moment}")
    for act in acts:
        for step in act.steps:
            if step.verb not in verbs:
                raise ScenarioError(f"{act.on}: no step {step.verb!r}: there is {', '.join(sorted(verbs))}")
