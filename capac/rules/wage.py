"""From a wage to its code and daily amount, JSON in and JSON out (AM 26.11.1991 art. 67, 69)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from capac.core.money import half_up, plain
from capac.rules import bareme
from capac.rules.facts import FAMILIES, OLD_PHASES, PHASES, CaseError
from capac.rules.parameters import FOUR_DECIMALS, Parameter, wage_codes
from capac.rules.read_values import a_date, an_object

_WAGE = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,4}))?")
DAYS_A_MONTH, DAYS_A_WEEK, DAYS_A_YEAR = 26, 6, 312


def wage_answer(case: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Parameter, ...]]:
    """Code, base and amounts, and the parameters used. Raises CaseError or MissingParameterError."""
    body = an_object(case, "case", {"wage", "on", "family", "phase"})
    if "on" not in body:
        raise CaseError("missing", fact="on", field="on", rule="AR 25.11.1991 art. 113")
    on = a_date(body["on"], "on")
    for name, known in (("family", FAMILIES), ("phase", PHASES + OLD_PHASES)):
        if not isinstance(body.get(name), str) or body[name] not in known:
            key = name if name in body else "missing"
            raise CaseError(
                key, fact=name, field=name, rule="AR 25.11.1991 art. 114", value=str(body.get(name))
            )
    daily_wage = _daily_wage(body["wage"])
    code = bareme.code_of(daily_wage, on)
    daily = bareme.daily_amount(code, family=body["family"], phase=body["phase"], on=on)
    told = {
        "code": str(code),
        "daily_wage": _four(daily_wage),
        "base": _four(bareme.indexed(wage_codes(on)[code][1], on)),
        "daily_amount": plain(daily.cents),
        "half_amount": plain(half_up(daily.cents, 2)),
    }
    return told, daily.parameters


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
