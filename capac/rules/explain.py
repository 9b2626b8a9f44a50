"""The two public questions, JSON in and JSON out: what is owed and why, and by when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from capac.core.money import half_up, plain
from capac.core.workdays import CalendarError
from capac.rules import bareme, deadlines
from capac.rules.calculate import Calculation, calculate
from capac.rules.facts import FAMILIES, OLD_PHASES, PHASES, CaseError
from capac.rules.parameters import FOUR_DECIMALS, MissingParameterError, Parameter, wage_codes
from capac.rules.reading import a_date, an_object, facts_of
from capac.rules.render import LANGUAGES, halves, message, render
from capac.rules.withholdings import Withheld

_WAGE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,4}))?")
DAYS_A_MONTH, DAYS_A_WEEK, DAYS_A_YEAR = 26, 6, 312
HUNDREDTHS = 100


def explain(case: Any, lang: str = "fr") -> dict[str, Any]:
    """The answer to one case: a month, or a wage. An error takes the answer's place, in the asked language."""
    language(lang)
    try:
        if isinstance(case, dict) and "wage" in case:
            return _wage(case)
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
    figures = told.figures
    return {
        "allowances": halves(figures.allowances_halves),
        "gross": plain(figures.gross_cents),
        "tax": plain(figures.tax_cents),
        "net": plain(figures.net_cents),
        "withheld": [_withheld(item) for item in figures.withheld],
        "payable": plain(figures.payable_cents),
        "steps": [
            {"name": step.name, "value": step.value, "because": step.because, "source": step.source}
            for step in told.steps
        ],
        "days": {
            str(day.day): {
                "allowance": halves_of_day(day.halves),
                "why": day.why,
                "because": day.because,
                "source": day.source,
            }
            for day in told.days
        },
        "parameters": [parameter_shown(item) for item in told.parameters],
    }


def halves_of_day(count: int) -> str:
    """A day's part of an allowance: "1", "0.5" or "0"."""
    return halves(count)


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


def _wage(case: Mapping[str, Any]) -> dict[str, Any]:
    """From a wage to its code and daily amount (AM 26.11.1991 art. 67, 69)."""
    body = an_object(case, "case", {"wage", "on", "family", "phase"})
    if "on" not in body:
        raise CaseError("missing", fact="on", field="on", rule="AR 25.11.1991 art. 113")
    on = a_date(body["on"], "on")
    for name, known in (("family", FAMILIES), ("phase", PHASES + OLD_PHASES)):
        if body.get(name) not in known:
            key = name if name in body else "missing"
            raise CaseError(
                key, fact=name, field=name, rule="AR 25.11.1991 art. 114", value=str(body.get(name))
            )
    daily_wage = _daily_wage(body["wage"])
    code = bareme.code_of(daily_wage, on)
    daily = bareme.daily_amount(code, family=body["family"], phase=body["phase"], on=on)
    base = bareme.indexed(wage_codes(on)[code][1], on)
    return {
        "code": str(code),
        "daily_wage": _four(daily_wage),
        "base": _four(base),
        "daily_amount": plain(daily.cents),
        "half_amount": plain(half_up(daily.cents, 2)),
        "parameters": [parameter_shown(item) for item in daily.parameters],
        "source": "AM 26.11.1991 art. 67, 69; AR 25.11.1991 art. 111, 114, 115",
    }


def _daily_wage(value: Any) -> int:
    """The daily wage in ten-thousandths, half-up: monthly/26, hourly x q/6, annual/312."""
    body = an_object(value, "wage", {"monthly", "hourly", "annual", "q"})
    given = [name for name in ("monthly", "hourly", "annual") if name in body]
    if len(given) != 1:
        raise CaseError("wage_one", fact="wage", field="wage", rule="AM 26.11.1991 art. 67")
    name = given[0]
    amount = _exact(body[name], f"wage.{name}")
    if name == "monthly":
        return half_up(amount, DAYS_A_MONTH)
    if name == "annual":
        return half_up(amount, DAYS_A_YEAR)
    if "q" not in body:
        raise CaseError("missing", fact="q", field="wage.q", rule="AM 26.11.1991 art. 67")
    return half_up(amount * _exact(body["q"], "wage.q"), FOUR_DECIMALS * DAYS_A_WEEK)


def _exact(value: Any, field: str) -> int:
    match = _WAGE.fullmatch(value) if isinstance(value, str) else None
    if match is None or not value.strip("0."):
        raise CaseError("amount", fact=field.split(".")[-1], field=field, value=str(value))
    return int(match[1]) * FOUR_DECIMALS + int((match[2] or "").ljust(4, "0"))


def _four(ten_thousandths: int) -> str:
    whole, rest = divmod(ten_thousandths, FOUR_DECIMALS)
    return f"{whole}.{rest:04d}"


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
