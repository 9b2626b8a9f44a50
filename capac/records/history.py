"""Reading the state log of one row."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from capac.records.models import StateLog


@dataclass(frozen=True)
class Change:
    """One change of state."""

    from_state: str
    to_state: str
    at: datetime
    who: str
    why: str


def history(kind: str, subject_id: int) -> list[Change]:
    """All changes of one row, oldest first. `kind` is room.Model."""
    rows = StateLog.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("id")
    return [Change(row.from_state, row.to_state, row.at, row.who, row.why) for row in rows]


def together(subjects: Mapping[str, Collection[int]]) -> list[tuple[str, int, Change]]:
    """All changes of rows of several kinds (room.Model to ids) in the order of the log: kind, id, change. One query."""
    wanted = Q()
    for kind, ids in subjects.items():
        wanted |= Q(subject_kind=kind, subject_id__in=list(ids))
    rows = StateLog.objects.filter(wanted).order_by("id") if subjects else StateLog.objects.none()
    return [
        (row.subject_kind, row.subject_id, Change(row.from_state, row.to_state, row.at, row.who, row.why))
        for row in rows
    ]


def moved(kind: str, ids: Collection[int], *, from_state: str, to_state: str) -> set[int]:
    """Which of these rows once went from one state to another. `kind` is room.Model. One query."""
    rows = StateLog.objects.filter(subject_kind=kind, subject_id__in=list(ids))
    found = rows.filter(from_state=from_state, to_state=to_state).values_list("subject_id", flat=True)
    return set(found)
