"""The words of a name as an index sees them: lower case, without accents, each found by its beginning.

The words of a family name are also there as one: who writes Vandenberghe finds Van den Berghe.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler

SINGLE = {"ø": "o", "ł": "l", "đ": "d"}
DOUBLE = {"ß": "ss", "œ": "oe", "æ": "ae"}
"""Letters that no decomposition takes apart."""


class NameWords(Func):
    """The words of several columns, the first of them also as one word. Every part is immutable, so that an index may hold it."""

    template = (
        "to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize("
        f"replace(replace(replace(translate(lower(%(expressions)s), '{''.join(SINGLE)}', '{''.join(SINGLE.values())}'), "
        "'ß', 'ss'), 'œ', 'oe'), 'æ', 'ae'), NFKD), "
        r"'[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))"
    )
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **told: Any
    ) -> tuple[str, list[Any]]:
        """The columns one after the other, then the first one without what stands between its words."""
        del connection, told
        parts = [compiler.compile(column) for column in self.get_source_expressions()]
        columns = [sql for sql, _ in parts]
        joined = f"regexp_replace({columns[0]}, '[^[:alnum:]]+', '', 'g')"
        sql = self.template % {"expressions": self.arg_joiner.join([*columns, joined])}
        return sql, [one for _, asked in (*parts, parts[0]) for one in asked]


def fold(text: str) -> str:
    """What somebody typed in small letters without accents; everything but letters and digits is one blank."""
    lower = "".join(SINGLE.get(c, DOUBLE.get(c, c)) for c in text.lower())
    plain = unicodedata.normalize("NFKD", lower)
    folded = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", folded).strip()


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, folded in the same way: letters and digits alone."""
    return fold(text).split()


def words_of_name(family_name: str, given_name: str) -> set[str]:
    """The words under which a client is found."""
    family = words_of(family_name)
    return {*family, *words_of(given_name), "".join(family)} - {""}
