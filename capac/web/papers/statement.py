"""The statement of one payment: daily amount, number of allowances, tax and other retentions (AR 162)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from capac.core.money import display
from capac.core.period import in_full
from capac.flows import api as flows
from capac.payment import api as payment
from capac.people import api as people
from capac.rules import api as rules
from capac.web.papers.paper import Cell, Paper, Table, heads, money, month, person, row
from capac.web.words import schemes, stairs, withheld_names

LAST_DIGITS = 4
WHOLE, SUNDAY = 2, 6
"""Halves of a whole day."""


def statement(client: people.Client, one: flows.PaymentStatement, lang: str) -> Paper:
    """In the active language. The stored calculation gives the same words for ever."""
    told = rules.render(payment.vector_of(one.paid.calculation_id), lang)
    shown = month(one.view.month, lang)
    return Paper(
        lang=lang,
        kind=_("Statement of a payment"),
        title=_("Your payment for %(month)s") % {"month": shown},
        name=f"statement-{one.view.month:%Y-%m}-{one.paid.id}",
        about=[*person(client, lang), *_about(one)],
        answer=list(_answer(one, lang)),
        tables=[_sums(one, lang), _steps(told, lang), *_days(told, lang)],
        notes=list(_notes(one, lang)),
        doubts=_doubts(told),
    )


def _about(one: flows.PaymentStatement) -> Iterator[tuple[str, str]]:
    iban = one.paid.iban
    yield _("For"), schemes().get(one.view.scheme, one.view.scheme)
    yield _("Account"), f"{iban[:2]}.. …{iban[-LAST_DIGITS:]}, {one.paid.holder}"
    yield _("Reference"), f"P{one.paid.id:012d}"


def _answer(one: flows.PaymentStatement, lang: str) -> Iterator[str]:
    told = {
        "amount": display(one.paid.transfer_cents, lang),
        "day": in_full(one.paid.settled_on or one.paid.execution_date, lang),
    }
    if one.paid.state == "settled":
        yield _("%(amount)s was paid on %(day)s.") % told
    else:
        yield _("%(amount)s is at the bank, which carries it out on %(day)s.") % told
    if one.earlier_cents:
        yield _("It is the rest of a month of which %(amount)s was paid before, before tax.") % {
            "amount": display(one.earlier_cents, lang)
        }


def _sums(one: flows.PaymentStatement, lang: str) -> Table:
    paid = one.paid
    rows = [row(_("Gross amount"), cells=[money(paid.gross_cents, lang)])]
    rows += [row(_("Tax"), cells=[money(-paid.tax_cents, lang)])] if paid.tax_cents else []
    names = withheld_names()
    rows += [row(names.get(kind, kind), cells=[money(-cents, lang)]) for kind, cents in paid.withheld]
    rows.append(row(_("Paid"), cells=[money(paid.transfer_cents, lang)]))
    return Table(_("This payment"), heads(_("What"), _("Amount"), numbers=1), rows, has_total=True)


def _steps(told: rules.Rendered, lang: str) -> Table:
    steps = stairs(((step.name, step.value, step.because, step.source) for step in told.steps), lang)
    rows = [
        [Cell(step["because"]), Cell(step["source"]), Cell(step["shown"], is_number=True)] for step in steps
    ]
    return Table(_("How the month was computed"), heads(_("Step"), _("Article"), _("Value"), numbers=1), rows)


def _days(told: rules.Rendered, lang: str) -> Iterator[Table]:
    """Days that are not paid whole, each with its reason."""
    rows = [
        [Cell(in_full(day.day, lang)), Cell(day.because), Cell(day.source)]
        for day in told.days
        if day.because and day.halves < WHOLE and day.day.weekday() != SUNDAY
    ]
    if rows:
        yield Table(
            _("Days not paid, or paid by half"), heads(_("Day"), _("Why"), _("Article"), numbers=0), rows
        )


def _notes(one: flows.PaymentStatement, lang: str) -> Iterator[str]:
    if one.view.lowered_cents:
        yield _("ONEM took %(amount)s out of the gross amount of this month since.") % {
            "amount": display(one.view.lowered_cents, lang)
        }
    yield _(
        "You do not agree? Ask us in writing within three months. We answer within 45 days (AR 25.11.1991 art. 24)."
    )


def _doubts(told: rules.Rendered) -> list[str]:
    if any(one.status == "uncertain" for one in told.parameters):
        return [
            _("A figure of the law used here is not settled yet. If it changes, we compute this month again.")
        ]
    return []
