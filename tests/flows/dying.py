"""Run a command of the product and die at a chosen line of it. Started as `python -m tests.flows.dying`.

Three ways to die, each at the n-th line executed in the product's own files:
  kill       SIGKILL of this process
  backend    the database ends our connection (pg_terminate_backend), as an administrator or a failover would
  count      no death: print every line that was executed, so that a test can choose places
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

PRODUCT = str(Path(__file__).resolve().parents[2] / "capac")
WATCHED = ("exchange", "payment", "verification", "debt", "flows", "records", "warehouse")


class Death:
    """Counts lines of the watched rooms and strikes once, at its moment."""

    def __init__(self, way: str, at: int) -> None:
        self.way, self.at, self.seen = way, at, 0
        self.places: dict[str, int] = {}
        self.watched: dict[str, bool] = {}

    def trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        """The tracer: only frames of the watched rooms are followed line by line."""
        if not self._is_watched(frame.f_code.co_filename):
            return None
        if event == "line":
            self._line(frame)
        return self.trace

    def _is_watched(self, name: str) -> bool:
        if name not in self.watched:
            parts = Path(name).parts
            self.watched[name] = name.startswith(PRODUCT) and any(room in parts for room in WATCHED)
        return self.watched[name]

    def _line(self, frame: FrameType) -> None:
        self.seen += 1
        place = f"{Path(frame.f_code.co_filename).relative_to(PRODUCT)}:{frame.f_lineno}"
        self.places.setdefault(place, self.seen)
        if self.seen == self.at:
            self._strike(place)

    def _strike(self, place: str) -> None:
        print(f"dying at {place}", file=sys.stderr, flush=True)
        if self.way == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.way == "backend":
            _end_own_connection()


def _end_own_connection() -> None:
    """Let the server end the connection of this process from another one, as a failover would."""
    import psycopg
    from django.db import connection

    mine = connection.connection
    if mine is None:
        return
    with psycopg.connect(mine.info.dsn, password=mine.info.password or None, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [mine.info.backend_pid])


def main() -> None:
    """argv: way, line number, database name, command and its arguments."""
    way, at, database, *command = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "capac.config.settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.core.management import call_command

    death = Death(way, int(at))
    sys.settrace(death.trace)
    try:
        call_command(*command)
    finally:
        sys.settrace(None)
    if way == "count":
        print(json.dumps(death.places))


if __name__ == "__main__":
    main()
