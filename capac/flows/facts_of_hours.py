"""Facts of the schemes that pay hours an employer declares: temporary unemployment (WECH505), youth and senior
holidays (WECH510)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from capac.exchange import api as exchange
from capac.flows.facts_of_days import segment
from capac.flows.material import Built, Material
from capac.flows.schemes_of_month import YOUTH, differing_hours, opens
from capac.payment import api as payment
from capac.rules import api as rules

SUNDAY = 6
WORKED = "worked"


def temporary(given: Material) -> Built:
    """Hours lost, a job each, in the regime of each authorisation (AR 25.11.1991 art. 106-109)."""
    jobs = given.declared.temporary
    if stops := [*_without_week(jobs), *differing_hours(given.of_month, jobs)]:
        return None, stops[:1]
    occupations = [one for job in jobs for one in _occupations(job, given)]
    occupations[0] = replace(occupations[0], worked_rest_days=_worked_sundays(given))
    return rules.Facts(
        month=given.month,
        scheme=given.scheme,
        segments=tuple(replace(segment(s), regime=_regime(s)) for s in given.of_month),
        days=given.days_of_month,
        withholdings=given.kept,
        occupations=tuple(occupations),
    ), []


def holidays(given: Material) -> Built:
    """Hours of holidays, less the holidays with pay that the client says are left (art. 78bis)."""
    documents = [one for one in given.declared.holidays if one.is_senior != (given.scheme == YOUTH)]
    if stops := _without_week(documents):
        return None, stops[:1]
    if len({one.s for one in documents}) > 1:
        return None, [payment.Stop("several_jobs", "us")]
    left = given.card.paid_holidays_left_halves if given.card else None
    if left is None:
        return None, [payment.Stop("paid_holidays_unknown", "client")]
    hours = sum(one.hours for one in documents)
    return rules.Facts(
        month=given.month,
        scheme=given.scheme,
        segments=tuple(segment(s) for s in given.of_month),
        withholdings=given.kept,
        holiday_hours=rules.HolidayHours(hours=hours, s=documents[0].s, paid_days_left_halves=left),
    ), []


def lost_hours(declared: exchange.Declared) -> int:
    """Hours of temporary unemployment of the month, in hundredths."""
    return sum(hours for job in declared.temporary for hours in job.hours_of().values())


def _occupations(job: exchange.TemporaryUnemployment, given: Material) -> Iterator[rules.Occupation]:
    """One for the job; where the barème must give the amount, one for each share of the wage that a cause opens."""
    known = all(s.daily_cents is not None or s.half_cents is not None for s in given.of_month)
    by_share: dict[str, dict[str, Mapping[date, int]]] = defaultdict(dict)
    for risk, hours in job.by_risk.items():
        cause = causes_by_risk()[risk]
        by_share["" if known else rules.causes()[cause]["share"]][cause] = hours
    none: dict[str, Mapping[date, int]] = {"": {}}
    for found in by_share.values() or [none]:
        hours_by_day = _added(found.values())
        yield rules.Occupation(q=job.q, s=job.s, hours_by_day=hours_by_day, cause=min(found))


def _added(several: Iterable[Mapping[date, int]]) -> dict[date, int]:
    found: dict[date, int] = {}
    for hours in several:
        for day, number in hours.items():
            found[day] = found.get(day, 0) + number
    return dict(sorted(found.items()))


def causes_by_risk() -> dict[str, str]:
    """A cause by the risk that an employer declares; two that open the same share stand for one."""
    return {told["risk"]: cause for cause, told in reversed(rules.causes().items())}


def _regime(s: exchange.Segment) -> str:
    found = opens(s)
    return found.temporary or found.regime


def _worked_sundays(given: Material) -> tuple[date, ...]:
    """Of the days off only Sundays are known: no declaration says on which days somebody usually rests."""
    return tuple(
        day for day, what in given.days_of_month.items() if day.weekday() == SUNDAY and what == WORKED
    )


def _without_week(documents: Iterable[exchange.Document]) -> list[payment.Stop]:
    return [
        payment.Stop("weekly_hours_missing", "employer", {"document": one.ticket})
        for one in documents
        if not one.q or not one.s
    ]
