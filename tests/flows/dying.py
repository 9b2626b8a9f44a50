"""Running something and dying at a chosen line of it: a command of the product, or a simulator of the outside.

Two ways to be started. `python -m tests.flows.dying nursery DATABASE` sets the product up once and then forks a
child for each attempt that it reads (JSON, a line each), so that an attempt costs no start. And
`python -m tests.flows.dying WAY LINE MODULE…` starts a part of world under the same tracer.

Three ways to go, each at the n-th line executed in the watched files:
  kill       SIGKILL of the process
  backend    the database ends our connection (pg_terminate_backend), as an administrator or a failover would
  count      no death: every line that was executed, with its number, so that a test can choose places
"""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import sys
import tempfile
import traceback
from pathlib import Path
from types import FrameType
from typing import IO, Any

CHECKOUT = Path(__file__).resolve().parents[2]
ROOMS = ("work", "exchange", "payment", "verification", "debt", "finance", "flows", "records", "warehouse")
WATCHED = (*(f"{CHECKOUT / 'capac' / room}{os.sep}" for room in ROOMS), f"{CHECKOUT / 'world'}{os.sep}")
TOLD = 4000


class Death:
    """Counts lines of the watched files and strikes once, at its moment. What happened is written to `out`."""

    def __init__(self, way: str, at: int, out: IO[str]) -> None:
        self.way, self.at, self.seen, self.out = way, at, 0, out
        self.places: dict[str, int] = {}
        self.watched: dict[str, bool] = {}

    def trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        """The tracer: only frames of watched files are followed line by line."""
        if not self._is_watched(frame.f_code.co_filename):
            return None
        if event == "line":
            self._line(frame)
        return self.trace

    def _is_watched(self, name: str) -> bool:
        if name not in self.watched:
            self.watched[name] = name.startswith(WATCHED)
        return self.watched[name]

    def _line(self, frame: FrameType) -> None:
        self.seen += 1
        if self.way != "count" and self.seen != self.at:
            return
        place = f"{Path(frame.f_code.co_filename).relative_to(CHECKOUT)}:{frame.f_lineno}"
        if self.way == "count":
            self.places.setdefault(place, self.seen)
            return
        print(json.dumps({"died": place}), file=self.out, flush=True)
        if self.way == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
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


def nursery(database: str) -> None:
    """Set the product up on a database, then answer attempts until the input ends."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "capac.config.settings"
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    _import_everything()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_attempt(json.loads(line))), flush=True)


def _import_everything() -> None:
    """What the commands import is imported before they run: each line that is counted is a line of work."""
    from django.core.management import get_commands, load_command_class

    for name, app in get_commands().items():
        if isinstance(app, str) and app.startswith("capac."):
            load_command_class(app, name)


def _attempt(wanted: dict[str, Any]) -> dict[str, Any]:
    """Fork, let the child run and perhaps die, and tell how it ended."""
    with tempfile.TemporaryFile("w+") as out:
        child = os.fork()
        if not child:
            _live(wanted, out)
        _, ended = os.waitpid(child, 0)
        out.seek(0)
        told: dict[str, Any] = {}
        for line in out:
            told |= json.loads(line)
    return {"status": os.waitstatus_to_exitcode(ended), **told}


def _live(wanted: dict[str, Any], out: IO[str]) -> None:
    """The child: never returns."""
    from django.core.management import call_command

    os.environ.update(wanted["environment"])
    death = Death(wanted["way"], wanted["at"], out)
    status = 0
    sys.settrace(death.trace if wanted["way"] != "plain" else None)
    try:
        call_command(*wanted["command"], stdout=io.StringIO())
    except Exception:  # noqa: BLE001
        sys.settrace(None)
        status = 1
        print(json.dumps({"error": traceback.format_exc()[-TOLD:]}), file=out, flush=True)
    sys.settrace(None)
    print(json.dumps({"lines": death.seen, "places": death.places}), file=out, flush=True)
    os._exit(status)


def outside(way: str, at: int, part: str, arguments: list[str]) -> None:
    """A part of world under the tracer; what happened goes to standard error."""
    module = importlib.import_module(f"world.{part}")
    death = Death(way, at, sys.stderr)
    sys.settrace(death.trace)
    try:
        module.main(arguments)
    finally:
        sys.settrace(None)
        print(json.dumps({"lines": death.seen}), file=sys.stderr, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "nursery":
        nursery(sys.argv[2])
    else:
        outside(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:])
