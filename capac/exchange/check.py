"""Invariants of exchange over all data, run every day."""

from __future__ import annotations

from django.db import connection
from django.db.models import F, Q

from capac.exchange import declarations_check, submissions_check
from capac.exchange.bareme_models import BaremeFile
from capac.exchange.models import Authorisation, C2Message

_OVERLAPS = """SELECT count(*) FROM exchange_authorisedperiod a JOIN exchange_authorisedperiod b
    ON a.authorisation_id = b.authorisation_id AND a.id < b.id
    AND daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')"""


def check() -> list[str]:
    """What is wrong, one sentence each."""
    found = {
        "applied messages have no authorisation": C2Message.objects.filter(
            state="applied", authorisation__isnull=True
        ).count(),
        "authorisations come from a message that is not applied": Authorisation.objects.exclude(
            message__state="applied"
        ).count(),
        "messages stayed between received and applied": C2Message.objects.filter(state="received").count(),
        "messages have left their queue without a moment, or wait with one": _half_settled(),
        "pairs of days of one authorisation overlap": _overlaps(),
        "baremes in force were approved by who proposed them, or hold no row": _baremes(),
        **declarations_check.found(),
        **submissions_check.found(),
    }
    return [f"{number} {sentence}" for sentence, number in found.items() if number]


def _half_settled() -> int:
    waiting = C2Message.objects.filter(state="by_hand", processed_at__isnull=False)
    settled = C2Message.objects.filter(state__in=("applied", "rejected"), processed_at=None)
    return waiting.count() + settled.count()


def _baremes() -> int:
    bad = Q(approved_by=F("proposed_by")) | Q(proposed_by="") | Q(rows=None)
    return BaremeFile.objects.filter(bad, state="approved").distinct().count()


def _overlaps() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPS)
        return int(cursor.fetchone()[0])
