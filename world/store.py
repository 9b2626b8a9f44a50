"""A simulator's state on disk: one SQLite file that survives the death of its process at any line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any


class Store:
    """One file, one connection, one writer at a time; a transaction that dies leaves nothing."""

    def __init__(self, folder: Path, schema: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = RLock()
        self._deep = False
        self._connection = sqlite3.connect(
            folder / "state.sqlite", isolation_level=None, check_same_thread=False, timeout=30
        )
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self.declare(schema)

    def declare(self, schema: str) -> None:
        """Make the tables that are not there yet."""
        with self._lock:
            self._connection.executescript(schema)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. A transaction inside another one is part of it."""
        with self._lock:
            if self._deep:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            self._deep = True
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            else:
                self._connection.execute("COMMIT")
            finally:
                self._deep = False

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a statement answers."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row that a statement answers."""
        return next(iter(self.rows(sql, *values)), None)

    def many(self, sql: str, values: list[tuple[Any, ...]]) -> None:
        """One statement for many rows, in one transaction."""
        with self.transaction():
            self._connection.executemany(sql, values)

    def number(self, sql: str, *values: Any) -> int:
        """The one number that a statement answers; 0 where it answers nothing."""
        found = self.row(sql, *values)
        return int(found[0] or 0) if found else 0

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self._connection.close()
