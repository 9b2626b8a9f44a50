"""How ONEM calls an authorisation: its reference and sequence; and whose a reference is."""

from __future__ import annotations

from collections.abc import Collection

from capac.exchange.models import Authorisation


def references(authorisations: Collection[int]) -> dict[int, tuple[str, int]]:
    """Reference and sequence by authorisation id. One query; an id that is not known is absent."""
    rows = Authorisation.objects.filter(pk__in=list(authorisations))
    return {
        pk: (reference, sequence)
        for pk, reference, sequence in rows.values_list("pk", "reference", "sequence")
    }


def clients_of(reference: str) -> list[int]:
    """Ids of the clients who have an authorisation under a reference of ONEM. One query."""
    rows = Authorisation.objects.filter(reference=reference).order_by("client_id")
    return list(rows.values_list("client_id", flat=True).distinct())
