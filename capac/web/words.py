"""How what the law says is shown: schemes by name, amounts as money, counts as decimals, sums as stairs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from capac.core.money import display, parse
from capac.rules.api import halves

COUNTS = {
    "days", "worked", "sick", "paid_holiday", "absent", "public_holiday", "saturdays_lost", "saturdays_halved",
    "holidays_first", "december", "sundays", "allowances",
}  # fmt: skip
SUMS = {"allowances", "gross", "net", "payable"}
PLAIN = {"days", "segment", "secondary_income"}
"""Steps that take nothing away. Every step that is neither a sum nor plain is taken off what stands above it."""
NOTHING = {"0", "0.00"}
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
    }


def figure_statuses() -> dict[str, tuple[str, str]]:
    """How certain a figure of the law is, and how that looks."""
    return {
        "confirmed": (_("confirmed"), "ok"),
        "derived": (_("derived"), "info"),
        "uncertain": (_("not settled"), "warn"),
    }


def shown(name: str, value: str, lang: str) -> str:
    """The value of a step as a person reads it."""
    if name in COUNTS:
        return value if lang == "en" else value.replace(".", ",")
    return display(parse(value), lang)


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
    if name in SUMS or name in PLAIN or value in NOTHING:
        return {"kind": "sum" if name in SUMS else "plain", "shown": shown(name, value, lang)}
    if name == "saturdays_halved":
        value = halves(int(value))
    return {"kind": "less", "shown": f"− {shown(name, value, lang)}"}
