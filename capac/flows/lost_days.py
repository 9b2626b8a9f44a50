"""Days of a month that are lost whatever the card says: sanctions, days outside unemployment, days that are contested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from capac.core.period import Span
from capac.exchange import api as exchange


def lost(
    mine: Iterable[exchange.Segment], modules: Mapping[int, exchange.Modules], last: exchange.Modules
) -> list[Span]:
    """Days of a sanction (S10) or outside unemployment (S11): of each authorisation in the days that it rules, and of
    the one that rules last wherever it says."""
    found = []
    for segment in mine:
        of = modules[segment.authorisation_id]
        rules_for = Span(segment.first, segment.last)
        found += [span.clip(rules_for) for span in (*of.sanctions, *of.outside)]
    return [span for span in (*found, *last.sanctions, *last.outside) if span is not None]
