"""What pages read of letters: those of a client, one with its bytes, what waits and why, the batches."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from capac.channels.letters.models import Batch, Letter
from capac.channels.letters.states import LETTERS
from capac.records import api as records

LIGHT = ("body", "content", "data")
MOST = 200


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter without its bytes. `subject` is what it concerns or None; `once` what is written once.

    `channel` is ebox, paper or "" (not chosen yet).
    """

    id: int
    key: uuid.UUID
    client_id: int
    reference: str
    kind: str
    language: str
    title: str
    subject: tuple[str, int] | None
    once: str
    day: date
    written_by: str
    state: str
    channel: str
    why_paper: str
    sent_at: datetime | None
    sha256: str
    batch_id: int | None


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch without its bytes."""

    id: int
    made_at: datetime
    made_by: str
    letters: int
    pages: int
    sha256: str
    state: str


def letters_of(client_id: int, *, states: Collection[str] = (), limit: int = MOST) -> list[LetterView]:
    """The letters to a client, the latest first. One query."""
    rows = _light().filter(client_id=client_id)
    if states:
        rows = rows.filter(state__in=list(states))
    return [_view(row) for row in rows.order_by("-id")[:limit]]


def letter_of(key: uuid.UUID) -> LetterView | None:
    """One letter by its opaque key, or None."""
    row = _light().filter(key=key).first()
    return _view(row) if row else None


def letter_by_id(letter_id: int) -> LetterView | None:
    """One letter, or None."""
    row = _light().filter(pk=letter_id).first()
    return _view(row) if row else None


def letter_bytes(letter_id: int) -> bytes:
    """The PDF as it was written. Raises Letter.DoesNotExist."""
    return bytes(Letter.objects.values_list("body", flat=True).get(pk=letter_id))


def letters_about(subject_kind: str, ids: Iterable[int]) -> dict[int, list[LetterView]]:
    """The letters that concern these subjects, oldest first, by subject. One query."""
    found: dict[int, list[LetterView]] = {}
    for row in _light().filter(subject_kind=subject_kind, subject_id__in=list(ids)).order_by("id"):
        found.setdefault(row.subject_id or 0, []).append(_view(row))
    return found


def not_left(once: str, *, after: int = 0, limit: int = MOST) -> list[LetterView]:
    """Letters that have not left and whose `once` begins so, oldest first, after an id. One query."""
    rows = _light().filter(once__startswith=once, state__in=["written", "to_print", "failed"], pk__gt=after)
    return [_view(row) for row in rows.order_by("pk")[:limit]]


def known_once(names: Iterable[str]) -> set[str]:
    """Of these, what has been written. One query."""
    found = Letter.objects.filter(once__in=list(names)).values_list("once", flat=True)
    return {name for name in found if name}


def counts() -> dict[tuple[str, str], int]:
    """How many letters stand in each state that is not an end, by state and why they are printed. One query."""
    rows = Letter.objects.filter(state__in=["written", "in_ebox", "to_print", "printed", "failed"])
    grouped = rows.values_list("state", "why_paper").annotate(Count("pk")).order_by("state", "why_paper")
    return {(state, why): number for state, why, number in grouped}


def in_state(after: int = 0, *, state: str, limit: int = MOST) -> list[LetterView]:
    """A page of the letters in a state, oldest first, after an id. One query."""
    return [_view(row) for row in _light().filter(state=state, pk__gt=after).order_by("pk")[:limit]]


def batches(*, limit: int = 30) -> list[BatchView]:
    """The latest batches first. One query."""
    return [_batch(row) for row in Batch.objects.defer("body", "manifest").order_by("-id")[:limit]]


def batch_of(batch_id: int) -> BatchView | None:
    """One batch, or None."""
    row = Batch.objects.defer("body", "manifest").filter(pk=batch_id).first()
    return _batch(row) if row else None


def batch_clients(batch_id: int) -> set[int]:
    """Whose letters are in a batch: who opens it sees them all."""
    return set(Letter.objects.filter(batch_id=batch_id).values_list("client_id", flat=True))


def batch_bytes(batch_id: int) -> bytes:
    """The PDF of a batch. Raises Batch.DoesNotExist."""
    return bytes(Batch.objects.values_list("body", flat=True).get(pk=batch_id))


def batch_manifest(batch_id: int) -> str:
    """What is in it, as CSV. Raises Batch.DoesNotExist."""
    return Batch.objects.values_list("manifest", flat=True).get(pk=batch_id)


def history(letter_id: int) -> list[records.Change]:
    """Who wrote it and what became of it, oldest first."""
    return records.history(LETTERS.kind, letter_id)


def _light() -> QuerySet[Letter]:
    return Letter.objects.defer(*LIGHT)


def _view(row: Letter) -> LetterView:
    return LetterView(
        id=row.pk,
        key=row.key,
        client_id=row.client_id,
        reference=row.reference,
        kind=row.kind,
        language=row.language,
        title=row.title,
        subject=(row.subject_kind, row.subject_id) if row.subject_id is not None else None,
        once=row.once or "",
        day=row.day,
        written_by=row.written_by,
        state=row.state,
        channel=row.channel,
        why_paper=row.why_paper,
        sent_at=row.sent_at,
        sha256=row.sha256,
        batch_id=row.batch_id,
    )


def _batch(row: Batch) -> BatchView:
    return BatchView(row.pk, row.made_at, row.made_by, row.letters, row.pages, row.sha256, row.state)
