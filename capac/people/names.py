"""The words of a name as an index sees them: lower case, without accents, each found by its beginning."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func


class NameWords(Func):
    """The words of several columns. Every part is immutable, so that an index may hold it."""

    template = (
        "to_tsvector('simple'::regconfig, regexp_replace(regexp_replace(normalize(lower(%(expressions)s), NFKD), "
        r"'[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))"
    )
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, folded in the same way: letters and digits alone."""
    plain = unicodedata.normalize("NFKD", text.lower())
    folded = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", folded).split()
