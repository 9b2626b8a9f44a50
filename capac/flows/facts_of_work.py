"""Facts of the schemes that stand beside a wage an employer declares: income guarantee (WECH506), activation (WECH508)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from capac.core.money import half_up
from capac.exchange import api as exchange
from capac.flows.facts_of_days import segment
from capac.flows.facts_of_hours import lost_hours
from capac.flows.material import Built, Material
from capac.flows.schemes_of_month import differing_hours, opens
from capac.payment import api as payment
from capac.rules import api as rules

PAID = ("1", "2", "3.1", "3.2", "3.3", "3.5", "4")
"""Codes of hours that are paid, holidays with them (hours "incl. holidays" of the guarantee, decision 0027)."""
UNPAID, LOST, SICK, IDLE = "7", "5", "6", "8"
"""Absence, temporary unemployment, sickness, and hours on which nobody usually works there."""
OLD = "old_scheme"
SUNDAY, DAY_HALVES, HALVES_A_WEEK = 6, 2, 12


def guarantee(given: Material) -> Built:
    """A month of part-time work: wage, hours and what lowers the days (AR 25.11.1991 art. 131bis)."""
    jobs = given.declared.part_time
    if len(jobs) > 1:
        return None, [payment.Stop("several_jobs", "us")]
    job = jobs[0]
    if not job.q or not job.s:
        return None, [payment.Stop("weekly_hours_missing", "employer", {"document": job.ticket})]
    if stops := [*differing_hours(given.of_month, jobs), *_unclear(job)]:
        return None, stops[:1]
    days = _days(job, given)
    return rules.Facts(
        month=given.month,
        scheme=given.scheme,
        segments=tuple(_with_hours(s, job) for s in given.of_month),
        days=days,
        withholdings=given.kept,
        income_guarantee=rules.IncomeGuarantee(
            gross_cents=job.gross_cents,
            hours=_sum(job, *PAID),
            monthly_cents=job.monthly_cents,
            hourly=job.hourly,
            absence_hours=_sum(job, UNPAID),
            not_payable_halves=_not_payable(job, given, days),
            old_scheme=any(opens(s).regime == OLD for s in given.of_month),
        ),
    ), []


def activation(given: Material) -> Built:
    """The amount of the programme, from what the employer reckoned, and hours for which wage is due (art. 152quater)."""
    jobs = given.declared.activation
    if len(jobs) > 1:
        return None, [payment.Stop("several_jobs", "us")]
    job = jobs[0]
    if not job.s:
        return None, [payment.Stop("weekly_hours_missing", "employer", {"document": job.ticket})]
    theoretical = job.theoretical_cents if job.hours else 0
    if theoretical is None:
        return None, [payment.Stop("programme_unknown", "us", {"code": job.risks[0]})]
    return rules.Facts(
        month=given.month,
        scheme=given.scheme,
        segments=(),
        withholdings=given.kept,
        activation=rules.Activation(
            theoretical_cents=theoretical,
            s=job.s,
            hours=job.hours or 0,
            net_wage_cents=job.net_wage_cents,
            scheme_code=job.risks[0],
        ),
    ), []


def _with_hours(s: exchange.Segment, job: exchange.PartTimeWork) -> rules.Segment:
    """Weekly hours as the C2 says them, else as the employer does; the rules say what goes above four fifths."""
    q = job.q if s.q_hundredths is None else s.q_hundredths
    full = job.s if s.s_hundredths is None else s.s_hundredths
    return replace(segment(s), q=q, s=full)


def _sum(job: exchange.PartTimeWork, *codes: str) -> int:
    """Hours of the month of these codes; a code stands for its own and for those that begin with it."""
    groups = tuple(f"{code}." for code in codes)
    return sum(
        hours for code, hours in job.hours.items() if not codes or code in codes or code.startswith(groups)
    )


def _unclear(job: exchange.PartTimeWork) -> list[payment.Stop]:
    """Hours of which nobody has written what they do to a guarantee (youth holidays, foster care, the port)."""
    known = _sum(job, *PAID, UNPAID, LOST, SICK, IDLE)
    return [] if known == _sum(job) else [payment.Stop("day_codes_unclear", "us", {"document": job.ticket})]


def _days(job: exchange.PartTimeWork, given: Material) -> dict[date, str]:
    """The days of the card, and as sick those on which the employer declares nothing but sickness."""
    sick = job.hours_of(SICK)
    ill = [day for day, hours in sick.items() if hours == job.hours_of().get(day)]
    return dict(sorted({**dict.fromkeys(ill, "sick"), **given.days_of_month}.items()))


def _not_payable(job: exchange.PartTimeWork, given: Material, days: Mapping[date, str]) -> int | None:
    """Halves of days that cannot be paid, where hours of temporary unemployment take some: hours x 6 / S, to the
    nearest half. None: the rules read them from the card."""
    hours = lost_hours(given.declared) or _sum(job, LOST)
    if not hours:
        return None
    lost = sum(_is_lost(day, days.get(day, ""), given) for day in given.month.days)
    return DAY_HALVES * lost + half_up(hours * HALVES_A_WEEK, job.s)


def _is_lost(day: date, what: str, given: Material) -> bool:
    """A weekday outside the authorisation, of sickness or absence, or a worked Sunday (reading 12)."""
    if day.weekday() == SUNDAY:
        return what == "worked"
    inside = any(s.first <= day and (s.last is None or day <= s.last) for s in given.of_month)
    return not inside or what in {"sick", "absent"}
