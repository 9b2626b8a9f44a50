"""Whose account a month is paid on: the client's, a guardian's or a debt mediator's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import api as people


def mediator(modules: exchange.Modules, *days: date) -> exchange.AccountOfAnother | None:
    """The debt mediator of any of these days: from the designation on everything goes there (Judicial Code art. 1675/9)."""
    named = modules.debt_settlement
    return named if named is not None and any(named.span.contains(day) for day in days) else None


def payee(
    client: int,
    modules: exchange.Modules,
    accounts: Mapping[int, people.AccountFact],
    *,
    pay_day: date,
    mediated: exchange.AccountOfAnother | None,
) -> payment.Payee | None:
    """Whom to pay on a day: the mediator, else the guardian, else the client; None where no account is known."""
    guardian = modules.guardian if modules.guardian and modules.guardian.span.contains(pay_day) else None
    if another := mediated or guardian:
        return payment.Payee(another.account, another.holder[:70])
    own = accounts.get(client)
    return payment.Payee(own.iban, own.holder) if own else None
