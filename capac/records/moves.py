"""Changes of state: one statement moves a set of rows and leaves a log row for each.

A room declares its states as data, a `Moves`, and its states.py is the only caller. Measured on
1.2 million rows, the set with its log takes seconds where row by row takes minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

import numpy as np
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery
from numpy.typing import NDArray

from capac.core import clock


class MoveError(RuntimeError):
    """A state that does not exist, or rows that were not in a state from which the move is allowed."""


@dataclass(frozen=True)
class Moves:
    """The allowed moves of one table: to-state to the set of from-states. "" is the birth of a row."""

    model: type[Model]
    into: Mapping[str, frozenset[str]]

    @property
    def kind(self) -> str:
        """How the state log names the table: room.Model."""
        return f"{self.model._meta.app_label}.{self.model._meta.object_name}"

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table

    def sources(self, to: str) -> list[str]:
        """States from which `to` may be reached. Raises MoveError for a state that is not declared."""
        if to not in self.into:
            raise MoveError(f"{self.kind} has no state {to!r}; it has {', '.join(sorted(self.into))}")
        return sorted(self.into[to])


@dataclass(frozen=True)
class Because:
    """Who moved rows, why, and in which run."""

    who: str
    why: str
    run_id: int | None = None


def move(moves: Moves, ids: Iterable[int], *, to: str, because: Because) -> list[int]:
    """Move the rows that are in an allowed state; returns their ids, in order. Others stay as they are.

    Rows that another transaction holds are waited for, so two callers never both move one row.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            _move_sql(moves.table, "id = ANY(%s) AND", "FOR UPDATE"),
            [wanted, *_parameters(moves, to, because)],
        )
        return sorted(row[0] for row in cursor.fetchall())


def move_all(moves: Moves, ids: Iterable[int], *, to: str, because: Because) -> list[int]:
    """Like move, but raises MoveError unless every row moved. For callers that must not lose one."""
    wanted = sorted(set(ids))
    moved = move(moves, wanted, to=to, because=because)
    if moved != wanted:
        missing = sorted(set(wanted) - set(moved))[:5]
        raise MoveError(f"{moves.kind} {missing} cannot become {to!r} from the state in which they are")
    return moved


def move_rows(
    moves: Moves,
    rows: QuerySet[Any],
    *,
    out_of: str,
    to: str,
    because: Because,
    also: Mapping[str, Any] | None = None,
) -> int:
    """Move every row of a queryset (of the table alone) that is in one state; other columns may be set at once.

    One statement, whose ids do not travel: for sets of which the caller keeps others away, as rows are taken in the
    order in which they stand. Returns how many.
    """
    if out_of not in moves.sources(to):
        raise MoveError(f"{moves.kind} cannot become {to!r} from {out_of!r}")
    query = cast("UpdateQuery", rows.filter(state=out_of).order_by().query.chain(UpdateQuery))
    query.add_update_values({"state": to, **(also or {})})
    update, given = query.get_compiler(connection=connection).as_sql()
    sql = f"""WITH moved AS ({update} RETURNING id), logged AS (
            INSERT INTO records_statelog (subject_kind, subject_id, from_state, to_state, at, who, why, run_id)
            SELECT %s, id, %s, %s, %s, %s, %s, %s FROM moved RETURNING 1
        ) SELECT count(*) FROM logged"""  # noqa: S608
    row: list[Any] = [moves.kind, out_of, to, clock.now(), because.who, because.why, because.run_id]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, *row])
        return int(cursor.fetchone()[0])


def claim(moves: Moves, *, to: str, limit: int, because: Because) -> list[int]:
    """Take up to `limit` rows that wait for this move, skipping those that another worker holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            _move_sql(moves.table, "", "LIMIT %s FOR UPDATE SKIP LOCKED"),
            [moves.sources(to), limit, *_parameters(moves, to, because)[1:]],
        )
        return sorted(row[0] for row in cursor.fetchall())


def born(moves: Moves, ids: Iterable[int] | NDArray[np.int64], *, state: str, because: Because) -> None:
    """Log the birth of rows in their first state."""
    if "" not in moves.into.get(state, frozenset()):
        raise MoveError(f"{moves.kind} cannot begin as {state!r}")
    sql = """INSERT INTO records_statelog (subject_kind, subject_id, from_state, to_state, at, who, why, run_id)
        SELECT %s, id, '', %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS id"""
    given = ids.tolist() if isinstance(ids, np.ndarray) else list(ids)
    row: list[Any] = [moves.kind, state, clock.now(), because.who, because.why, because.run_id, given]
    with connection.cursor() as cursor:
        cursor.execute(sql, row)


def went_through(moves: Moves, ids: NDArray[np.int64], states: Sequence[str], *, because: Because) -> None:
    """Log every state that rows went through which are written in their last one: for what is taken over in bulk.

    One statement for all; the rows are not touched. Raises MoveError for a step that is not allowed.
    """
    steps = list(pairwise(["", *states]))
    for was, to in steps:
        if was not in moves.into.get(to, frozenset()):
            raise MoveError(f"{moves.kind} cannot become {to!r} from {was!r}")
    sql = """INSERT INTO records_statelog (subject_kind, subject_id, from_state, to_state, at, who, why, run_id)
        SELECT %s, id, was, became, %s, %s, %s, %s
        FROM unnest(%s::bigint[]) WITH ORDINALITY AS one (id, place),
             unnest(%s::text[], %s::text[]) WITH ORDINALITY AS step (was, became, number)
        ORDER BY place, number"""
    given = [[was for was, _ in steps], [to for _, to in steps]]
    row: list[Any] = [moves.kind, clock.now(), because.who, because.why, because.run_id, ids.tolist(), *given]
    with connection.cursor() as cursor:
        cursor.execute(sql, row)


def _parameters(moves: Moves, to: str, because: Because) -> list[Any]:
    return [moves.sources(to), to, moves.kind, to, clock.now(), because.who, because.why, because.run_id]


def _move_sql(table: str, which: str, lock: str) -> str:
    """Only the table's name and two fixed phrases are spliced; values travel as parameters."""
    return f"""
        WITH before AS (
            SELECT id, state FROM {table} WHERE {which} state = ANY(%s) ORDER BY id {lock}
        ), moved AS (
            UPDATE {table} AS t SET state = %s FROM before WHERE t.id = before.id
            RETURNING t.id, before.state AS was
        ), logged AS (
            INSERT INTO records_statelog (subject_kind, subject_id, from_state, to_state, at, who, why, run_id)
            SELECT %s, id, was, %s, %s, %s, %s, %s FROM moved
            RETURNING subject_id
        )
        SELECT subject_id FROM logged"""  # noqa: S608
