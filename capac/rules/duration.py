"""How long the right to full unemployment runs, and the phase of a day, from facts.

In words. From 1.3.2026 a right holds twelve months and one month more for every 104 days of career beyond the
312 of access, at most twelve more (AR 25.11.1991 art. 30, 114); it has no end for one who applies at 55 or
older with the years of career of that year, and for some others (art. 114 § 2, 2/1). Phases are months
counted date to date (art. 112): A1 to month 3, A2 to 6, A3 to 12, then X with a career, B without.

A right that was running on 30.6.2025 is in transition (programme law of 18.7.2025 art. 212): counted from
1.7.2025, or from the first application after a job, it lasts by the period in which it then was, never beyond
30.6.2030, and keeps the phases and amounts of before: 11, 12 and 13 in the first year, then 2A; the steps after
it are not known here, the third period is the fixed amount F. Both regimes run side by side: the day on which
the right opened chooses. A right opened between the two (1.7.2025 to 28.2.2026) is refused by name.

An interruption pushes back the end and the phases (art. 116). Work of half-time or more with the income
guarantee keeps the right until that job ends (art. 116 § 3; programme law art. 216).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from capac.core.period import Span, plus_months
from capac.rules.facts import CaseError
from capac.rules.parameters import MissingParameterError, Parameter
from capac.rules.right import Job, Right, Stop
from capac.rules.rights import held

NEW, LAST_OLD, TRANSITION = date(2026, 3, 1), date(2025, 6, 30), date(2025, 7, 1)
NEW_PHASES = (("A1", 3), ("A2", 6), ("A3", 12))
OLD_PHASES = (("11", 3), ("12", 6), ("13", 12))
"""Phases of the first period and the month in which each ends."""
FIRST_YEAR = 12


@dataclass(frozen=True)
class Phase:
    """A phase and its days; no last day where it has no end."""

    name: str
    span: Span


@dataclass
class _Used:
    """The parameters that an answer rests on, and those that it lacks."""

    on: date
    parameters: dict[str, Parameter] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def number(self, name: str, on: date | None = None) -> int:
        """The whole number of a parameter."""
        return int(self.text(name, on))

    def text(self, name: str, on: date | None = None) -> str:
        """The value of a parameter, which is then one of those used."""
        found = held(name, on or self.on)
        self.parameters[name] = found
        return found.value


@dataclass(frozen=True)
class Duration:
    """The answer. `state`: open, interrupted, ended, not_open. `reason` says which rule gave the end; `ends_on` None: no end.

    `missing` names what would be needed to tell the phase, where it cannot be told.
    """

    regime: str
    state: str
    reason: str
    months: int | None
    ends_on: date | None
    phase: str
    phases: tuple[Phase, ...]
    missing: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def duration(right: Right, on: date) -> Duration:
    """End of the right and phase of a day. Raises CaseError for a missing fact, MissingParameterError for a regime
    that is not known."""
    regime = _regime(right.opened_on, on)
    used = _Used(max(right.opened_on, NEW) if regime == "new" else TRANSITION)
    if regime == "new" and not _has_access(right, used):
        return Duration(
            regime, "not_open", "no_access", None, None, "", (), (), tuple(used.parameters.values())
        )
    reason, months, starts = _length(right, regime, used)
    ends_on = _last_day(right, starts, months=months, regime=regime, used=used)
    if ends_on is not None and _guarantee_keeps(right.guarantee, ends_on):
        assert right.guarantee is not None
        reason, ends_on = "income_guarantee", right.guarantee.span.last
    phases = tuple(_phases(right, regime, reason, ends_on, used))
    state = _state(right, ends_on, on, used)
    phase = next((one.name for one in phases if one.span.contains(on)), "") if state == "open" else ""
    if state != "open" or phase:
        used.missing.clear()
    return Duration(
        regime,
        state,
        reason,
        months,
        ends_on,
        phase,
        phases,
        tuple(used.missing),
        tuple(used.parameters.values()),
    )


def _regime(opened_on: date, on: date) -> str:
    if on < opened_on:
        raise CaseError(
            "right_before", fact="on", field="on", rule="AR 25.11.1991 art. 112", value=str(opened_on)
        )
    if opened_on >= NEW:
        return "new"
    if opened_on > LAST_OLD:
        raise MissingParameterError("right_opened_between_regimes", opened_on)
    return "transition" if on >= TRANSITION else "old"


def _need(value: int | None, name: str, rule: str) -> int:
    if value is None:
        raise CaseError("missing", fact=name, field=f"right.{name}", rule=rule)
    return value


def _has_access(right: Right, used: _Used) -> bool:
    days = _need(right.access_days, "access_days", "AR 25.11.1991 art. 30")
    return days >= used.number("right_access_days")


def _length(right: Right, regime: str, used: _Used) -> tuple[str, int | None, date]:
    """Which rule gives the length, how many months (None: no end), counted from which day."""
    if regime == "old":
        return "old_regime", None, right.opened_on
    if right.unlimited:
        return right.unlimited, None, right.opened_on
    if _has_career(right, regime, used):
        return "career", None, right.opened_on
    if regime == "new":
        base = used.number("right_base_months")
        days = _need(right.career_days, "career_days", "AR 25.11.1991 art. 114")
        return "new_regime", base + _added(days - used.number("right_access_days"), used), right.opened_on
    starts = max(TRANSITION, right.applied_after_job or TRANSITION)
    return (*_transition(right, used), starts)


def _has_career(right: Right, regime: str, used: _Used) -> bool:
    """Old enough, with a long enough career, on the day that counts."""
    rule = "AR 25.11.1991 art. 114 § 2" if regime == "new" else "programme law 18.7.2025 art. 212 § 2"
    age = _need(right.age, "age", rule)
    whose = "right" if regime == "new" else "transition"
    if age < used.number(f"{whose}_unlimited_age"):
        return False
    return _need(right.career_years, "career_years", rule) >= used.number(f"{whose}_unlimited_career")


def _added(days: int, used: _Used) -> int:
    """One month for each whole span of days, within the most."""
    whole = max(0, days) // used.number("right_days_a_month")
    return min(whole, used.number("right_most_added_months"))


def _transition(right: Right, used: _Used) -> tuple[str, int]:
    """The length by the period in which the right was on 30.6.2025."""
    rule = "programme law 18.7.2025 art. 212"
    period = _need(right.period, "period", rule)
    if period == 1:
        return "transition_first_period", _first_period(right, used)
    if period == 2:
        return "transition_second_period", used.number("transition_second_period_months")
    received = _need(right.allowances, "allowances", rule)
    steps = used.text("transition_third_period_allowances").split("/")
    lengths = used.text("transition_third_period_months").split("/")
    return "transition_third_period", int(lengths[sum(received >= int(step) for step in steps)])


def _first_period(right: Right, used: _Used) -> int:
    rule = "programme law 18.7.2025 art. 212"
    most = used.number("transition_first_period_months")
    years = _need(right.career_years, "career_years", rule)
    if years >= used.number("transition_first_period_career"):
        return most
    days = _need(right.career_days, "career_days", rule)
    return min(most, FIRST_YEAR + _added(days - used.number("transition_access_days"), used))


def _last_day(right: Right, starts: date, *, months: int | None, regime: str, used: _Used) -> date | None:
    """The last day of so many months with what interrupts them; a transition never runs beyond its own last day."""
    if months is None:
        return None
    end = _pushed(_eve(starts, months), right, used, since=starts)
    if regime != "transition":
        return end
    return min(end, date.fromisoformat(used.text("transition_last_day")))


def _guarantee_keeps(job: Job | None, ends_on: date) -> bool:
    """Work of half-time or more that runs beyond the end (AR art. 116 § 3)."""
    return job is not None and 2 * job.q >= job.s and job.span.first <= ends_on < (job.span.last or date.max)


def _eve(first: date, months: int) -> date:
    """The last day of so many months, date to date."""
    return plus_months(first, months) - timedelta(1)


def _pushed(end: date, right: Right, used: _Used, *, since: date) -> date:
    """The end pushed back by each interruption that begins before it, in date order (AR art. 116)."""
    for stop in sorted(right.stops, key=lambda stop: stop.span.first):
        assert stop.span.last is not None
        first = max(stop.span.first, since)
        if first <= end and stop.span.last >= first and _counts(stop, used):
            used.text("right_interruption")
            end += stop.span.last - first + timedelta(1)
    return end


def _counts(stop: Stop, used: _Used) -> bool:
    """Self-employment stops the period from three months on."""
    if stop.reason != "self_employed":
        return True
    months = used.number("right_self_employed_months")
    assert stop.span.last is not None
    return _eve(stop.span.first, months) <= stop.span.last


def _phases(right: Right, regime: str, reason: str, ends_on: date | None, used: _Used) -> Iterator[Phase]:
    """The phases in order, cut at the end of the right; where one is not known, the story stops and it is named."""
    first = right.opened_on
    if right.period == 3 and regime == "transition":
        yield Phase("F", Span(TRANSITION, ends_on))
        return
    for name, month in NEW_PHASES if regime == "new" else OLD_PHASES:
        last = _pushed(_eve(right.opened_on, month), right, used, since=right.opened_on)
        if ends_on is not None and ends_on < first:
            return
        yield Phase(name, Span(first, last if ends_on is None else min(last, ends_on)))
        first = last + timedelta(1)
    if ends_on is not None and ends_on < first:
        return
    yield from _second(right, regime, reason, used, rest=Span(first, ends_on))


def _second(right: Right, regime: str, reason: str, used: _Used, *, rest: Span) -> Iterator[Phase]:
    """After the first year."""
    if regime == "new":
        if right.unlimited:
            used.missing.append("second_period_without_career")
        else:
            yield Phase("X" if reason == "career" else "B", rest)
        return
    used.missing.append("old_second_period_steps")
    if right.career_years is None:
        used.missing[-1:] = ["career_years"]
        return
    months, a_year = map(int, used.text("old_second_period_months").split("+"))
    length = FIRST_YEAR + min(FIRST_YEAR, months + a_year * right.career_years)
    span = rest.clip(
        Span(rest.first, _pushed(_eve(right.opened_on, length), right, used, since=right.opened_on))
    )
    if span is not None:
        yield Phase("2A", span)


def _state(right: Right, ends_on: date | None, on: date, used: _Used) -> str:
    """Whether the right is open on a day."""
    if ends_on is not None and on > ends_on:
        return "ended"
    interrupted = any(stop.span.contains(on) and _counts(stop, used) for stop in right.stops)
    return "interrupted" if interrupted else "open"
