"""A year for the tax: what was paid and which tax was withheld, by scheme and payment by payment."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from capac.core.money import display
from capac.core.period import in_full
from capac.flows import api as flows
from capac.people import api as people
from capac.web.papers.paper import Cell, Paper, Table, heads, money, month, person, row
from capac.web.words import schemes


def tax(client: people.Client, one: flows.TaxYear, lang: str) -> Paper:
    """In the active language, as known now."""
    told = {
        "gross": display(one.gross_cents, lang),
        "tax": display(one.tax_cents, lang),
        "year": one.year,
    }
    return Paper(
        lang=lang,
        kind=_("Data for the yearly fiche 281.13"),
        title=_("Your benefits of %(year)s for the tax") % told,
        name=f"tax-{one.year}",
        about=[*person(client, lang), (_("Income year"), str(one.year))],
        answer=[_("In %(year)s we paid you %(gross)s before tax and withheld %(tax)s of tax.") % told],
        tables=[_by_scheme(one, lang), _by_payment(one, lang)],
        notes=list(_notes(one, lang)),
        doubts=[readings()[reading.code] for reading in flows.READINGS if not reading.is_certain],
    )


def readings() -> dict[str, str]:
    """What the data of a year rest on, in words."""
    return {
        "made_by_us": _("The payment body makes the yearly fiche 281.13."),
        "repaid_on_negative_fiche": _(
            "What you pay back takes nothing off here: ONEM makes a negative fiche after it (AR 25.11.1991 art. 169)."
        ),
        "year_in_which_the_bank_paid": _(
            "A payment counts in the year in which the bank paid it. This is our reading."
        ),
        "boxes_not_known": _(
            "The boxes of the fiche are not in a text that we know: this is not the fiche itself, and no file is "
            "made for the tax administration."
        ),
    }


def _by_scheme(one: flows.TaxYear, lang: str) -> Table:
    rows = [
        row(
            schemes().get(income.scheme, income.scheme),
            cells=[
                Cell(str(income.payments), is_number=True),
                money(income.gross_cents, lang),
                money(income.tax_cents, lang),
            ],
        )
        for income in one.incomes
    ]
    total = row(
        _("Together"),
        cells=[
            Cell(str(len(one.payments)), is_number=True),
            money(one.gross_cents, lang),
            money(one.tax_cents, lang),
        ],
    )
    return Table(
        _("By scheme"),
        heads(_("Scheme"), _("Payments"), _("Gross amount"), _("Tax withheld"), numbers=3),
        [*rows, total],
        has_total=True,
    )


def _by_payment(one: flows.TaxYear, lang: str) -> Table:
    rows = [
        row(
            in_full(paid.paid_on, lang),
            month(paid.month, lang),
            cells=[
                money(paid.gross_cents, lang),
                money(paid.tax_cents, lang),
                money(paid.kept_cents, lang),
                money(paid.transfer_cents, lang),
            ],
        )
        for paid in one.payments
    ]
    columns = heads(_("Paid on"), _("For"), _("Gross amount"), _("Tax"), _("Withheld"), _("Paid"), numbers=4)
    return Table(_("Payment by payment"), columns, rows)


def _notes(one: flows.TaxYear, lang: str) -> Iterator[str]:
    if one.claimed_cents:
        yield _("We claim %(amount)s back of months paid in this year.") % {
            "amount": display(one.claimed_cents, lang)
        }
    yield from (readings()[reading.code] for reading in flows.READINGS if reading.is_certain)
