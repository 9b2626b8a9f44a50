"""Accounts onto which nothing is paid: a payment came back from there and nobody has confirmed them since.

The doubt is about one account of one client: another account is free of it, but for a death. Beside it stands the
doubt about the name under which an account would be paid (payee_doubts.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from capac.payment.bank_reasons import DEAD, FOLLOWED, TRIED_AGAIN, stop
from capac.payment.calculations import Stop
from capac.payment.models import Payment
from capac.payment.payee_doubts import Account, doubted
from capac.records import api as records

CAME_BACK = ("refused", "returned")


@dataclass(frozen=True, slots=True)
class Doubts:
    """What the bank said of the accounts of some clients, the last of each account."""

    accounts: dict[tuple[int, str], Stop] = field(default_factory=dict)
    deaths: dict[int, Stop] = field(default_factory=dict)
    names: dict[Account, Stop] = field(default_factory=dict)

    def about(self, client_id: int, iban: str, holder: str = "") -> Stop | None:
        """Why nothing is paid to a client on an account, under a name, or None."""
        return (
            self.deaths.get(client_id)
            or self.accounts.get((client_id, iban))
            or self.names.get((client_id, iban, holder))
        )


def doubts(clients: Collection[int]) -> Doubts:
    """The doubts about clients. Two queries."""
    rows = in_doubt().filter(records.among("client_id", clients)).order_by("ended_at", "pk")
    found = Doubts(names=doubted(clients))
    for pk, client_id, iban, code in rows.values_list("pk", "client_id", "iban", "bank_reason"):
        said = stop(code, pk)
        if said.reason == DEAD:
            found.deaths[client_id] = said
        else:
            found.accounts[client_id, iban] = said
    return found


def came_back() -> Q:
    """What the bank refused or sent back, and what we stopped before it left."""
    return Q(state__in=CAME_BACK) | Q(state="dropped", bank_reason=FOLLOWED)


def in_doubt() -> QuerySet[Payment]:
    """Payments that came back for a reason that is not technical and that nobody has confirmed since.

    And those that we stopped before they left (recalls.py). A file that the bank refused whole says nothing of the
    accounts in it.
    """
    rows = Payment.objects.filter(came_back(), account_confirmed_at__isnull=True)
    return rows.exclude(bank_reason__in=TRIED_AGAIN).exclude(state="refused", file__state="rejected")
