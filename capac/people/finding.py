"""Finding clients by name, and reading many by id. Accents, capitals and order do not matter."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery

from capac.people.models import Client
from capac.people.names import NameWords, words_of


def find(words: str, *, limit: int) -> list[int]:
    """Ids of clients in whose name every word begins a word, by family name. [] for no word.

    One query, by an index. Write the access register with the ids before anything of these clients is shown.
    """
    asked = words_of(words)
    if not asked:
        return []
    query = SearchQuery(" & ".join(f"{word}:*" for word in asked), config="simple", search_type="raw")
    rows = Client.objects.annotate(words=NameWords("family_name", "given_name")).filter(words=query)
    return list(rows.order_by("family_name", "given_name", "id").values_list("pk", flat=True)[:limit])


def clients(ids: Iterable[int]) -> dict[int, Client]:
    """Clients by id, each with its office. One query; none for no id."""
    wanted = set(ids)
    return Client.objects.select_related("office").in_bulk(wanted) if wanted else {}
