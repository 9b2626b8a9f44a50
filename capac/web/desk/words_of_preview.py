"""Why a payment is not that of the month before, as sentences: which fact changed, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.money import display
from capac.core.period import Month, month_name
from capac.payment import api as payment
from capac.rules.api import halves
from capac.web.calendar_page import day_names
from capac.web.desk.words_of_holds import hold_reasons
from capac.web.desk.words_of_money import debt_causes
from capac.web.words import schemes, withheld_names

SUNDAY = 6


def change_kinds() -> dict[str, str]:
    """The lists of a preview."""
    return {
        "outliers": _("What stands out"),
        "new": _("New"),
        "more": _("More"),
        "less": _("Less"),
        "same": _("The same"),
    }


def ended_reasons() -> dict[str, str]:
    """Why somebody who was paid for the month before is not paid for this one."""
    return {
        **hold_reasons(),
        "nothing_owed": _("Computed, and nothing is owed."),
        "not_computed": _("Nothing is authorised any more, or nothing was handed in."),
    }


def reasons(one: payment.Explained) -> list[str]:
    """Every fact that differs between both sides, the strongest first."""
    if one.changed.cause == "correction":
        return [*_corrected(one), *_facts(one)]
    told = list(_facts(one))
    return told or [_("None of the facts that are compared explains it. Look at both months.")]


def _corrected(one: payment.Explained) -> Iterator[str]:
    yield _("%(amount)s more for a month that was paid before.") % {"amount": _money(one.changed.gross_cents)}


def _facts(one: payment.Explained) -> Iterator[str]:
    if one.before is None:
        yield _("The month before was not computed in this scheme.")
        if one.elsewhere:
            names = ", ".join(schemes().get(name, name) for name in one.elsewhere)
            yield _("It was paid as: %(schemes)s.") % {"schemes": names}
        return
    yield from _days(one.now, one.before)
    yield from _amounts(one.now, one.before)
    yield from _taken_off(one.now, one.before)
    if one.elsewhere:
        names = ", ".join(schemes().get(name, name) for name in one.elsewhere)
        yield _("The month before was also paid as: %(schemes)s.") % {"schemes": names}


def _days(now: payment.Side, before: payment.Side) -> Iterator[str]:
    if now.allowances_halves != before.allowances_halves:
        yield _("%(now)s allowances, before %(before)s.") % {
            "now": _number(now.allowances_halves),
            "before": _number(before.allowances_halves),
        }
    if dict(now.marks) != dict(before.marks):
        yield _("The card marks %(now)s; before %(before)s.") % {
            "now": _marks(now.marks),
            "before": _marks(before.marks),
        }
    days = [_weekdays(Month.of(side.month)) for side in (now, before)]
    if now.month != before.month and days[0] != days[1] and now.allowances_halves != before.allowances_halves:
        yield _("Days from Monday to Saturday: %(now)s in %(month)s, %(before)s in %(other)s.") % {
            "month": _month(now),
            "now": days[0],
            "other": _month(before),
            "before": days[1],
        }


def _amounts(now: payment.Side, before: payment.Side) -> Iterator[str]:
    if now.daily_cents != before.daily_cents:
        yield _("Daily amount %(now)s, before %(before)s.") % _both(now.daily_cents, before.daily_cents)
    if _is_other_tax(now, before):
        yield _("Tax %(now)s, before %(before)s.") % _both(now.tax_cents, before.tax_cents)


def _taken_off(now: payment.Side, before: payment.Side) -> Iterator[str]:
    names = withheld_names()
    for kind in sorted({*now.withheld, *before.withheld}):
        cents = now.withheld.get(kind, 0), before.withheld.get(kind, 0)
        if cents[0] != cents[1]:
            yield f"{names.get(kind, kind)}: " + _("%(now)s, before %(before)s.") % _both(*cents)
    causes = debt_causes()
    for cause in sorted({*now.lowered, *before.lowered}):
        cents = now.lowered.get(cause, 0), before.lowered.get(cause, 0)
        if cents[0] != cents[1]:
            yield f"{causes.get(cause, cause)}: " + _("%(now)s, before %(before)s.") % _both(*cents)


def _is_other_tax(now: payment.Side, before: payment.Side) -> bool:
    """Another share of the gross than before, by more than the rounding of both to the cent."""
    apart = abs(now.tax_cents * before.gross_cents - before.tax_cents * now.gross_cents)
    return apart > now.gross_cents + before.gross_cents


def _marks(marks: Mapping[str, int]) -> str:
    if not marks:
        return _("nothing")
    names = day_names()
    return ", ".join(f"{number} × {names.get(code, code)}" for code, number in sorted(marks.items()))


def _weekdays(month: Month) -> int:
    return sum(1 for day in month.days if day.weekday() != SUNDAY)


def _both(now: int, before: int) -> dict[str, str]:
    return {"now": _money(now), "before": _money(before)}


def _number(count: int) -> str:
    text = halves(count)
    return text if _lang() == "en" else text.replace(".", ",")


def _money(cents: int) -> str:
    return display(cents, _lang())


def _month(side: payment.Side) -> str:
    return month_name(side.month.month, _lang())


def _lang() -> str:
    return (get_language() or "fr")[:2]
