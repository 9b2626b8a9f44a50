"""Files whose limit comes near with something missing: each has an item, as long as it is so."""

from __future__ import annotations

from datetime import date

from capac.dossier import waiting
from capac.dossier.models import Application
from capac.dossier.reading import near
from capac.records import api as records
from capac.work import api as work

BATCH = 1000


def watch_limits(*, today: date, because: records.Because) -> dict[str, int]:
    """Open an item for each file at risk and close those of files whose limit moved away. Counts: at_risk, no_longer.

    A complete file has its own item; here stand those that miss something.
    """
    rows = near(today).filter(state__in=("collecting", "returned"))
    found = {"at_risk": 0, "no_longer": _close(set(rows.values_list("pk", flat=True)), because)}
    after = 0
    while batch := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        found["at_risk"] += waiting.at_risk(batch, because=because)
        after = batch[-1].pk
    return found


def _close(near_ones: set[int], because: records.Because) -> int:
    """Items of files that are at risk no longer."""
    open_ones = work.Item.objects.filter(kind=waiting.AT_RISK, subject_kind=waiting.SUBJECT).exclude(
        state="done"
    )
    gone = [pk for pk in open_ones.values_list("subject_id", flat=True) if pk not in near_ones]
    waiting.close_at_risk(gone, because=because)
    return Application.objects.filter(pk__in=gone).count()
