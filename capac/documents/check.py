"""Invariants of documents over all data, run every day."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef

from capac.core import clock
from capac.documents.models import LIVING, Chunk, Document, InboundLetter, PaperFile

PATIENCE = timedelta(days=1)
"""How long a virus check may be out of reach before somebody is told."""


def check() -> list[str]:
    """What is wrong, one sentence each."""
    found = []
    first = Chunk.objects.filter(document=OuterRef("pk"), number=0)
    if empty := Document.objects.filter(~Exists(first), state__in=LIVING).count():
        found.append(f"{empty} documents have no bytes")
    old = Document.objects.filter(state="unchecked", kept_at__lt=clock.now() - PATIENCE).count()
    if old:
        found.append(f"{old} documents wait for their virus check since more than a day; nobody sees them")
    if orphans := Chunk.objects.exclude(document__state__in=[*LIVING, "infected"]).count():
        found.append(f"{orphans} parts are left of documents that are destroyed")
    astray = InboundLetter.objects.exclude(client=F("document__client")).filter(client__isnull=False).count()
    if astray:
        found.append(f"{astray} letters belong to another client than their scan")
    unproved = PaperFile.objects.filter(state__in=["digitised", "checked"], scans__isnull=True).count()
    if unproved:
        found.append(f"{unproved} paper files count as scanned and have no scan")
    return found
