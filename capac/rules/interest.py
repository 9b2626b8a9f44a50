"""Interest that the payment body owes on a payment that came late (AR 25.11.1991 art. 163bis § 2).

In words. Interest is owed when an amount is paid more than a month after the limit of AR art. 161, on the
client's written request, and not when nine tenths or more had been paid provisionally. It runs from the
third working day after the decision was communicated, or from the first of the month after if that is
later, to the eve of payment; simple, never on interest (C.trav. Bruxelles 1.4.2010). It is paid once
ONEM has verified the expense, and out of the body's own means: never out of ONEM's funds.

Two things are disputed and stay visible: the rate, and whether Charter art. 20 gives interest of right,
without these conditions (Cass. 27.9.2010). Interest after the director's decision of AR art. 167 § 4 is
owed too, and ONEM owes its own where its decision came more than a month late: of both too little is known here,
and they are refused by their name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from capac.core.money import display, half_up, plain
from capac.core.period import Month, in_full, plus_months
from capac.core.workdays import office
from capac.rules import deadlines
from capac.rules.facts import CaseError
from capac.rules.parameters import MissingParameterError, Parameter
from capac.rules.read_values import a_calendar_day, a_month, an_amount, an_object, boolean, needed, optional
from capac.rules.rights import comma, held, step

SOURCE = "AR 25.11.1991 art. 163bis § 2"
BASIS = 10_000
PLACE = "interest"
FIELDS = (
    "amount", "month", "decision_communicated", "conditions_met", "paid_on", "requested_on", "provisional_paid",
    "verified", "ground", "rate",
)  # fmt: skip
UNKNOWN = {"ar-167-4": "interest_ar_167_4", "decision-late": "interest_by_onem"}
"""Interest that is owed, and of which too little is known to reckon it; that of a late decision is ONEM's."""
HIGHEST_RATE = 100_00
NAMES = (
    "interest_tolerance_months", "interest_working_days", "interest_start", "interest_provisional_share", "interest_base",
    "interest_rate", "interest_days_a_year",
)  # fmt: skip


@dataclass(frozen=True)
class Late:
    """A payment that may have come late. Money in cents; `rate` (basis points) where a court has said it."""

    amount_cents: int
    month: Month
    decided: date
    conditions_met: date
    paid_on: date
    requested_on: date | None = None
    provisional_cents: int = 0
    verified: bool = False
    rate: int | None = None


@dataclass(frozen=True)
class Interest:
    """What is owed, in cents, and how it came about. `reason` says why nothing is; `days` run to the eve of payment."""

    cents: int
    reason: str
    limit: date
    starts: date
    days: int
    base_cents: int
    rate: int


def interest(late: Late) -> Interest:
    """Interest on one payment. Raises MissingParameterError, and CalendarError outside the calendars' years."""
    on = late.paid_on
    limit = deadlines.deadline_on("ar-161", late.decided, conditions_met=late.conditions_met)
    third = office().add(late.decided, held("interest_working_days", on).number)
    starts = max(third, late.month.next().first, late.conditions_met)
    base = late.amount_cents - late.provisional_cents
    rate = held("interest_rate", on).number if late.rate is None else late.rate
    reason = _why_not(late, limit)
    days = 0 if reason else (late.paid_on - starts).days
    cents = half_up(base * rate * days, BASIS * held("interest_days_a_year", on).number)
    return Interest(cents, reason, limit, starts, days, base, rate)


def _why_not(late: Late, limit: date) -> str:
    """The condition that is not met; empty when interest is owed."""
    on = late.paid_on
    if late.paid_on <= plus_months(limit, held("interest_tolerance_months", on).number):
        return "in_time"
    if late.provisional_cents * BASIS >= late.amount_cents * held("interest_provisional_share", on).number:
        return "provisional"
    return "" if late.requested_on else "no_request"


