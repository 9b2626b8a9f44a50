"""What became known of clients after one moment, up to and with another: accounts and deaths."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from capac.people.models import Account, Client
from capac.records import api as records


def accounts_changed_since(moment: datetime, known: datetime) -> set[int]:
    """Clients of whom a version of the account became known."""
    rows = Account.objects.filter(known_at__gt=moment, known_at__lte=known)
    return set(rows.values_list("client_id", flat=True).distinct())


def deaths_since(moment: datetime, known: datetime) -> dict[int, date]:
    """The day of death of the clients whose death became known."""
    rows = Client.objects.filter(death_known_at__gt=moment, death_known_at__lte=known)
    return _days(rows.values_list("pk", "deceased_on"))


def deaths(clients: Collection[int] | None, *, known: datetime) -> dict[int, date]:
    """The day of death of those of these clients (None: of all) whose death was known at a moment."""
    rows = Client.objects.filter(death_known_at__lte=known)
    if clients is not None:
        rows = rows.filter(records.among("pk", clients))
    return _days(rows.values_list("pk", "deceased_on"))


def _days(rows: Collection[tuple[int, date | None]]) -> dict[int, date]:
    return {client: day for client, day in rows if day is not None}
