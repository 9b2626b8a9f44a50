"""The demonstration's database: whose data it holds, told by a comment on the database itself (docs/decisions/0010).

A database without our comment and with rows belongs to somebody, and is never touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

MADE_BY_MIGRATION = {"django_migrations", "django_content_type", "auth_permission"}
BEGUN, FINISHED = "demonstration begun", "demonstration finished"


class DatabaseError(RuntimeError):
    """A database that must not be used for a demonstration; says why and what to do."""


@dataclass(frozen=True)
class Database:
    """The database behind a URL."""

    url: str

    @property
    def name(self) -> str:
        """Its name."""
        return urlsplit(self.url).path.lstrip("/")

    def mark(self) -> str | None:
        """The comment, "" where there is none; None where there is no such database yet."""
        query = (
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = %s"
        )
        with psycopg.connect(self._beside()) as connection:
            found = connection.execute(query, [self.name]).fetchone()
        return str(found[0]) if found else None

    def set_mark(self, mark: str) -> None:
        """Write the comment."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(self.name), sql.Literal(mark)
            )
            connection.execute(statement)

    def is_finished(self, digest: str) -> bool:
        """True when this demonstration has been played here to its end."""
        return self.mark() == f"{FINISHED} {digest}"

    def begin(self, digest: str) -> None:
        """Make the database empty and ours. Raises DatabaseError when it holds what is not a demonstration."""
        before = self.mark()
        is_ours = before is None or before.startswith((BEGUN, FINISHED))
        if not is_ours and self._holds_data():
            raise DatabaseError(
                f"the database {self.name} holds data that is no demonstration. Set DATABASE_URL to an empty "
                "database, or run `make reset` to drop our own"
            )
        with psycopg.connect(self._beside(), autocommit=True) as connection:
            name = sql.Identifier(self.name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        self.set_mark(f"{BEGUN} {digest}")

    def finish(self, digest: str) -> None:
        """The demonstration has been played to its end."""
        self.set_mark(f"{FINISHED} {digest}")

    def _holds_data(self) -> bool:
        """True when a table has a row that no migration put there."""
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        with psycopg.connect(self.url) as connection:
            names = {row[0] for row in connection.execute(query)} - MADE_BY_MIGRATION
            return any(
                connection.execute(
                    sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier("public", name))
                ).fetchone()
                for name in names
            )

    def _beside(self) -> str:
        """The same server, another database."""
        return urlunsplit(urlsplit(self.url)._replace(path="/postgres"))
