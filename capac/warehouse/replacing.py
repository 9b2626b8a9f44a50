"""Replacing imported rows: what they were is kept with the day until which it holds, then the new ones stand.

The new rows wait in the table `incoming` of the import's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from psycopg import sql

from capac.warehouse.facts import PERIOD, Fact

RUN = "run_id"


def columns(fact: Fact) -> list[str]:
    """The columns of a fact's table that an import fills."""
    return [*fact.types, *([] if fact.since else [PERIOD]), RUN]


def names(columns: Iterable[str], table: str = "") -> sql.Composed:
    """Columns as a list, of a table where one is given."""
    return sql.SQL(", ").join(sql.Identifier(*([table] if table else []), name) for name in columns)


def cut(fact: Fact) -> sql.Composed:
    """Rows replaced earlier hold no longer than until the day from which the newest one is known."""
    return sql.SQL(
        "UPDATE warehouse_former AS f SET until_on = {since} FROM incoming AS i"
        " WHERE f.fact = {fact} AND f.key = {key} AND f.until_on > {since}"
    ).format(since=_known_since(fact, "i"), fact=sql.Literal(fact.name), key=_key(fact, "i"))


def keep(fact: Fact) -> sql.Composed:
    """What is about to be replaced stays: it holds until the day from which its successor is known."""
    compared = [name for name in _changing(fact) if name != RUN]
    return sql.SQL(
        "INSERT INTO warehouse_former (fact, key, row, until_on, replaced_by_id)"
        " SELECT {fact}, {key}, to_jsonb(t), {since}, i.run_id FROM {table} AS t JOIN incoming AS i"
        " ON ({keys_t}) = ({keys_i}) WHERE ({old}) IS DISTINCT FROM ({new})"
    ).format(
        fact=sql.Literal(fact.name), key=_key(fact, "t"), since=_known_since(fact, "i"),
        table=sql.Identifier(fact.table), keys_t=names(fact.key, "t"), keys_i=names(fact.key, "i"),
        old=names(compared, "t"), new=names(compared, "i"),
    )  # fmt: skip


def _key(fact: Fact, table: str) -> sql.Composed:
    parts = (sql.SQL("{}::text").format(sql.Identifier(table, name)) for name in fact.key)
    return sql.SQL("concat_ws(chr(31), {})").format(sql.SQL(", ").join(parts))


def _known_since(fact: Fact, table: str) -> sql.Composed:
    """The day from which a row is known: its own, or a later one that it names; without a date, the one it names."""
    known = sql.Identifier(table, "known_on")
    if fact.since is None:
        year = sql.Identifier(table, PERIOD)
        return sql.SQL("COALESCE({}, make_date({}, 12, 31))").format(known, year)
    day = sql.SQL("{}").format(sql.Identifier(table, fact.since))
    if fact.columns[fact.since] == "time":
        day = sql.SQL("({} AT TIME ZONE 'Europe/Brussels')::date").format(day)
    return sql.SQL("GREATEST({day}, COALESCE({known}, {day}))").format(day=day, known=known)


def _changing(fact: Fact) -> list[str]:
    return [name for name in columns(fact) if name not in fact.key]


def replace(fact: Fact) -> sql.Composed:
    """Rows that differ become those that wait."""
    changing = _changing(fact)
    compared = [name for name in changing if name != RUN]
    return sql.SQL("UPDATE {} AS t SET {} FROM incoming AS i WHERE ({}) = ({}) AND ({}) IS DISTINCT FROM ({})").format(
        sql.Identifier(fact.table),
        sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("i", name)) for name in changing
        ),
        names(fact.key, "t"), names(fact.key, "i"), names(compared, "t"), names(compared, "i"),
    )  # fmt: skip
