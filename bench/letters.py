"""Letters: how long one takes from its data to its bytes, mentions, legibility and all. The same letter 1 000 times."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import date
from time import perf_counter

from bench.measure import Figure, median
from capac.channels.letters import filling, lint, pdf
from capac.channels.letters.composing import compose
from capac.channels.letters.kinds import kind_of

KIND, LANGUAGE, TIMES = "recovery_decision", "fr", 1000
"""The longest kind: two pages, a table, sixteen mentions."""
DAY = date(2026, 7, 24)


def figures(times: int = TIMES) -> Iterator[tuple[str, Figure]]:
    """letter_ms: the median of all; letter_p95_ms: what nineteen of twenty stay below.

    One unmeasured before, which reads the data and the fonts. Raises AssertionError where the bytes differ.
    """
    first = one()
    taken = []
    for _ in range(times):
        began = perf_counter()
        body = one()
        taken.append(1000 * (perf_counter() - began))
        if body != first:
            raise AssertionError("the same letter gave other bytes")
    yield "letter_ms", median(taken, "ms")
    high = round(statistics.quantiles(taken, n=20)[18], 3)
    yield "letter_p95_ms", Figure(high, "ms", [high])


def one(kind: str = KIND, language: str = LANGUAGE) -> bytes:
    """One letter: everything that writing does but keeping its row."""
    rules = kind_of(kind)
    data = filling.checked(rules, filling.example(rules, language))
    content = compose(rules, language, data=data, around=lint.SAMPLE)
    lint.refuse_incomplete(rules, content)
    return pdf.letter_pdf(content.told, day=DAY)
