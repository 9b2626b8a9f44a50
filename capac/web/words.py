"""How figures of the law are shown: amounts as money, counts as the language writes decimals."""

from __future__ import annotations

from capac.core.money import display, parse

COUNTS = {
    "days", "worked", "sick", "paid_holiday", "absent", "public_holiday", "saturdays_lost", "saturdays_halved",
    "holidays_first", "december", "sundays", "allowances",
}  # fmt: skip


def shown(name: str, value: str, lang: str) -> str:
    """The value of a step as a person reads it."""
    if name in COUNTS:
        return value if lang == "en" else value.replace(".", ",")
    return display(parse(value), lang)