def interest_answer(case: Mapping[str, Any], lang: str) -> tuple[dict[str, Any], tuple[Parameter, ...]]:
    """The answer to one question, and the parameters used. Raises CaseError or MissingParameterError."""
    late = _late(an_object(case, "case", {PLACE})[PLACE])
    found = interest(late)
    told = {
        "interest": plain(found.cents),
        "state": _state(late, found),
        "limit": str(found.limit),
        "from": str(found.starts) if found.days else None,
        "to": str(late.paid_on - timedelta(1)) if found.days else None,
        "days": str(found.days),
        "base": plain(found.base_cents),
        "rate": plain(found.rate),
        "charged_to": "own_means",
        "steps": _steps(late, found, lang),
    }
    used = tuple(held(name, late.paid_on) for name in NAMES if name != "interest_rate" or late.rate is None)
    return told, used


def _state(late: Late, found: Interest) -> str:
    if found.reason:
        return "not_owed"
    return "owed" if late.verified else "owed_after_verification"


def _steps(late: Late, found: Interest, lang: str) -> list[dict[str, str]]:
    """The story: the limit, why nothing is owed, or from when to when, how much, from whose means, and what is disputed."""
    limit = step(
        "interest_limit", found.limit, "AR 25.11.1991 art. 161", lang=lang, day=in_full(found.limit, lang)
    )
    charter = step("interest_charter", "", "loi 11.4.1995 art. 20; Cass. 27.9.2010", lang=lang)
    if found.reason:
        return [limit, step(f"interest_{found.reason}", "0.00", SOURCE, lang=lang), charter]
    span = {"first": in_full(found.starts, lang), "last": in_full(late.paid_on - timedelta(1), lang)}
    rate = comma(plain(found.rate), lang)
    amount = {"base": display(found.base_cents, lang), "rate": rate, "cents": display(found.cents, lang)}
    steps = [
        limit,
        step("interest_days", found.days, SOURCE, lang=lang, **span),
        step("interest_amount", plain(found.cents), SOURCE, lang=lang, **amount),
        step("interest_own_means", plain(found.cents), SOURCE, lang=lang),
    ]
    if not late.verified:
        steps.append(step("interest_verification", "", SOURCE, lang=lang))
    if late.rate is None:
        steps.append(step("interest_rate", rate, "C.trav. Bruxelles 26.5.2016", lang=lang))
    return [*steps, charter]


def _late(value: Any) -> Late:
    body = an_object(value, PLACE, FIELDS)
    paid_on = needed(body, "paid_on", a_calendar_day, place=PLACE, rule=SOURCE)
    if body.get("ground", "ar-161") != "ar-161":
        if body["ground"] in UNKNOWN:
            raise MissingParameterError(UNKNOWN[body["ground"]], paid_on)
        raise CaseError(
            "ground", fact="ground", field=f"{PLACE}.ground", rule=SOURCE, value=str(body["ground"])
        )
    late = Late(
        amount_cents=needed(body, "amount", an_amount, place=PLACE, rule=SOURCE),
        month=a_month(body.get("month")),
        decided=needed(
            body, "decision_communicated", a_calendar_day, place=PLACE, rule="AR 25.11.1991 art. 161"
        ),
        conditions_met=needed(
            body, "conditions_met", a_calendar_day, place=PLACE, rule="AR 25.11.1991 art. 161"
        ),
        paid_on=paid_on,
        requested_on=optional(body, "requested_on", a_calendar_day, place=PLACE),
        provisional_cents=optional(body, "provisional_paid", an_amount, place=PLACE) or 0,
        verified=bool(boolean(body, "verified", False, place=PLACE)),
        rate=optional(body, "rate", _rate, place=PLACE),
    )
    if not late.amount_cents:
        raise CaseError("amount", fact="amount", field=f"{PLACE}.amount", rule=SOURCE, value="0")
    if late.provisional_cents > late.amount_cents:
        raise CaseError(
            "amount_too_high", fact="provisional_paid", field=f"{PLACE}.provisional_paid", rule=SOURCE,
            most=plain(late.amount_cents),
        )  # fmt: skip
    return late


def _rate(value: Any, field: str) -> int:
    """A rate in per cent with at most two decimals, in basis points."""
    found = an_amount(value, field)
    if found > HIGHEST_RATE:
        raise CaseError("number", fact="rate", field=field, rule=SOURCE, value=str(value))
    return found
