"""The right to full unemployment asked of a case: JSON in, JSON out (`capac explain`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from capac.core.period import PeriodError, Span, in_full
from capac.rules.duration import Duration, duration
from capac.rules.facts import CaseError
from capac.rules.parameters import Parameter
from capac.rules.read_values import (
    a_calendar_day,
    a_list,
    an_object,
    boolean,
    choice,
    needed,
    optional,
    weekly_hours,
)
from capac.rules.right import OTHER_REASONS, STOPS, Job, Right, Stop
from capac.rules.rights import held, rights, step

PLACE = "right"
FIELDS = (
    "opened_on", "access_days", "career_days", "career_years", "age", "unlimited", "interruptions", "income_guarantee",
    "period", "allowances", "applied_after_job", "seniority_supplement",
)  # fmt: skip
ACCESS, CAREER, STOP = "AR 25.11.1991 art. 30", "AR 25.11.1991 art. 114 § 2", "AR 25.11.1991 art. 116"
SENIORITY, REFORM = "programme law 18.7.2025 art. 213", date(2025, 7, 1)
TRANSITION = "programme law 18.7.2025 art. 212"
SOURCES = {
    "new_regime": "AR 25.11.1991 art. 114", "career": "AR 25.11.1991 art. 114 § 2, 2/1",
    "old_regime": "AR 25.11.1991 art. 114, as it read before 1.3.2026",
    "transition_first_period": TRANSITION, "transition_second_period": TRANSITION, "transition_third_period": TRANSITION,
    "income_guarantee": "AR 25.11.1991 art. 116 § 3; programme law 18.7.2025 art. 216", "no_access": ACCESS,
}  # fmt: skip
"""The article of each rule that gives the end; the other reasons for no end stand in art. 114 § 2."""
MOST_DAYS, MOST_YEARS, MOST_STOPS, PERIODS = 20_000, 99, 200, 3


def duration_answer(case: Mapping[str, Any], lang: str) -> tuple[dict[str, Any], tuple[Parameter, ...]]:
    """The answer, and the parameters used. Raises CaseError or MissingParameterError."""
    body = an_object(case, "case", {PLACE, "on"})
    on = needed(body, "on", a_calendar_day, place="", rule="AR 25.11.1991 art. 112")
    right = _right(body[PLACE])
    found = duration(right, on)
    told: dict[str, Any] = {
        "regime": found.regime,
        "state": found.state,
        "ends_on": str(found.ends_on) if found.ends_on else None,
        "months": None if found.months is None else str(found.months),
        "phase": found.phase,
        "phases": [
            {
                "phase": one.name,
                "from": str(one.span.first),
                "to": str(one.span.last) if one.span.last else None,
            }
            for one in found.phases
        ],
        "missing": list(found.missing),
        "steps": list(_steps(found, on, lang)),
    }
    if not boolean(an_object(body[PLACE], PLACE, FIELDS), "seniority_supplement", False, place=PLACE):
        return told, found.parameters
    last, used = _supplement_ends(right, found, on)
    told["seniority_supplement"] = {"ends_on": str(last) if last else None}
    key = "right_seniority" if last else "right_seniority_unlimited"
    told["steps"].append(step(key, last or "", SENIORITY, lang=lang, day=in_full(last, lang) if last else ""))
    return told, (*found.parameters, *used)


def _supplement_ends(right: Right, found: Duration, on: date) -> tuple[date | None, tuple[Parameter, ...]]:
    """The last day of the seniority supplement of before the reform: never after the right itself."""
    if right.opened_on >= REFORM:
        raise CaseError(
            "number", fact="seniority_supplement", field=f"{PLACE}.seniority_supplement", rule=SENIORITY, value="true"
        )  # fmt: skip
    if right.career_years is None:
        raise CaseError("missing", fact="career_years", field=f"{PLACE}.career_years", rule=SENIORITY)
    end, career = held("seniority_supplement_end", on), held("seniority_supplement_career", on)
    last = None if right.career_years >= career.number else date.fromisoformat(end.value)
    return min((day for day in (last, found.ends_on) if day), default=None), (end, career)


def _steps(found: Duration, on: date, lang: str) -> list[dict[str, str]]:
    """Which rule gives the end; the phase, or what is missing to tell it."""
    end = str(found.ends_on or "")
    words = {"day": in_full(found.ends_on, lang) if found.ends_on else "", "months": str(found.months or "")}
    source = SOURCES.get(found.reason, CAREER)
    key = found.reason if found.reason in SOURCES else "other_reason"
    if key == "income_guarantee" and found.ends_on is None:
        key = "income_guarantee_running"
    steps = [step(f"right_{key}", end, source, lang=lang, **words)]
    if found.state in {"ended", "interrupted"}:
        article = STOP if found.state == "interrupted" else source
        steps.append(step(f"right_{found.state}", str(on), article, lang=lang, on=in_full(on, lang)))
    if found.phase:
        article = (
            "AR 25.11.1991 art. 112, 114"
            if found.regime == "new"
            else f"AR 25.11.1991 art. 112; {TRANSITION}"
        )
        steps.append(step("right_phase", found.phase, article, lang=lang, on=in_full(on, lang)))
    for name in found.missing:
        source = rights()[name]["source"] if name in rights() else SOURCES["old_regime"]
        steps.append(step("right_phase_missing", name, source, lang=lang))
    return steps


def _right(value: Any) -> Right:
    body = an_object(value, PLACE, FIELDS)
    return Right(
        opened_on=needed(body, "opened_on", a_calendar_day, place=PLACE, rule="AR 25.11.1991 art. 112"),
        access_days=_number(body, "access_days", MOST_DAYS),
        career_days=_number(body, "career_days", MOST_DAYS),
        career_years=_number(body, "career_years", MOST_YEARS),
        age=_number(body, "age", MOST_YEARS),
        unlimited=choice(body, "unlimited", OTHER_REASONS, place=PLACE, rule=CAREER),
        stops=_stops(body.get("interruptions", [])),
        guarantee=optional(body, "income_guarantee", _job, place=PLACE),
        period=_number(body, "period", PERIODS, least=1),
        allowances=_number(body, "allowances", MOST_DAYS),
        applied_after_job=optional(body, "applied_after_job", a_calendar_day, place=PLACE),
    )


def _number(body: Mapping[str, Any], name: str, most: int, least: int = 0) -> int | None:
    """A whole number, as a number or as its digits."""
    value = body.get(name)
    if value is None:
        return None
    text = str(value)
    whole = (
        not isinstance(value, bool | float)
        and text.isascii()
        and text.isdecimal()
        and len(text) <= len(str(most))
    )
    if not whole or not least <= int(text) <= most:
        raise CaseError("number", fact=name, field=f"{PLACE}.{name}", value=text)
    return int(text)


def _stops(value: Any) -> tuple[Stop, ...]:
    items = a_list(value, f"{PLACE}.interruptions")
    if len(items) > MOST_STOPS:
        raise CaseError(
            "too_many", fact="interruptions", field=f"{PLACE}.interruptions", most=str(MOST_STOPS)
        )
    stops = sorted(
        (_stop(item, f"{PLACE}.interruptions[{n}]") for n, item in enumerate(items)),
        key=lambda s: s.span.first,
    )
    for before, after in pairwise(stops):
        if before.span.overlaps(after.span):
            raise CaseError(
                "segments_overlap", fact="interruptions", field=f"{PLACE}.interruptions", rule=STOP,
                first=str(after.span.first), last=str(before.span.last),
            )  # fmt: skip
    return tuple(stops)


def _stop(value: Any, place: str) -> Stop:
    body = an_object(value, place, {"from", "to", "reason"})
    reason = choice(body, "reason", STOPS, place=place, rule=STOP)
    if not reason:
        raise CaseError("missing", fact="reason", field=f"{place}.reason", rule=STOP)
    return Stop(reason, _span(body, place, needs_end=True))


def _span(body: Mapping[str, Any], place: str, *, needs_end: bool) -> Span:
    first = needed(body, "from", a_calendar_day, place=place, rule=STOP)
    last = (
        needed(body, "to", a_calendar_day, place=place, rule=STOP)
        if needs_end
        else optional(body, "to", a_calendar_day, place=place)
    )
    try:
        return Span(first, last)
    except PeriodError as error:
        raise CaseError("ends_before_start", fact="to", field=f"{place}.to", rule=STOP) from error


def _job(value: Any, place: str) -> Job:
    body = an_object(value, place, {"from", "to", "q", "s"})
    q, s = (needed(body, name, weekly_hours, place=place, rule=STOP) for name in ("q", "s"))
    return Job(_span(body, place, needs_end=False), q, s)
