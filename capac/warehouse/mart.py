"""What other tools may read: counts in the schema `mart` of the database, swapped in whole, and the role that reads it.

Only what is named here leaves the warehouse: counts, and the codes by which they are counted. No case, so nobody's
number, name or file (docs/decisions/0017).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import psycopg
import pyarrow as pa
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from capac.warehouse import rows
from capac.warehouse.builds import Build

SCHEMA = "mart"
ASIDE = "_next"
OF_A_FIGURE = ("indicator_id", "year", "month", "part", "tier")
PUBLISHED: dict[str, tuple[str, ...]] = {
    "figures": (
        *OF_A_FIGURE, "numerator", "denominator", "still_open", "left_out", "stopped", "sum_days", "p80_days",
        "p95_days", "oldest_open_days", "first_missed",
    ),
    "tallies": (*OF_A_FIGURE, "is_stopped", "days", "outcome", "reason", "cases", "numerator", "denominator"),
    "waits": ("indicator_id", "year", "part", "days", "cases"),
    "causes": ("indicator_id", "year", "part", "tier", "outcome", "reason", "cases"),
    "measures": ("indicator_id", "shape", "unit"),
    "norm_tiers": ("indicator_id", "valid_from", "valid_to", "tier", "n", "unit"),
    "calendar": ("day", "is_open", "open_index"),
}  # fmt: skip
ABOUT = pa.schema([("as_of", pa.date32()), ("built_at", rows.MOMENT), ("calendar_version", pa.string())])
READER = {
    "default_transaction_read_only": "on",
    "search_path": SCHEMA,
    "statement_timeout": "60s",
}
"""How a reader's session begins. What it may do is decided by what it is granted; a query that never ends would keep
the next figures out."""


class ReaderError(ValueError):
    """The reader cannot be made; the text says what to set."""


def publish(tables: Mapping[str, pa.Table], build: Build) -> None:
    """Put the counts of a build in the place of the last ones, in one transaction: a reader sees the one or the other."""
    about = {"as_of": build.as_of, "built_at": build.built_at, "calendar_version": build.calendar_version}
    told = {name: tables[name].select(columns) for name, columns in PUBLISHED.items()}
    told["about"] = pa.Table.from_pylist([about], schema=ABOUT)
    with transaction.atomic():
        raw = _connection()
        raw.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
        for name, table in told.items():
            aside = sql.Identifier(SCHEMA, name + ASIDE)
            raw.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(aside))
            rows.fill(raw, aside, table.to_batches(), schema=table.schema)
        for name in told:
            _swap(raw, name)
        _grant(raw)


def make_reader() -> str:
    """Make the role that reads `mart` and nothing else, or give it a new password. Returns its name. Raises ReaderError."""
    if not settings.MART_READER_PASSWORD:
        raise ReaderError("set CAPAC_READER_PASSWORD to the password that the reader shall have")
    role = sql.Identifier(settings.MART_READER)
    with transaction.atomic():
        raw = _connection()
        if not _is_role(raw):
            raw.execute(sql.SQL("CREATE ROLE {}").format(role))
        may = sql.SQL(
            "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {}"
        )
        raw.execute(may.format(role, sql.Literal(_sealed(raw))))
        for name, value in READER.items():
            begins = sql.SQL("ALTER ROLE {} SET {} = {}")
            raw.execute(begins.format(role, sql.Identifier(name), sql.Literal(value)))
        raw.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
        _grant(raw)
    return str(settings.MART_READER)


def _sealed(raw: psycopg.Connection[Any]) -> str:
    """The password as the server keeps it, so that it stands in no statement and no log."""
    password, role = settings.MART_READER_PASSWORD.encode(), settings.MART_READER.encode()
    return raw.pgconn.encrypt_password(password, role, b"scram-sha-256").decode()


def _connection() -> psycopg.Connection[Any]:
    connection.ensure_connection()
    return cast("psycopg.Connection[Any]", connection.connection)


def _swap(raw: psycopg.Connection[Any], name: str) -> None:
    raw.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(sql.Identifier(SCHEMA, name)))
    renamed = sql.SQL("ALTER TABLE {} RENAME TO {}")
    raw.execute(renamed.format(sql.Identifier(SCHEMA, name + ASIDE), sql.Identifier(name)))


def _grant(raw: psycopg.Connection[Any]) -> None:
    """What the reader may read; nothing where there is no such role."""
    if not _is_role(raw):
        return
    schema, role = sql.Identifier(SCHEMA), sql.Identifier(settings.MART_READER)
    database = sql.Identifier(str(connection.settings_dict["NAME"]))
    raw.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
    raw.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))
    raw.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, role))


def _is_role(raw: psycopg.Connection[Any]) -> bool:
    found = raw.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.MART_READER])
    return found.fetchone() is not None
