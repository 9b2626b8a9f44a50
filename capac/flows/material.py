"""What the builders of facts are given of one client, month and scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from capac.core.period import Month
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.rules import api as rules

Built = tuple[rules.Facts | None, list[payment.Stop]]
"""The facts, or None and what they lack."""


@dataclass(frozen=True, slots=True)
class Material:
    """Authorisations of the scheme that touch the month or the days around it at which it looks, in order; the card;
    its days; what employers declared; what is withheld."""

    month: Month
    scheme: str
    segments: tuple[exchange.Segment, ...]
    card: payment.Card | None
    days: Mapping[date, str]
    declared: exchange.Declared
    kept: rules.Withholdings

    @property
    def of_month(self) -> tuple[exchange.Segment, ...]:
        """The authorisations of the month itself."""
        return tuple(s for s in self.segments if s.last is None or s.last >= self.month.first)

    @property
    def days_of_month(self) -> dict[date, str]:
        """What happened on the days of the month itself."""
        return {day: what for day, what in self.days.items() if self.month.span.contains(day)}
