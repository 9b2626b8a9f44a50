"""The test's side of the nursery: attempts at a command of the product, some of which die."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Ended:
    """How an attempt ended. `died` names the file and line where it was struck ("" where it was not)."""

    status: int
    died: str = ""
    lines: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
    error: str = ""


class Nursery:
    """One process that has the product ready and forks a child for each attempt."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def attempt(
        self, command: list[str], *, way: str = "plain", at: int = 0, environment: Mapping[str, str]
    ) -> Ended:
        """Run a command; struck at its n-th line when `way` is kill or backend."""
        self._say({"command": command, "way": way, "at": at, "environment": dict(environment)})
        return Ended(**self._hear())

    def _say(self, wanted: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wanted) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def wait(self) -> None:
        """Until the product is ready."""
        assert self._hear() == {"ready": True}


@contextmanager
def nursery(**settings: str) -> Iterator[Nursery]:
    """A nursery on the test's database, with further settings of the environment."""
    command = [sys.executable, "-m", "tests.flows.dying", "nursery", str(connection.settings_dict["NAME"])]
    environment = {**os.environ, **settings}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        made = Nursery(process)
        made.wait()
        yield made
        assert process.stdin is not None
        process.stdin.close()
