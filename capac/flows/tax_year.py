"""A client's income of a calendar year from us, for the yearly fiche 281.13 (AR 25.11.1991 art. 169, comment 2).

The reference says that the payment body makes the fiche and that ONEM's head office makes a negative one after
repayments. It names no box and no layout, so none is made up: gross and tax by scheme are told, and what rests on
a reading of ours says so (READINGS).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from capac.debt import api as debt
from capac.payment import api as payment


@dataclass(frozen=True, slots=True)
class Reading:
    """What the data of a year rest on, since a day. `is_certain`: it stands in the reference."""

    code: str
    since: date
    source: str
    is_certain: bool


READINGS = (
    Reading("made_by_us", date(1992, 1, 1), "AR 25.11.1991 art. 169", is_certain=True),
    Reading("repaid_on_negative_fiche", date(1992, 1, 1), "AR 25.11.1991 art. 169", is_certain=True),
    Reading("year_in_which_the_bank_paid", date(1992, 1, 1), "", is_certain=False),
    Reading("boxes_not_known", date(1992, 1, 1), "", is_certain=False),
)


@dataclass(frozen=True, slots=True)
class Income:
    """What the bank paid of one scheme in a year, in cents. `kept_cents` is withheld for others from it."""

    scheme: str
    payments: int
    gross_cents: int
    tax_cents: int
    kept_cents: int
    transfer_cents: int


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of the year: of which month, on which day, in cents."""

    scheme: str
    month: date
    paid_on: date
    gross_cents: int
    tax_cents: int
    kept_cents: int
    transfer_cents: int


@dataclass(frozen=True, slots=True)
class TaxYear:
    """A year by scheme and payment by payment. `claimed_cents`: gross that is claimed back of months paid in it.

    A claim takes nothing off: what is paid back stands on a fiche of its own, made by ONEM.
    """

    year: int
    incomes: tuple[Income, ...]
    payments: tuple[Paid, ...]
    claimed_cents: int

    @property
    def gross_cents(self) -> int:
        """All schemes together."""
        return sum(one.gross_cents for one in self.incomes)

    @property
    def tax_cents(self) -> int:
        """All schemes together."""
        return sum(one.tax_cents for one in self.incomes)


def tax_years(client_id: int) -> list[TaxYear]:
    """Every year in which the bank paid something to a client, the last one first. Five queries.

    A payment that came back was not received: it belongs to the year in which it is paid again.
    """
    paid = sorted(_paid(client_id), key=lambda one: (one.paid_on, one.month, one.scheme))
    debts = {(one.scheme, one.month): one.cents for one in debt.debts_of(client_id) if one.state == "open"}
    years = sorted({one.paid_on.year for one in paid}, reverse=True)
    return [_year(year, [one for one in paid if one.paid_on.year == year], debts) for year in years]


def _paid(client_id: int) -> Iterator[Paid]:
    for view in payment.months_of(client_id):
        for one in view.payments:
            if one.state == "settled":
                kept = one.gross_cents - one.tax_cents - one.transfer_cents
                yield Paid(
                    view.scheme, view.month, one.settled_on or one.execution_date, one.gross_cents, one.tax_cents,
                    kept, one.transfer_cents,
                )  # fmt: skip


def _year(year: int, paid: list[Paid], debts: dict[tuple[str, date], int]) -> TaxYear:
    schemes = sorted({one.scheme for one in paid})
    months = {(one.scheme, one.month) for one in paid}
    return TaxYear(
        year=year,
        incomes=tuple(_income(scheme, [one for one in paid if one.scheme == scheme]) for scheme in schemes),
        payments=tuple(paid),
        claimed_cents=sum(debts.get(key, 0) for key in months),
    )


def _income(scheme: str, paid: list[Paid]) -> Income:
    return Income(
        scheme,
        len(paid),
        sum(one.gross_cents for one in paid),
        sum(one.tax_cents for one in paid),
        sum(one.kept_cents for one in paid),
        sum(one.transfer_cents for one in paid),
    )
