"""Invariants of declarations over all data, run every day with those of the room (check.py)."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef

from capac.exchange.models import Declaration


def found() -> dict[str, int]:
    """How many break what must hold, by sentence."""
    begun = Declaration.objects.filter(original=OuterRef("original")).exclude(status=3)
    of_two = Declaration.objects.values("original").annotate(
        clients=Count("client", distinct=True), forms=Count("form", distinct=True)
    )
    return {
        "cancellations wait for a declaration that is here": Declaration.objects.filter(
            Exists(begun), state="waiting"
        ).count(),
        "declarations have versions of two persons": of_two.filter(clients__gt=1).count(),
        "declarations have versions of two forms": of_two.filter(forms__gt=1).count(),
    }
