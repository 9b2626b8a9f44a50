"""Invariants of what is introduced at ONEM, run every day with those of the room."""

from __future__ import annotations

from django.db.models import F, Q

from capac.exchange.models import Return, Submission

ANSWERED = ("refused", "returned", "decided")


def found() -> dict[str, int]:
    """How many rows break a sentence, by sentence."""
    under_way = Submission.objects.filter(state__in=("written", "received"))
    return {
        "submissions are under way for a file that is not at ONEM": under_way.exclude(
            application__state="submitted"
        ).count(),
        "submissions are answered without a day, or wait with one": _half_answered(),
        "submissions came back without their C51, or have one and did not": _half_returned(),
        "C51 are judged by nobody, or by somebody without a cause": Return.objects.exclude(
            Q(ours=None, cause="", judged_by="") | ~Q(cause="") & ~Q(judged_by="") & Q(ours__isnull=False)
        ).count(),
        "submissions are of another client than their file": Submission.objects.exclude(
            client_id=F("application__client_id")
        ).count(),
    }


def _half_answered() -> int:
    waits = Submission.objects.filter(state__in=("written", "received"), answered_at__isnull=False)
    told = Submission.objects.filter(state__in=ANSWERED, answered_at=None)
    return waits.count() + told.count()


def _half_returned() -> int:
    bare = Submission.objects.filter(state="returned", came_back=None)
    odd = Return.objects.exclude(submission__state__in=("returned", "decided"))
    return bare.count() + odd.count()
