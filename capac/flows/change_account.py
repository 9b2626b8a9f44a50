"""A client's new account: kept as a version, and what was held for the old one is free in the same transaction."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records


def change_account(client_id: int, number: str, *, holder: str, since: date, because: records.Because) -> int:
    """Keep the new account and free what the old one held. Returns for how many payments that came back.

    Raises IdentifierError for an account number that cannot exist.
    """
    with transaction.atomic():
        people.change_account(
            client_id, number, holder=holder, since=since, source=f"{because.who}: {because.why}"[:120]
        )
        return payment.accounts_changed(because=because)
