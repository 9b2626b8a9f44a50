"""What the rule of one scheme cannot do without, beside its authorisation: the first fault found is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

from capac.core.money import half_up
from capac.rules.facts import MAX_MONTH_CENTS, CaseError, Facts, Occupation, joined

TEMPORARY = "AR 25.11.1991 art. 106-109"
HOLIDAYS = "AR 25.11.1991 art. 78bis"
ACTIVATION = "AR 25.11.1991 art. 152quater"
GUARANTEE = "AR 25.11.1991 art. 131bis"
HOURS_A_DAY = 24_00
MAX_HOURLY = 1000_0000
"""No hourly wage reaches 1000 euro, in ten-thousandths."""
WEEKS, FOUR = 43333, 10_000


def check_own(facts: Facts) -> None:
    """Raise CaseError for what the scheme's rule could not use."""
    if facts.secondary_income_cents is not None and facts.scheme in WITHOUT_SECONDARY_INCOME:
        raise CaseError(
            "other_scheme", fact="secondary_income_daily", field="secondary_income_daily", rule="AR 25.11.1991 art. 130",
            value=facts.scheme,
        )  # fmt: skip
    if facts.scheme in CHECKS:
        CHECKS[facts.scheme](facts)


def _temporary(facts: Facts) -> None:
    """Occupations, each with the weekly hours that its regime divides by and with its hours."""
    for number, segment in enumerate(facts.segments):
        if not segment.regime:
            _missing("regime", f"authorisation[{number}].regime", TEMPORARY)
    if not facts.occupations:
        _missing("temporary", "temporary", TEMPORARY)
    for place, occupation in zip(count(), facts.occupations):
        _occupation(occupation, f"temporary[{place}]", facts)
    if sum(_total(occupation) for occupation in facts.occupations) > _most_hours(facts):
        raise _too_many("hours", "temporary", facts)


def _occupation(occupation: Occupation, place: str, facts: Facts) -> None:
    regimes = {segment.regime for segment in facts.segments_of_month or facts.segments}
    by_own = regimes & {"full_time", "part_time_with_rights"}
    if by_own and occupation.q is None:
        _missing("q", f"{place}.q", "AR 25.11.1991 art. 106")
    if regimes - by_own and occupation.s is None:
        _missing("s", f"{place}.s", "AR 25.11.1991 art. 107-108")
    if (occupation.hours is None) == (occupation.hours_by_day is None):
        if occupation.hours is None:
            _missing("hours", f"{place}.hours", TEMPORARY)
        raise CaseError("hours_twice", fact="hours", field=f"{place}.hours", rule=TEMPORARY)
    if occupation.hours_by_day is None and (
        len(joined(facts.segments_of_month)) > 1 or occupation.worked_rest_days
    ):
        _missing("hours_by_day", f"{place}.hours_by_day", "AR 25.11.1991 art. 109, 112")
    for day, hours in (occupation.hours_by_day or {}).items():
        if not facts.month.first <= day <= facts.month.last:
            raise CaseError(
                "outside_month", fact="hours_by_day", field=f"{place}.hours_by_day.{day}", rule=TEMPORARY, value=str(day)
            )  # fmt: skip
        if hours > HOURS_A_DAY:
            raise CaseError(
                "too_many_hours", fact="hours_by_day", field=f"{place}.hours_by_day.{day}", rule=TEMPORARY, most="24"
            )  # fmt: skip
    if (occupation.hours or 0) > _most_hours(facts):
        raise _too_many("hours", f"{place}.hours", facts)


def _holidays(facts: Facts) -> None:
    given = facts.holiday_hours
    if given is None:
        _missing("holiday_hours", "holiday_hours", HOLIDAYS)
    elif given.hours > _most_hours(facts):
        raise _too_many("hours", "holiday_hours.hours", facts)


def _activation(facts: Facts) -> None:
    given = facts.activation
    if given is None:
        _missing("activation", "activation", ACTIVATION)
        return
    _within(given.theoretical_cents, "theoretical", "activation.theoretical", rule=ACTIVATION)
    if given.hours > _most_hours(facts):
        raise _too_many("hours", "activation.hours", facts)


def _guarantee(facts: Facts) -> None:
    """A wage that gives a full-time wage above zero, and amounts that a month can hold."""
    given = facts.income_guarantee
    if given is None:
        _missing("income_guarantee", "income_guarantee", GUARANTEE)
        return
    if given.monthly_cents is None and given.hourly is None:
        _missing("monthly_wage", "income_guarantee.monthly_wage", GUARANTEE)
    _within(given.gross_cents, "gross_wage", "income_guarantee.gross_wage", rule=GUARANTEE)
    for name, hours in (("hours_paid", given.hours), ("absence_hours", given.absence_hours)):
        if hours > _most_hours(facts):
            raise _too_many(name, f"income_guarantee.{name}", facts)
    name = "monthly_wage" if given.hourly is None else "hourly_wage"
    for segment in facts.segments:
        q, s = segment.q or 1, segment.s or 1
        hourly = (
            (given.monthly_cents or 0) * FOUR * FOUR // (WEEKS * q) if given.hourly is None else given.hourly
        )
        if not 0 < hourly <= MAX_HOURLY or not half_up(hourly * s * WEEKS, FOUR * FOUR):
            raise CaseError("wage", fact=name, field=f"income_guarantee.{name}", rule=GUARANTEE)


def _within(cents: int, fact: str, field: str, *, rule: str) -> None:
    if cents > MAX_MONTH_CENTS:
        raise CaseError(
            "amount_too_high", fact=fact, field=field, rule=rule, most=str(MAX_MONTH_CENTS // 100)
        )


def _missing(fact: str, field: str, rule: str) -> None:
    raise CaseError("missing", fact=fact, field=field, rule=rule)


def _total(occupation: Occupation) -> int:
    return (occupation.hours or 0) + sum((occupation.hours_by_day or {}).values())


def _most_hours(facts: Facts) -> int:
    """The hours of the month, in hundredths."""
    return len(facts.month.days) * HOURS_A_DAY


def _too_many(fact: str, field: str, facts: Facts) -> CaseError:
    return CaseError(
        "too_many_hours", fact=fact, field=field, rule="AR 25.11.1991 art. 106-109", most=str(_most_hours(facts) // 100)
    )  # fmt: skip


CHECKS: Mapping[str, Callable[[Facts], None]] = {
    "temporary_unemployment": _temporary,
    "youth_holiday": _holidays,
    "senior_holiday": _holidays,
    "activation": _activation,
    "income_guarantee": _guarantee,
}
WITHOUT_SECONDARY_INCOME = ("activation", "income_guarantee")
"""Schemes whose rule says nothing of a secondary income."""
