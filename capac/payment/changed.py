"""Which months payment itself must look at again: what came back, was dropped, accepted, or rests on old figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from capac.payment.bank_reasons import DOUBTFUL, STOPPED
from capac.payment.models import Calculation, Hold, Payment
from capac.payment.payee_doubts import UNMATCHED
from capac.payment.states import PAYMENTS
from capac.records import api as records
from capac.rules import api as rules

FREED = (DOUBTFUL, STOPPED, UNMATCHED)
"""Holds that a person ends at the desk, so that nothing else says that their month moved."""
Whose = tuple[int, date]
"""Client and first day of the reference month."""


def changed_since(moment: datetime, known: datetime) -> set[Whose]:
    """Months of payments that came back or were dropped, of accounts confirmed, of holds that a person accepted.

    And of those held for an account or a name, since nothing holds them any more; and of payments that the
    bank booked after it had refused them: they count again. What became known after the first moment, up to and
    with the second.
    """
    ended = Q(ended_at__gt=moment, ended_at__lte=known)
    came = Q(state__in=["returned", "refused", "dropped"]) & ended
    booked = Payment.objects.filter(ended, state="settled").values_list("pk", flat=True)
    again = records.moved(PAYMENTS.kind, booked, from_state="refused", to_state="settled")
    confirmed = Q(account_confirmed_at__gt=moment, account_confirmed_at__lte=known)
    payments = Payment.objects.filter(came | confirmed | Q(pk__in=again)).values_list("client_id", "month")
    lifted = Hold.objects.filter(lifted_at__gt=moment, lifted_at__lte=known)
    freed = lifted.filter(~Q(accepted_by="") | Q(reason__in=FREED))
    return {*payments, *freed.values_list("client_id", "month")}


def held(clients: Collection[int] | None, *, reasons: Collection[str] | None = None) -> set[Whose]:
    """Months with an open hold, of these clients (None: of all), for these reasons (None: for any)."""
    rows = Hold.objects.filter(state="open")
    if clients is not None:
        rows = rows.filter(client_id__in=list(clients))
    if reasons is not None:
        rows = rows.filter(reason__in=list(reasons))
    return set(rows.values_list("client_id", "month"))


def proposed(clients: Collection[int]) -> set[Whose]:
    """Months of these clients of which a payment is prepared and not released."""
    rows = Payment.objects.filter(client_id__in=list(clients), state="prepared")
    return set(rows.values_list("client_id", "month").distinct())


def computed(clients: Collection[int]) -> set[Whose]:
    """Months of these clients that were computed."""
    rows = Calculation.objects.filter(client_id__in=list(clients))
    return set(rows.values_list("client_id", "month").distinct())


def standing(clients: Collection[int] | records.Ids | None, month: date) -> set[tuple[int, str]]:
    """Client and scheme of what stands of a month (its first day): it was computed, or something holds it. One query."""
    rows = (
        Calculation.objects.filter(month=month),
        Hold.objects.filter(month=month, state="open"),
    )
    told = (
        (kind if clients is None else kind.filter(records.among("client_id", list(clients)))).order_by()
        for kind in rows
    )
    computed_of, held_of = (kind.values_list("client_id", "scheme") for kind in told)
    found = set(computed_of.union(held_of))
    asked = None if clients is None else set(map(int, clients))
    return found if asked is None else {one for one in found if one[0] in asked}


def on_other_figures(since: date) -> set[Whose]:
    """Months from a day on whose last calculation used other figures of the law than those of now."""
    rows = Calculation.objects.filter(month__gte=since)
    rows = rows.order_by("month", "scheme", "client_id", "-id").distinct("month", "scheme", "client_id")
    now = rules.parameters_version()
    columns = rows.values_list("client_id", "month", "parameters_version")
    return {(client, month) for client, month, version in columns.iterator() if version != now}
