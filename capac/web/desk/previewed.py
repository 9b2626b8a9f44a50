"""What the pages of a run show of its preview: totals by scheme and cause, kinds of change, the money by day."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date
from babel.numbers import format_compact_currency
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.money import display
from capac.flows import api as flows
from capac.payment import api as payment
from capac.web.charts.balance import Balance, Step, balance
from capac.web.desk.words_of_preview import change_kinds

HUNDRED = 100


def summary(view: payment.RunView) -> dict[str, Any]:
    """What the page of a run and that of its release show of the preview: numbers, no person."""
    groups = payment.preview.groups(view.id)
    gone = payment.preview.ended_groups(view.introduction_month)
    return {
        "groups": groups,
        "preview": payment.preview.kinds(view.id),
        "ended_number": sum(group.number for group in gone),
        "about": payment.preview.month_of(view.introduction_month),
        **_threshold(),
        **liquidity_of(view),
    }


def liquidity_of(view: payment.RunView) -> dict[str, Any]:
    """The days, their picture and the answer in one sentence."""
    money = flows.liquidity(view)
    return {"liquidity": money, "money_answer": _answer(money), "money_chart": _chart(money)}


def _answer(money: flows.Liquidity) -> str:
    told = {
        "amount": display(money.short_cents or money.lowest.balance_cents, _lang()),
        "day": format_date(money.lowest.day, "d MMMM y", locale=_lang()),
    }
    if money.short_cents:
        return _("%(amount)s is missing on %(day)s. ONEM's advance must be there before.") % told
    return _("The money suffices: on the lowest day, %(day)s, %(amount)s is left.") % told


def _chart(money: flows.Liquidity) -> Balance:
    steps = [
        Step(
            label=format_date(day.day, "d/M", locale=_lang()),
            gone=day.left_cents,
            planned=day.planned_cents,
            come=day.back_cents + day.advance_cents,
            left=day.balance_cents,
            is_stated=day.is_stated,
        )
        for day in money.days
    ]
    return balance(steps, told=_compact)


def _compact(cents: int) -> str:
    return str(format_compact_currency(cents // HUNDRED, "EUR", locale=_lang(), fraction_digits=0))


def tabs(view: payment.RunView) -> dict[str, Any]:
    """The lists of a preview with their numbers."""
    counts = payment.preview.kinds(view.id)
    return {
        "tabs": [(code, name, getattr(counts, code)) for code, name in change_kinds().items()],
        "ended_number": sum(group.number for group in payment.preview.ended_groups(view.introduction_month)),
        "about": payment.preview.month_of(view.introduction_month),
        **_threshold(),
    }


def _threshold() -> dict[str, Any]:
    return {
        "outlier_cents": payment.preview.OUTLIER_CENTS,
        "outlier_part": HUNDRED // payment.preview.OUTLIER_PART,
    }


def _lang() -> str:
    return (get_language() or "fr")[:2]
