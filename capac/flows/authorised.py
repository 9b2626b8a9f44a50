"""What may be paid on each day: what ONEM authorised, and where no C2 rules what was granted provisionally."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from capac.core import clock, workdays
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.payment import api as payment

Segments = dict[int, tuple[exchange.Segment, ...]]


def authorised(clients: Collection[int] | None, span: Span, *, known: datetime) -> Segments:
    """Per client the segments that touch the span, in order and without overlap. None asks for everybody.

    Two queries, and one more where something is provisional. A refusal of ONEM rules too: nothing is provisional
    on a day on which ONEM has said anything.
    """
    found = exchange.authorised(clients, span, known=known)
    given = payment.provisional.granted(clients, span, known=known)
    if not given:
        return found
    ruled = exchange.authorised(given, Span(workdays.FIRST), known=known)
    for client, segments in given.items():
        free = (piece for one in segments for piece in _free(one, ruled.get(client, ())))
        inside = [one for one in free if span.overlaps(Span(one.first, one.last))]
        if inside:
            found[client] = tuple(sorted([*found.get(client, ()), *inside], key=lambda one: one.first))
    return found


def is_provisional(client_id: int, *, today: date) -> bool:
    """Some day up to today rests on a provisional grant, because no C2 rules it. Three queries at most."""
    segments = authorised([client_id], Span(workdays.FIRST, today), known=clock.now()).get(client_id, ())
    return any(one.authorisation_id < 0 for one in segments)


def _free(one: exchange.Segment, ruled: Iterable[exchange.Segment]) -> Iterator[exchange.Segment]:
    """The stretches of a segment that none of the others holds."""
    spans = [Span(one.first, one.last)]
    for other in ruled:
        spans = [rest for span in spans for rest in span.without(Span(other.first, other.last))]
    yield from (replace(one, first=span.first, last=span.last) for span in spans)
