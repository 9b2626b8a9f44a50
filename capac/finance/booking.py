"""In which month an event is booked: its own, unless that was closed before the event was known.

Decided by facts alone (day, moment known, closings, stragglers), so that deriving again decides the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from capac.core.period import Month
from capac.finance.events import Event
from capac.finance.models import Closing, Straggler


@dataclass
class Booking:
    """Closed months with the moment of their closing, and what came late all the same."""

    closed: dict[date, datetime]
    stragglers: dict[tuple[str, int, str], date]
    replaying: bool
    late: list[Straggler] = field(default_factory=list)

    def month_of(self, event: Event) -> date:
        """The first day of the month of its booking. One that the closing should have seen is noted."""
        if event.source in self.stragglers:
            return self.stragglers[event.source]
        month = Month.of(event.day)
        while month.first in self.closed and self.closed[month.first] < event.known_at:
            month = month.next()
        if month.first in self.closed and not self.replaying:
            while month.first in self.closed:
                month = month.next()
            self.late.append(Straggler(**_named(event), book_month=month.first))
        return month.first

    def kept(self) -> int:
        """Keep what came late; returns how many."""
        late, self.late = self.late, []
        return len(Straggler.objects.bulk_create(late))


def bookings(*, replaying: bool) -> Booking:
    """What decides, as it stands now. Two small queries."""
    stragglers = {
        (row.source_kind, row.source_id, row.event): row.book_month for row in Straggler.objects.all()
    }
    return Booking(dict(Closing.objects.values_list("month", "closed_at")), stragglers, replaying)


def _named(event: Event) -> dict[str, str | int]:
    return {"source_kind": event.source_kind, "source_id": event.source_id, "event": event.event}
