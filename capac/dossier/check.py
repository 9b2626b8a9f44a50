"""Invariants of dossier over all data, run every day."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from capac.dossier.models import Application, Piece, Receipt, Registration


def check() -> list[str]:
    """What is wrong, one sentence each."""
    lacking = Piece.objects.filter(application=OuterRef("pk"), state__in=("missing", "announced"))
    arrivals = Receipt.objects.filter(piece=OuterRef("pk"))
    found = {
        "files are complete or at ONEM with a piece missing": Application.objects.filter(
            Exists(lacking), state__in=("complete", "submitted", "decided")
        ).count(),
        "files wait for pieces and miss none": Application.objects.filter(
            ~Exists(lacking), state="collecting"
        ).count(),
        "files are complete without a day, or have one without being complete": _half_complete(),
        "files are at ONEM, back from it or decided without a day": Application.objects.filter(
            Q(state="submitted", submitted_on=None)
            | Q(state="returned", return_by=None)
            | Q(state="decided", decided_on=None)
        ).count(),
        "pieces are received without an arrival": Piece.objects.filter(
            ~Exists(arrivals), state="received"
        ).count(),
        "registrations of a client still carry a number": Registration.objects.filter(client__isnull=False)
        .exclude(niss="")
        .count(),
    }
    return [f"{number} {sentence}" for sentence, number in found.items() if number]


def _half_complete() -> int:
    without = Q(state__in=("complete", "submitted"), complete_on=None)
    return Application.objects.filter(
        without | Q(state__in=("collecting", "returned"), complete_on__isnull=False)
    ).count()
