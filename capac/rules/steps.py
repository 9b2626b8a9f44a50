"""What a calculation remembers: enough to tell every sentence of it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capac.core.period import Month
from capac.rules.why import REASONS, Why
from capac.rules.withholdings import Withheld

ALONE, PERSON = -1, -1
"""The occupation of a segment where occupations are not told apart; the owner of a figure of the whole month."""


DAY_SCHEMES = ("full_unemployment", "insertion_allowance", "voluntary_part_time")
"""In the others a day only says whether it counts."""


def day_byte(why: Why, halves: int) -> int:
    """A day in one byte."""
    return why * REASONS + halves


@dataclass(frozen=True)
class SegmentSteps:
    """What one segment (of one occupation) came to: halves paid, amounts in cents, whether its gross was taxed.

    `by_half`: its halves are half-allowances, each worth `half_cents`; otherwise two of them are one allowance.
    """

    first: date
    halves: int
    daily_cents: int
    half_cents: int
    gross_cents: int
    family: str
    taxed: bool
    by_half: bool = False
    occupation: int = ALONE


@dataclass(frozen=True)
class Told:
    """A figure with its value: of the whole month, or of the segment at this place."""

    name: str
    value: int
    segment: int = PERSON


@dataclass(frozen=True)
class Steps:
    """Everything that a stored calculation remembers. `tax_rate` in basis points, 0 where nothing is taxed.

    `day_block` is one byte a day, reason x 4 + halves; empty where the scheme has no day grid.
    """

    month: Month
    scheme: str
    segments: tuple[SegmentSteps, ...]
    day_block: bytes
    figures: tuple[Told, ...]
    gross_cents: int
    tax_cents: int
    tax_rate: int
    tax_uncertain: bool
    withheld: tuple[Withheld, ...]
    parameters: tuple[tuple[str, date], ...]

    @property
    def days(self) -> tuple[tuple[Why, int], ...]:
        """Reason and halves of each day of the month."""
        return tuple((Why(byte // REASONS), byte % REASONS) for byte in self.day_block)

    @property
    def counts_days(self) -> bool:
        """Each day of the grid carries its own part of an allowance."""
        return self.scheme in DAY_SCHEMES

    @property
    def allowances_halves(self) -> int:
        """Halves paid in all."""
        return sum(segment.halves for segment in self.segments)

    @property
    def counts_half_allowances(self) -> bool:
        """All that is paid is counted in half-allowances (AR art. 103, 108)."""
        return bool(self.segments) and all(segment.by_half for segment in self.segments)

    @property
    def net_cents(self) -> int:
        """Gross less tax."""
        return self.gross_cents - self.tax_cents

    @property
    def payable_cents(self) -> int:
        """What goes to the client."""
        return self.net_cents - sum(item.cents for item in self.withheld)

    def figure(self, name: str) -> int:
        """The value of a figure of the whole month; 0 where it is not told."""
        return next((told.value for told in self.figures if told.name == name and told.segment == PERSON), 0)
