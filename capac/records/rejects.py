"""Reading the list of rejects page by page, and one of them; a reject that was closed by mistake opens again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from capac.records.models import Reject
from capac.records.moves import Because, move_all
from capac.records.states import REJECTS


def rejects(*, state: str = "open", kind: str = "", before: int | None = None, limit: int) -> list[Reject]:
    """One page of rejects, the latest first, each with its file but not the file's bytes. One query."""
    rows = _with_file().filter(state=state).order_by("-id")
    if kind:
        rows = rows.filter(kind=kind)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows[:limit])


def reject_of(reject_id: int) -> Reject | None:
    """One reject with its file, or None."""
    return _with_file().filter(pk=reject_id).first()


def reject_counts(state: str = "open") -> dict[str, int]:
    """How many stand in a state, by kind of file. One query."""
    rows = Reject.objects.filter(state=state).values_list("kind").annotate(Count("pk")).order_by("kind")
    return dict(rows)


def open_rejects_of(kind: str, reason: str, message_ids: Iterable[str]) -> list[int]:
    """Ids of the open rejects of these messages for this reason, oldest first. One query."""
    rows = Reject.objects.filter(kind=kind, reason=reason, state="open", message_id__in=list(message_ids))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def reopen_reject(reject_id: int, *, because: Because) -> None:
    """The reject has not been dealt with after all."""
    move_all(REJECTS, [reject_id], to="open", because=because)


def _with_file() -> QuerySet[Reject]:
    return Reject.objects.select_related("file").defer("file__body")
