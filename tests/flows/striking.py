"""Deaths of a worker in this process, before the n-th of its effects: a statement, a commit, a call over a line.

Between two effects nothing of a worker can be seen from outside, so a death at any line is one before its next
effect. The server ends the transaction of who died, and nothing that unwinds afterwards reaches the database.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from django.db import connection

PATIENCE_SECONDS = 20.0
GONE = "SELECT count(*) FROM pg_stat_activity WHERE pid = %s"
PLACE_LENGTH = 60


class Killed(BaseException):
    """The worker is dead."""


class Reaper:
    """Counts the effects of a worker and strikes once, at its moment. `place` says before what."""

    def __init__(self) -> None:
        self.at, self.seen, self.dead, self.place = 0, 0, False, ""

    def run(self, work: Callable[[], object], *, at: int = 0) -> bool:
        """Do a piece of work, struck at its n-th effect (0: never); True when it came to its end.

        What else goes wrong is raised: no death excuses it, but what a dead worker's own unwinding says.
        """
        self.at, self.seen, self.dead, self.place = at, 0, False, ""
        try:
            with self._watched():
                work()
        except BaseException:
            if not self.dead:
                raise
        finally:
            if self.dead:
                connection.close()
        return not self.dead

    def effect(self, what: str) -> None:
        """One effect is about to be. Raises Killed when it is the one, and for all that a dead one tries."""
        if self.dead:
            raise Killed(what)
        self.seen += 1
        if self.seen == self.at:
            self.dead, self.place = True, what[:PLACE_LENGTH]
            _end_connection()
            raise Killed(what)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        database = cast(Any, connection)
        commit = database._commit

        def committed() -> None:
            self.effect("COMMIT")
            commit()

        database._commit = committed
        try:
            with connection.execute_wrapper(self._statement):
                yield
        finally:
            del database._commit

    def _statement(self, execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        self.effect(statement.strip())
        return execute(statement, *rest)


def _end_connection() -> None:
    """The connection ends as that of a killed process does; the next worker comes when the server has seen it."""
    mine = connection.connection
    if mine is None:
        return
    pid, dsn, password = mine.info.backend_pid, mine.info.dsn, mine.info.password
    connection.close()
    until = time.monotonic() + PATIENCE_SECONDS
    with psycopg.connect(dsn, password=password or None, autocommit=True) as other:
        while other.execute(GONE, [pid]).fetchone() != (0,):
            assert time.monotonic() < until, "the server still holds the connection of who died"
            time.sleep(0.002)
