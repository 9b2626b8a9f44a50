"""Clients: registering, finding by number, their account and what is known of them on a day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from capac.core import clock, iban, niss
from capac.people.models import Account, Client, IdentityNumber, Office
from capac.people.slips import note_words
from capac.records import api as records


class UnknownClientError(LookupError):
    """No client has this number or key."""


@dataclass(frozen=True)
class AccountFact:
    """The account of a client on a day: number, holder, since when it is known and from where."""

    iban: str
    holder: str
    known_at: datetime
    source: str


@dataclass(frozen=True)
class NewClient:
    """What is needed to register a client. The account may come later; without one nothing is paid."""

    niss: str
    given_name: str
    family_name: str
    language: str
    since: date
    iban: str | None = None
    office_code: str | None = None
    deceased_on: date | None = None


def register_clients(rows: Sequence[NewClient], *, source: str) -> int:
    """Register clients in bulk; those whose number is known already are left as they are. Returns how many."""
    numbers = [niss.check(row.niss) for row in rows]
    known = set(current_numbers(numbers))
    fresh = [row for row, number in zip(rows, numbers, strict=True) if number not in known]
    offices = dict(Office.objects.values_list("code", "id"))
    with transaction.atomic():
        note_words((row.family_name, row.given_name) for row in fresh)
        clients = Client.objects.bulk_create([_client(row, offices) for row in fresh], batch_size=2000)
        IdentityNumber.objects.bulk_create(
            [
                IdentityNumber(client=client, niss=niss.check(row.niss), valid_from=row.since)
                for client, row in zip(clients, fresh, strict=True)
            ],
            batch_size=2000,
        )
        Account.objects.bulk_create(
            [
                _account(client.pk, row.iban, holder=_holder(row), since=row.since, source=source)
                for client, row in zip(clients, fresh, strict=True)
                if row.iban
            ],
            batch_size=2000,
        )
    return len(fresh)


def change_account(client_id: int, number: str, *, holder: str, since: date, source: str) -> Account:
    """A new version of the account, valid from a day. The older versions stay."""
    row = _account(client_id, number, holder=holder, since=since, source=source)
    row.save()
    return row


def note_death(client_id: int, on: date) -> None:
    """Remember the day of death; payment stops and a case is opened by who reads it."""
    Client.objects.filter(pk=client_id, deceased_on__isnull=True).update(
        deceased_on=on, death_known_at=clock.now()
    )


def current_numbers(numbers: Iterable[str]) -> dict[str, int]:
    """Client id by number, for the numbers that are known. A closed number still finds its client."""
    rows = IdentityNumber.objects.filter(niss__in=list(numbers)).order_by(
        "niss", "-valid_to"
    )  # an open validity sorts first
    found: dict[str, int] = {}
    for number, client_id in rows.values_list("niss", "client_id"):
        found.setdefault(number, client_id)
    return found


def numbers_of(clients: Iterable[int]) -> dict[int, str]:
    """The current number of each client. For files to ONEM alone, never for a page, a log or a bank file."""
    rows = IdentityNumber.objects.filter(client_id__in=list(clients), valid_to__isnull=True)
    return dict(rows.values_list("client_id", "niss"))


def whose(number: str) -> int | None:
    """The id of the client with a number, now or before; None for nobody. Raises IdentifierError."""
    rows = IdentityNumber.objects.filter(niss=niss.check(number)).order_by("-valid_to")
    return rows.values_list("client_id", flat=True).first()


def by_niss(number: str) -> Client:
    """The client with a number. Raises UnknownClientError, or IdentifierError for an impossible number."""
    found = current_numbers([niss.check(number)])
    if not found:
        raise UnknownClientError("no client has this national number")
    return Client.objects.get(pk=next(iter(found.values())))


def by_key(key: uuid.UUID) -> Client:
    """The client with an opaque key. Raises UnknownClientError."""
    client = Client.objects.filter(key=key).first()
    if client is None:
        raise UnknownClientError("this file does not exist")
    return client


def accounts_on(clients: Iterable[int], *, on: date, known: datetime) -> Mapping[int, AccountFact]:
    """The account of each client for a day, as known at a moment; a client without one is absent."""
    rows = (
        Account.objects.filter(
            records.among("client_id", list(clients)), valid_from__lte=on, known_at__lte=known
        )
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .order_by("client_id", "-known_at", "-id")
        .distinct("client_id")
    )
    return {row.client_id: AccountFact(row.iban, row.holder, row.known_at, row.source) for row in rows}


def _client(row: NewClient, offices: Mapping[str, int]) -> Client:
    return Client(
        given_name=row.given_name,
        family_name=row.family_name,
        language=row.language,
        office_id=offices[row.office_code] if row.office_code else None,
        deceased_on=row.deceased_on,
        death_known_at=clock.now() if row.deceased_on else None,
        registered_at=clock.now(),
    )


def _account(client_id: int, number: str, *, holder: str, since: date, source: str) -> Account:
    return Account(
        client_id=client_id,
        iban=iban.check(number),
        holder=holder[:70],
        valid_from=since,
        known_at=clock.now(),
        source=source,
    )


def _holder(row: NewClient) -> str:
    return f"{row.given_name} {row.family_name}"
