"""How what the law says is shown: schemes by name, amounts as money, counts as decimals, sums as stairs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from capac.core.money import display, parse
from capac.rules.api import figure_units, halves

COUNTS = {
    "days", "worked", "sick", "paid_holiday", "absent", "public_holiday", "saturdays_lost", "saturdays_halved",
    "holidays_first", "december", "sundays", "allowances", "equivalent_days",
}  # fmt: skip
SUMS = {"allowances", "gross", "net", "payable"}
LESS = {
    "worked", "sick", "paid_holiday", "absent", "public_holiday", "saturdays_lost", "saturdays_halved", "holidays_first",
    "december", "sundays", "pattern_worked", "pattern_saturdays", "pattern_lost", "pattern_holidays_first",
    "pattern_december", "rest_days", "paid_days_left", "theoretical_cap", "net_wage_cap", "tax", "maintenance", "seizure",
    "assignment", "recovery_ex_officio", "full_recovery", "collective_debt_settlement",
}  # fmt: skip
"""Steps that are taken off what stands above them."""
NOTHING = {"0", "0.00"}
AS_WRITTEN = {"count", "halves", "half_allowances"}
_ALONE = re.compile(" ([:;?!»=%])")
NameValueWhy = tuple[str, str, str, str]
"""The name of a step, its value as files write it, its sentence, its article."""


def schemes() -> dict[str, str]:
    """What somebody is paid for: the scheme that a C2 authorises."""
    return {
        "full_unemployment": _("Full unemployment"),
        "temporary_unemployment": _("Temporary unemployment"),
        "voluntary_part_time": _("Voluntary part-time worker"),
        "youth_holiday": _("Youth holidays"),
        "senior_holiday": _("Senior holidays"),
        "income_guarantee": _("Income guarantee allowance"),
        "activation": _("Activation allowance"),
        "insertion_allowance": _("Insertion allowance"),
    }


def withheld_names() -> dict[str, str]:
    """What is kept back from a payment, in the law's words: for the desk and on papers. The portal says it to the client."""
    return {
        "seizure": _("Seizure"),
        "assignment": _("Assignment of pay"),
        "maintenance": _("Maintenance"),
        "recovery_ex_officio": _("Recovery ex officio"),
        "full_recovery": _("Full recovery"),
        "collective_debt_settlement": _("Collective debt settlement"),
    }


def law_title(slug: str) -> str:
    """What a page of the law is called."""
    return {
        "full-unemployment": _("Full unemployment"),
        "voluntary-part-time": _("Voluntary part-time worker"),
        "temporary-unemployment": _("Temporary unemployment"),
        "holidays": _("Youth and senior holidays"),
        "activation": _("Activation allowance"),
        "income-guarantee": _("Income guarantee allowance"),
        "insertion-allowance": _("Insertion allowance"),
        "bareme": _("From the wage to the daily amount"),
        "duration": _("How long the right runs"),
        "tax": _("Tax"),
        "withholdings": _("Seizures and other withholdings"),
        "interest": _("Interest on late payment"),
        "time-limits": _("Time limits"),
    }.get(slug, slug)


def law_slug(scheme: str) -> str:
    """The page of the law that tells how a scheme is computed."""
    return "holidays" if scheme.endswith("_holiday") else scheme.replace("_", "-")


def figure_statuses() -> dict[str, tuple[str, str]]:
    """How certain a figure of the law is, and how that looks."""
    return {
        "confirmed": (_("confirmed"), "ok"),
        "derived": (_("derived"), "info"),
        "uncertain": (_("not settled"), "warn"),
    }


def unit_of(name: str) -> str:
    """The unit of a step by its name: count, halves, half_allowances, hours, four (ten-thousandths of a euro) or cents."""
    return "count" if name in COUNTS else figure_units().get(name, "cents")


def shown(name: str, value: str, lang: str) -> str:
    """The value of a step as a person reads it: an amount, hours, or a number of days or allowances."""
    unit = unit_of(name)
    number = value if lang == "en" else value.replace(".", ",")
    if unit == "hours":
        return _("%(number)s h") % {"number": number}
    if unit == "four":
        return _four_decimals(value, lang)
    return number if unit in AS_WRITTEN else display(parse(value), lang)


def _four_decimals(value: str, lang: str) -> str:
    """An amount with the four decimals that the law keeps on the way: 17,6142 €."""
    whole, _point, decimals = value.partition(".")
    cents = f"{decimals:0<4}"
    amount = display(parse(f"{whole}.{cents[:2]}"), lang)
    mark = "." if lang == "en" else ","
    before, _mark, after = amount.rpartition(mark)
    return f"{before}{mark}{cents}{after[2:]}"


def tied(text: str, lang: str) -> str:
    """A sentence of the law as its language is set: in French a sign never stands alone on the next line."""
    return _ALONE.sub("\u00a0\\1", text).replace("« ", "«\u00a0") if lang == "fr" else text


def stairs(steps: Iterable[NameValueWhy], lang: str) -> list[dict[str, str]]:
    """Steps for components/stairs.html: what is taken off has a minus, so that the column adds up."""
    return [
        {"name": name, "because": tied(because, lang), "source": source, **_stair(name, value, lang)}
        for name, value, because, source in steps
    ]


def _stair(name: str, value: str, lang: str) -> dict[str, str]:
    if name not in LESS or value in NOTHING:
        return {"kind": "sum" if name in SUMS else "plain", "shown": shown(name, value, lang)}
    if name == "saturdays_halved":
        value = halves(int(value))
    return {"kind": "less", "shown": f"− {shown(name, value, lang)}"}
