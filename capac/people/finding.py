"""Finding clients by name, slips allowed, and by telephone; reading many by id.

Accents, capitals and the order of words do not matter. First come those whose words are what was typed, then those
whose words begin so, then those that differ by a slip. What answers too many is not sorted whole: a name that one
client in ten bears costs as much as a rare one, and the page says that there are more.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Func, TextField

from capac.people.models import Client, ContactPoint
from capac.people.names import NameWords, words_of
from capac.people.slips import meant

MOST = 2000
"""So many answers of one kind are looked at, by index; the first page of more is not in order."""
PARTICLES = frozenset(
    {
        "abu",
        "ait",
        "al",
        "bel",
        "ben",
        "d",
        "de",
        "den",
        "der",
        "des",
        "du",
        "el",
        "l",
        "la",
        "le",
        "les",
        "mac",
    }
    | {"mc", "o", "t", "ten", "ter", "van", "vande", "vanden", "vander", "von", "zu"}
)
"""Words that one person writes apart and another one with the word that follows."""
SHORTEST_PHONE, COMPARED_DIGITS = 8, 8


class LastDigits(Func):
    """The last eight digits of a telephone number, as the index contact_phone has them."""

    template = r"right(regexp_replace(%(expressions)s, '\D', '', 'g'), 8)"
    output_field = TextField()


@dataclass(frozen=True)
class Found:
    """A page of clients: who answers as asked, who by a slip, how to ask for the next page, and whether too many answer."""

    asked: list[int]
    by_slip: list[int]
    next: str
    too_many: bool


def search(words: str, *, after: str = "", limit: int) -> Found:
    """A page of the clients whose name has every word typed: those called so; where nobody is, those whose name
    begins so; where nobody does, those who are a slip away. `next` asks for what comes after, to the last kind.

    `after` is the `next` of the page before; a wrong one begins anew. Write the access register with the ids before
    anything of these clients is shown. One query to find the place, one for slips, one a kind; each by an index.
    """
    typed = words_of(words)
    kind, key = _place(after)
    while typed and kind < len(KINDS):
        ids, total = _page(KINDS[kind](typed), key, limit + 1)
        if len(ids) > limit:
            return _found(ids[:limit], kind, f"{kind}.{_key_of(ids[limit - 1])}", total)
        if ids:
            return _found(ids, kind, f"{kind + 1}." if kind + 1 < len(KINDS) else "", total)
        kind, key = kind + 1, None
    return Found([], [], "", False)


def find(words: str, *, limit: int) -> list[int]:
    """Ids of clients in whose name every word begins a word, by family name; of very many some. [] for no word.

    One query, by an index. Write the access register with the ids before anything of these clients is shown.
    """
    typed = words_of(words)
    return _page(_every(typed, ":*"), None, limit)[0] if typed else []


def by_phone(number: str, *, limit: int) -> list[int]:
    """Ids of clients who gave this telephone number, however it is written. One query, by an index."""
    digits = _national(number)
    if len(digits) < SHORTEST_PHONE:
        return []
    last = digits[-COMPARED_DIGITS:]
    rows = ContactPoint.objects.annotate(last=LastDigits("value")).filter(kind="phone", last=last)
    found = rows.values_list("client_id", "value")[: 10 * limit]
    return sorted({client for client, value in found if _national(value) == digits})[:limit]


def clients(ids: Iterable[int]) -> dict[int, Client]:
    """Clients by id, each with its office. One query; none for no id."""
    wanted = set(ids)
    return Client.objects.select_related("office").in_bulk(wanted) if wanted else {}


def _national(number: str) -> str:
    """The digits of a telephone number without the prefix of the country or of the trunk."""
    digits = re.sub(r"\D", "", number)
    return re.sub(r"^(?:0032|32(?=\d{8,9}$)|0)", "", digits)


def _same(typed: Sequence[str]) -> str:
    return _every(typed, "")


def _begun(typed: Sequence[str]) -> str:
    return f"({_every(typed, ':*')}) & !({_every(typed, '')})"


def _slipped(typed: Sequence[str]) -> str:
    near = (f"({' | '.join(map(_quoted, words))})" for words in meant(typed).values())
    return f"{' & '.join(near)} & !({_every(typed, '')})"


KINDS = (_same, _begun, _slipped)
"""The kinds of answers, the nearest first: each the words that it asks for."""


def _found(ids: list[int], kind: int, following: str, total: int) -> Found:
    slipped = KINDS[kind] is _slipped
    return Found([] if slipped else ids, ids if slipped else [], following, total > MOST)


def _every(typed: Sequence[str], ending: str) -> str:
    """Every word, or every word with its particles joined to it."""
    ways = {" & ".join(_quoted(word) + ending for word in way) for way in (tuple(typed), _joined(typed))}
    return " | ".join(f"({way})" for way in sorted(ways))


def _joined(typed: Sequence[str]) -> tuple[str, ...]:
    """van den berghe marie: vandenberghe, marie."""
    words, held = [], ""
    for word in typed:
        held += word
        if word not in PARTICLES:
            words.append(held)
            held = ""
    return (*words, held) if held else tuple(words)


def _quoted(word: str) -> str:
    """Letters and digits alone, so nothing can end the quotation."""
    return f"'{word}'"


def _page(query: str, after: tuple[str, str, int] | None, limit: int) -> tuple[list[int], int]:
    """Ids of one kind after a place, by name, and how many there are in all, up to one more than MOST.

    The words are looked up first and whole (MATERIALIZED): an ordered walk through the names, which the planner
    likes for a frequent word, takes seconds where that word stands at the end of the alphabet.
    """
    rows = Client.objects.annotate(words=NameWords("family_name", "given_name"))
    rows = rows.filter(words=SearchQuery(query, config="simple", search_type="raw"))
    inner, asked = rows.values("id", "family_name", "given_name").query.sql_with_params()
    beyond = "WHERE (family_name, given_name, id) > (%s, %s, %s)" if after else ""
    sql = f"""WITH hit AS MATERIALIZED ({inner}), few AS MATERIALIZED (SELECT * FROM hit LIMIT %s),
        counted AS (SELECT id, family_name, given_name, (SELECT count(*) FROM few) AS number FROM few)
        SELECT id, number FROM counted {beyond} ORDER BY family_name, given_name, id LIMIT %s"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [*asked, MOST + 1, *(after or ()), limit])
        found = cursor.fetchall()
    return [pk for pk, _ in found], found[0][1] if found else 0


def _key_of(client_id: int) -> uuid.UUID:
    """The place of a client, as a page may carry it: no name and no number of ours."""
    return Client.objects.values_list("key", flat=True).get(pk=client_id)


def _place(after: str) -> tuple[int, tuple[str, str, int] | None]:
    kind, _, key = after.partition(".")
    if kind not in {"0", "1", "2"}:
        return 0, None
    try:
        row = Client.objects.filter(key=uuid.UUID(key)).values_list("family_name", "given_name", "id").first()
    except ValueError:
        row = None
    return int(kind), row
