"""Invariants of letters over all data, run every day."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db.models import Count, F

from capac.channels.ebox import api as ebox
from capac.channels.letters.models import Batch, Letter
from capac.channels.letters.sending import SUBJECT
from capac.core import clock

LOOKBACK = timedelta(days=2)
"""Bytes are looked at while they are young; a copy elsewhere proves the older ones."""


def check() -> list[str]:
    """What is wrong, one sentence each."""
    return [*_changed(), *_short_batches(), *_nowhere()]


def _changed() -> list[str]:
    young = Letter.objects.filter(written_at__gte=clock.now() - LOOKBACK).values_list("body", "sha256")
    changed = sum(
        hashlib.sha256(bytes(body)).hexdigest() != sha256 for body, sha256 in young.iterator(chunk_size=500)
    )
    return [f"{changed} letters are not the bytes that were written"] if changed else []


def _short_batches() -> list[str]:
    held = dict(
        Letter.objects.filter(batch__isnull=False).values_list("batch").annotate(Count("pk")).order_by()
    )
    short = [pk for pk, number in Batch.objects.values_list("pk", "letters") if held.get(pk, 0) != number]
    return [f"{len(short)} batches do not hold the letters that they name"] if short else []


def _nowhere() -> list[str]:
    """Letters that are said to lie with the eBox, and of which it knows nothing."""
    ids = list(Letter.objects.filter(state="in_ebox").values_list("pk", flat=True))
    lost = len(set(ids) - ebox.outcomes(SUBJECT, ids).keys())
    late = Letter.objects.filter(sent_at__lt=F("written_at")).count()
    return [f"{lost} letters lie with an eBox that has no message of them"] * bool(lost) + [
        f"{late} letters were sent before they were written"
    ] * bool(late)
