"""The public questions, JSON in and JSON out: what is owed and why, and by when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from capac.core.money import plain
from capac.core.workdays import CalendarError
from capac.rules import deadlines
from capac.rules.calculate import Calculation, calculate
from capac.rules.duration_case import duration_answer
from capac.rules.facts import CaseError
from capac.rules.figures import halves
from capac.rules.interest import SOURCE as INTEREST_SOURCE
from capac.rules.interest import interest_answer
from capac.rules.parameters import MissingParameterError, Parameter
from capac.rules.read_values import a_date, an_object
from capac.rules.reading import facts_of
from capac.rules.render import LANGUAGES, Day, message, render
from capac.rules.steps import ALONE, Steps
from capac.rules.wage import wage_answer
from capac.rules.withholdings import Withheld

WAGE_SOURCE = "AM 26.11.1991 art. 67, 69; AR 25.11.1991 art. 111, 114, 115"


def explain(case: Any, lang: str = "fr") -> dict[str, Any]:
    """The answer to one case: a month, a wage, the end of a right, interest. An error takes the answer's place,
    in the asked language."""
    language(lang)
    try:
        for name, asked in QUESTIONS.items():
            if isinstance(case, dict) and name in case:
                return asked(case, lang)
        facts = facts_of(case)
    except CaseError as error:
        return _error(error.message, error.fact, error.field, error.rule, error.arguments, lang)
    except MissingParameterError as error:
        return _missing(error, lang)
    return answer(calculate(facts.month, [facts])[0], lang)


def deadline(case: Any, lang: str = "fr") -> dict[str, Any]:
    """The answer to one question about a time limit."""
    language(lang)
    try:
        return _deadline(case, lang)
    except CaseError as error:
        return _error(error.message, error.fact, error.field, error.rule, error.arguments, lang)


def answer(calculation: Calculation, lang: str) -> dict[str, Any]:
    """A calculation as the public answer, or the error that refused it."""
    refusal = calculation.refusal
    if refusal:
        return _error(refusal.message, refusal.fact, refusal.field, refusal.rule, refusal.arguments, lang)
    told = render(calculation.vector, lang)
    return {
        **sums(told.figures),
        "steps": [
            {"name": step.name, "value": step.value, "because": step.because, "source": step.source}
            for step in told.steps
        ],
        "days": {str(day.day): _day(day, counts=told.figures.counts_days) for day in told.days},
        "parameters": [parameter_shown(item) for item in told.parameters],
    }


def _day(day: Day, *, counts: bool) -> dict[str, str]:
    """Why a day is paid or not; its part of an allowance where days carry one."""
    worth = {"allowance": halves(day.halves)} if counts else {}
    return {**worth, "why": day.why, "because": day.because, "source": day.source}


def sums(steps: Steps) -> dict[str, Any]:
    """The figures of the public answer: counts and amounts as decimal strings.

    `unit` stands where `allowances` counts half-allowances.
    """
    counted = {"allowances": halves(steps.allowances_halves)}
    if steps.counts_half_allowances:
        counted = {"allowances": str(steps.allowances_halves), "unit": "half_allowances"}
    return {
        **counted,
        "gross": plain(steps.gross_cents),
        "tax": plain(steps.tax_cents),
        "net": plain(steps.net_cents),
        "withheld": [_withheld(item) for item in steps.withheld],
        "payable": plain(steps.payable_cents),
        **_by_occupation(steps),
    }


def _by_occupation(steps: Steps) -> dict[str, list[str]]:
    """The allowances of each occupation, counted as their sum is."""
    if steps.scheme != "temporary_unemployment":
        return {}
    occupations = 1 + max((segment.occupation for segment in steps.segments), default=ALONE)
    counts = [
        sum(segment.halves for segment in steps.segments if segment.occupation == number)
        for number in range(occupations)
    ]
    return {"by_occupation": [str(n) if steps.counts_half_allowances else halves(n) for n in counts]}


def parameter_shown(item: Parameter) -> dict[str, str]:
    """A parameter in the answer; an unsettled one says so."""
    shown = {"name": item.name, "value": item.value, "since": str(item.since), "source": item.source}
    return {**shown, "status": item.status} if item.status == "uncertain" else shown


def language(lang: str) -> None:
    """Raises ValueError for a language that the sentences do not have."""
    if lang not in LANGUAGES:
        raise ValueError(message("language", "en", {"value": lang}))


def _withheld(item: Withheld) -> dict[str, str]:
    return {
        "kind": item.kind,
        "amount": plain(item.cents),
        "base": plain(item.base_cents),
        "source": item.source,
    }


def _wage(case: Mapping[str, Any], lang: str) -> dict[str, Any]:
    del lang  # figures alone
    told, used = wage_answer(case)
    return {**told, "parameters": [parameter_shown(item) for item in used], "source": WAGE_SOURCE}


def _right(case: Mapping[str, Any], lang: str) -> dict[str, Any]:
    told, used = duration_answer(case, lang)
    return {**told, "parameters": [parameter_shown(item) for item in used]}


def _interest(case: Mapping[str, Any], lang: str) -> dict[str, Any]:
    told, used = interest_answer(case, lang)
    return {**told, "parameters": [parameter_shown(item) for item in used], "source": INTEREST_SOURCE}


QUESTIONS: dict[str, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
    "wage": _wage,
    "right": _right,
    "interest": _interest,
}
"""What can be asked beside a month, by the field that asks it."""


def _deadline(case: Any, lang: str) -> dict[str, Any]:
    body = an_object(case, "case", {"rule", "from"})
    rule = body.get("rule")
    if rule not in deadlines.rules():
        key = "rule_unknown" if rule is not None else "missing"
        known = ", ".join(deadlines.rules())
        raise CaseError(key, fact="rule", field="rule", value=str(rule), known=known)
    if "from" not in body:
        raise CaseError("missing", fact="from", field="from", rule=rule)
    start, met = _starts(rule, body["from"])
    try:
        last = deadlines.deadline_on(rule, start, conditions_met=met)
    except (CalendarError, ValueError, OverflowError) as error:
        raise CaseError("calendar", fact="from", field="from", rule=rule, value=str(start)) from error
    law = deadlines.entry(rule)
    return {"deadline": str(last), "because": law[lang], "source": law["source"], "calendar": law["calendar"]}


def _starts(rule: str, value: Any) -> tuple[date, date | None]:
    if not deadlines.needs_two_dates(rule):
        return a_date(value, "from"), None
    body = an_object(value, "from", {"decision_communicated", "conditions_met"})
    for name in ("decision_communicated", "conditions_met"):
        if name not in body:
            raise CaseError("missing", fact=name, field=f"from.{name}", rule=rule)
    return a_date(body["decision_communicated"], "from.decision_communicated"), a_date(
        body["conditions_met"], "from.conditions_met"
    )


def _missing(error: MissingParameterError, lang: str) -> dict[str, Any]:
    arguments = {"name": error.name, "on": str(error.on)}
    return _error("parameter_missing", error.name, error.name, "docs/coverage.md", arguments, lang)


def _error(
    key: str, fact: str, field: str, rule: str, arguments: Mapping[str, str], lang: str
) -> dict[str, Any]:
    told = message(key, lang, dict(arguments))
    return {"error": {"fact": fact, "field": field, "rule": rule, "message": told}}
