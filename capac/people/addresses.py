"""Where a client's letters go: versions, as known at a moment. Nobody's address stands in a log or a file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from capac.core import clock
from capac.people.models import Address


class AddressError(ValueError):
    """An address to which no letter can go: `field` names what is wrong."""

    def __init__(self, field: str) -> None:
        super().__init__(f"the address cannot be used: {field}")
        self.field = field


@dataclass(frozen=True)
class PostalAddress:
    """An address as it is written on a letter. `country` is the ISO code of two letters."""

    street: str
    number: str
    box: str
    postcode: str
    town: str
    country: str = "BE"

    @property
    def first_line(self) -> str:
        """Street, number and box; the word for a box is the letter's."""
        return " ".join(part for part in (self.street, self.number) if part)


def change_address(client_id: int, address: PostalAddress, *, since: date, source: str) -> Address:
    """A new version of the address, valid from a day; the older ones stay. Raises AddressError."""
    check_address(address)
    return Address.objects.create(**_row(client_id, address, since, source))


def keep_addresses(rows: Sequence[tuple[int, PostalAddress]], *, since: date, source: str) -> int:
    """The addresses of many clients at once. Returns how many. Raises AddressError."""
    for _, address in rows:
        check_address(address)
    Address.objects.bulk_create(
        [Address(**_row(client_id, address, since, source)) for client_id, address in rows], batch_size=2000
    )
    return len(rows)


def addresses_on(clients: Iterable[int], *, on: date, known: datetime) -> Mapping[int, PostalAddress]:
    """The address of each client for a day, as known at a moment; a client without one is absent. One query."""
    rows = (
        Address.objects.filter(client_id__in=list(clients), valid_from__lte=on, known_at__lte=known)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .order_by("client_id", "-known_at", "-id")
        .distinct("client_id")
    )
    return {
        row.client_id: PostalAddress(row.street, row.number, row.box, row.postcode, row.town, row.country)
        for row in rows
    }


def check_address(address: PostalAddress) -> None:
    """A street, a town, a country; in Belgium four digits before the town. Raises AddressError."""
    for field in ("street", "town"):
        if not getattr(address, field).strip():
            raise AddressError(field)
    if not re.fullmatch("[A-Z]{2}", address.country):
        raise AddressError("country")
    if address.country == "BE" and not re.fullmatch(r"[1-9]\d{3}", address.postcode, re.ASCII):
        raise AddressError("postcode")


def _row(client_id: int, address: PostalAddress, since: date, source: str) -> dict[str, object]:
    return {
        "client_id": client_id,
        "street": address.street,
        "number": address.number,
        "box": address.box,
        "postcode": address.postcode,
        "town": address.town,
        "country": address.country,
        "valid_from": since,
        "known_at": clock.now(),
        "source": source,
    }
