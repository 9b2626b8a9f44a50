"""Finding clients by name, and reading many by id. Accents, capitals and order do not matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import CharField, Func, Value
from django.db.models.functions import Concat

from capac.people.models import Client


class Folded(Func):
    """A text in lower case, without accents, each word after one blank."""

    template = (
        "regexp_replace(regexp_replace(normalize(lower(%(expressions)s), NFKD), "
        r"'[\u0300-\u036f]+', '', 'g'), '[^[:alnum:]]+', ' ', 'g')"
    )
    output_field = CharField()


def find(words: str, *, limit: int) -> list[int]:
    """Ids of clients in whose name every word begins a word, by family name. [] for no word.

    One query. Write the access register with the ids before anything of these clients is shown.
    """
    asked = _folded(words).split()
    if not asked:
        return []
    rows = Client.objects.annotate(folded=Folded(Concat(Value(" "), "family_name", Value(" "), "given_name")))
    for word in asked:
        rows = rows.filter(folded__contains=f" {word}")
    return list(rows.order_by("family_name", "given_name", "id").values_list("pk", flat=True)[:limit])


def clients(ids: Iterable[int]) -> dict[int, Client]:
    """Clients by id, each with its office. One query; none for no id."""
    wanted = set(ids)
    return Client.objects.select_related("office").in_bulk(wanted) if wanted else {}


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[\W_]+", " ", "".join(c for c in plain if not unicodedata.combining(c)))
