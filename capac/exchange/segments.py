"""What is authorised for a client on each day, as known at any moment.

Each C2 rules for the days that it holds. Where two hold a day, ONEM's later decision rules: the one
issued later, then the one known later; of one reference, always the higher sequence, in whatever
order they arrived.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import numpy as np

from capac.core.period import Span
from capac.exchange.models import Authorisation, AuthorisedPeriod
from capac.records import api as records


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of days ruled by one body of one C2. `first` and `last` are its true ends, unclipped.

    Amounts in cents, weekly hours in hundredths. A segment with a `refusal` carries no scheme: in
    these days nothing may be paid. `last` None means that no end is known.
    """

    first: date
    last: date | None
    code: str
    scheme: str
    refusal: str
    family: str
    first_year: bool | None
    daily_cents: int | None
    half_cents: int | None
    wage_code: str
    phase: str
    q_hundredths: int | None
    s_hundredths: int | None
    authorisation_id: int
    notified_on: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """One authorised period as stored, with what decides its rank."""

    client_id: int
    reference: str
    sequence: int
    issued_on: date
    span: Span
    segment: Segment


def authorised(
    clients: Collection[int] | None, span: Span, *, known: datetime
) -> dict[int, tuple[Segment, ...]]:
    """Per client the segments that touch the span, in order and without overlap. None asks for everybody.

    One query, whatever the number of clients. A client without authorisation in the span is absent.
    """
    found = {}
    for client_id, rows in groupby(_held(clients, known), key=lambda row: row.client_id):
        segments = tuple(s for s in overlay(list(rows)) if span.overlaps(Span(s.first, s.last)))
        if segments:
            found[client_id] = segments
    return found


def overlay(rows: list[Held]) -> list[Segment]:
    """Lay the periods of one client over each other, the ruling ones last; days in order."""
    ruled: list[tuple[Span, Held]] = []
    for row in in_rank(rows):
        ruled = [(rest, old) for span, old in ruled for rest in span.without(row.span)]
        ruled.append((row.span, row))
    ruled.sort(key=lambda pair: pair[0].first)
    return [_stretch(row.segment, span) for span, row in ruled]


def in_rank(rows: list[Held]) -> list[Held]:
    """The rows with the ruling ones last. Rows of one reference keep their places but stand by sequence."""
    ranked = sorted(rows, key=lambda r: (r.issued_on, r.segment.known_at, r.segment.authorisation_id))
    by_reference: dict[str, list[Held]] = {}
    for row in ranked:
        by_reference.setdefault(row.reference, []).append(row)
    turns = {
        reference: iter(sorted(group, key=lambda r: (r.sequence, r.span.first)))
        for reference, group in by_reference.items()
    }
    return [next(turns[row.reference]) for row in ranked]


def changed_since(moment: datetime, known: datetime) -> records.Ids:
    """Clients, in order, for whom an authorisation became known after the first moment, up to and with the second."""
    rows = Authorisation.objects.filter(known_at__gt=moment, known_at__lte=known).order_by()
    return np.unique(np.fromiter(rows.values_list("client_id", flat=True).iterator(), np.int64))


def _stretch(s: Segment, span: Span) -> Segment:
    if (s.first, s.last) == (span.first, span.last):
        return s
    return Segment(
        span.first, span.last, s.code, s.scheme, s.refusal, s.family, s.first_year, s.daily_cents,
        s.half_cents, s.wage_code, s.phase, s.q_hundredths, s.s_hundredths, s.authorisation_id,
        s.notified_on, s.known_at,
    )  # fmt: skip


_COLUMNS = (
    "authorisation__client_id", "authorisation__reference", "authorisation__sequence",
    "authorisation__issued_on", "valid_from", "valid_to", "code", "scheme", "refusal", "family",
    "first_year", "daily_cents", "half_cents", "wage_code", "phase", "q_hundredths", "s_hundredths",
    "authorisation_id", "authorisation__notified_on", "authorisation__known_at",
)  # fmt: skip


def _held(clients: Collection[int] | None, known: datetime) -> Iterable[Held]:
    rows = AuthorisedPeriod.objects.filter(authorisation__known_at__lte=known)
    if clients is not None:
        rows = rows.filter(records.among("authorisation__client_id", clients))
    for row in records.each(rows.order_by("authorisation__client_id").values_list(*_COLUMNS), clients):
        client_id, reference, sequence, issued_on, *rest = row
        yield Held(client_id, reference, sequence, issued_on, Span(rest[0], rest[1]), Segment(*rest))
