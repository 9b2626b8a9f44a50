"""Voluntary part-time once more, in plain Python with Decimal, written from the reference. Imports nothing of capac.

Section 3.2: N = Q x 12 / S to the nearest whole; one half a day from Monday to Saturday, the rest again from
Monday; the whole month first, then two halves for each day of AR 44 and each lost Saturday, one for a half
Saturday; other days lose their own; days before the first payable day are neither counted nor deducted.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.rules.second_opinion.plain import (
    CENT,
    DECEMBER,
    HALF,
    NOTHING,
    PAID_BY_EMPLOYER,
    SATURDAY,
    SUNDAY,
    Sheet,
)

ONE, TWO = 1, 2


def month(case: dict[str, Any]) -> dict[str, str]:
    """Half-allowances, gross and tax of a case whose segments carry their amounts."""
    return PartTime(case).money()


class PartTime(Sheet):
    """One month on paper, in half-allowances."""

    def pattern(self, day: date) -> int:
        """What the weekly pattern gives a day inside the authorisation."""
        number = self.inside(day)
        if number is None or day.weekday() == SUNDAY:
            return 0
        segment = self.segments[number]
        week = Decimal(segment["q"]) * 12 / Decimal(segment["s"])
        whole = int(week.quantize(Decimal(1), ROUND_HALF_UP))
        halves = [0] * 6
        for n in range(whole):
            halves[n % 6] += 1
        return halves[day.weekday()]

    def base(self, day: date) -> Decimal:
        """A day is payable when the pattern gives something and the card takes nothing."""
        payable = self.marks.get(day) in {None, "holiday"}
        return Decimal(self.pattern(day)) if payable else NOTHING

    def deduction(self, day: date) -> tuple[int, bool]:
        """Halves taken for a day, and whether the day is a Saturday that is only halved."""
        mark = self.marks.get(day)
        if mark in PAID_BY_EMPLOYER:
            return TWO, False
        if mark not in {None, "holiday"}:
            return self.pattern(day), False
        if day.weekday() == SATURDAY:
            worth = self.saturday(day)
            return (TWO, False) if worth == NOTHING else (ONE, True) if worth == HALF else (0, False)
        return 0, False

    def halves(self) -> dict[date, int]:
        """Each day of the authorisation, holidays with pay taken off; a day can be below nothing."""
        mine = [day for day in self.days if self.inside(day) is not None and self.counts(day)]
        worth, left, halved = {}, {}, set()
        for day in mine:
            taken, is_half = self.deduction(day)
            worth[day] = self.pattern(day) - taken
            left[day] = max(0, worth[day])
            if is_half:
                halved.add(day)
        days_with_pay = Decimal(self.case.get("paid_holiday_left", "0"))
        turns = [[day for day in mine if self.holiday(day)]]
        if self.first.month == DECEMBER:
            turns.append(mine[::-1])
        for turn in turns:
            for day in turn:
                if left[day] <= 0:
                    continue
                cost = HALF if day in halved else Decimal(1)
                used = min(days_with_pay, cost)
                lost = int((left[day] * used / cost).quantize(Decimal(1), ROUND_HALF_UP))
                days_with_pay -= used
                left[day] -= lost
                worth[day] -= lost
        return worth

    def money(self) -> dict[str, str]:
        """Half-allowances of each segment, never below zero, at its half amount."""
        worth = self.halves()
        total, gross, taxed = 0, NOTHING, NOTHING
        for number, segment in enumerate(self.segments):
            count = max(0, sum(n for day, n in worth.items() if self.inside(day) == number))
            half = (
                Decimal(segment["half_amount"])
                if "half_amount" in segment
                else Decimal(segment["daily_amount"]) / 2
            )
            amount = count * half.quantize(CENT, ROUND_HALF_UP)
            total, gross = total + count, gross + amount
            if segment["family"] == "B" and segment["first_year"]:
                taxed += amount
        return {"allowances": str(total), "unit": "half_allowances"} | self.taxed(gross, taxed)
