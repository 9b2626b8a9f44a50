"""A client's new account: kept as a version, and what was held for the old one is free in the same transaction."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from capac.core import clock
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


def confirm_account(reissue_id: int, *, staff: people.Staff, because: records.Because) -> int:
    """A second person confirms the account proposed for a payment that came back: it is kept, and what it held is free.

    Returns for how many payments. Raises payment.BankError (not_waiting, same_person, not_allowed).
    """
    with transaction.atomic():
        told = payment.confirm_proposed(reissue_id, staff=staff, because=because)
        return change_account(
            told.client_id, told.iban, holder=told.holder, since=clock.today(), because=because
        )
