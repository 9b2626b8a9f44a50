"""A certificate of the payments of a period: days and amounts month by month, for a landlord, a school, an office."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from capac.core.money import display
from capac.core.period import Month, in_full
from capac.flows import api as flows
from capac.people import api as people
from capac.web.papers.paper import Cell, Paper, Table, count, heads, money, month, person, row
from capac.web.words import schemes

MOST_MONTHS = 60


def certificate(client: people.Client, first: Month, last: Month, lang: str) -> Paper:
    """In the active language. Where nothing was paid it says so."""
    months = flows.certified(client.pk, first, last)
    told = {
        "name": f"{client.given_name} {client.family_name}",
        "first": month(first.first, lang),
        "last": month(last.first, lang),
        "gross": display(sum(one.gross_cents for one in months), lang),
        "paid": display(sum(one.transfer_cents for one in months), lang),
    }
    answer = (
        _(
            "For the months from %(first)s to %(last)s CAPAC paid %(name)s %(gross)s before tax, %(paid)s after it."
        )
        if months
        else _("For the months from %(first)s to %(last)s CAPAC paid nothing to %(name)s.")
    )
    return Paper(
        lang=lang,
        kind=_("Certificate of payments"),
        title=_("Unemployment benefits from %(first)s to %(last)s") % told,
        name=f"certificate-{first}-{last}",
        about=person(client, lang),
        answer=[answer % told],
        tables=[_table(months, lang)] if months else [],
        notes=[
            _(
                "It tells what the bank paid by the day on which it was made. A month may still be corrected later."
            )
        ],
    )


def _table(months: Sequence[flows.CertifiedMonth], lang: str) -> Table:
    rows = [
        row(
            month(one.month, lang),
            schemes().get(one.scheme, one.scheme),
            ", ".join(in_full(day, lang) for day in one.paid_on),
            cells=[
                count(one.allowances_halves, lang),
                money(one.gross_cents, lang),
                money(one.tax_cents + one.kept_cents, lang),
                money(one.transfer_cents, lang),
            ],
        )
        for one in months
    ]
    total = row(
        _("Together"),
        "",
        "",
        cells=[
            Cell("", is_number=True),
            money(sum(one.gross_cents for one in months), lang),
            money(sum(one.tax_cents + one.kept_cents for one in months), lang),
            money(sum(one.transfer_cents for one in months), lang),
        ],
    )
    columns = heads(
        _("Month"), _("Scheme"), _("Paid on"), _("Allowances"), _("Gross amount"), _("Tax and withheld"), _("Paid"),
        numbers=4,
    )  # fmt: skip
    return Table(_("Month by month"), columns, [*rows, total], has_total=True)
