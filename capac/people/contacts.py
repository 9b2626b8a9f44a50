"""How a client can be reached: e-mail addresses and telephone numbers, as versions."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from capac.people.models import ContactPoint


def contacts_of(client_id: int, *, on: date) -> list[tuple[str, str]]:
    """Kind (email or phone) and value of what holds on a day, the last known of each value first. One query."""
    rows = ContactPoint.objects.filter(client_id=client_id, valid_from__lte=on)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("kind", "-known_at", "-pk")
    return list(dict.fromkeys(rows.values_list("kind", "value")))
