"""Words that were meant: those of a name's words that differ from what was typed by a slip or two.

The words of all names are few (two hundred thousand for a country), so the slip is looked for among them and not
among the clients: among those of about the same length that begin or end alike, by counting letters (fuzzystrmatch).
Trigrams find less (of a short word with two letters exchanged one in five is left) and cost ten times as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from capac.people.models import NameWord
from capac.people.names import words_of_name

SHORTEST = 3
MOST = 12
"""Words taken for one that was typed, the nearest first."""
SLIPS_OF_LONG, LONG = 2, 4
"""A word of four letters or more may have two slips: two letters exchanged count as two."""


def note_words(names: Iterable[tuple[str, str]]) -> None:
    """Remember the words of (family name, given name) of clients who are registered."""
    words = {word for family, given in names for word in words_of_name(family, given)}
    NameWord.objects.bulk_create(
        [NameWord(word=word) for word in sorted(words)], batch_size=5000, ignore_conflicts=True
    )


def meant(typed: Sequence[str]) -> dict[str, list[str]]:
    """For each word typed the words of names near to it, itself included. Those that begin with it are not among
    them: they are found by their beginning. One query."""
    long_enough = [word for word in typed if len(word) >= SHORTEST]
    found: dict[str, list[str]] = {word: [] for word in typed}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [LONG, SLIPS_OF_LONG, long_enough, MOST])
        for word, near in cursor.fetchall():
            found[word].append(near)
    return {word: sorted({word, *near}) for word, near in found.items()}


_SQL = """
    WITH asked AS (SELECT word, CASE WHEN length(word) >= %s THEN %s ELSE 1 END AS slips FROM unnest(%s::text[]) AS word)
    SELECT asked.word, near.word
    FROM asked CROSS JOIN LATERAL (
        SELECT one.word FROM (
            SELECT word FROM people_nameword AS n WHERE left(n.word, 1) = left(asked.word, 1)
                AND length(n.word) BETWEEN length(asked.word) - asked.slips AND length(asked.word) + asked.slips
            UNION ALL
            SELECT word FROM people_nameword AS n WHERE right(n.word, 2) = right(asked.word, 2)
                AND length(n.word) BETWEEN length(asked.word) - asked.slips AND length(asked.word) + asked.slips
                AND left(n.word, 1) <> left(asked.word, 1)
        ) AS one
        WHERE levenshtein_less_equal(one.word, asked.word, asked.slips) <= asked.slips
            AND (one.word = asked.word OR NOT starts_with(one.word, asked.word))
        ORDER BY levenshtein(one.word, asked.word), one.word LIMIT %s
    ) AS near"""
