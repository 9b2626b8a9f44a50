"""What follows from the pieces of an application: complete when nothing is missing, collecting again when something is.

Called by every verb that moves a piece, in its transaction. The item of a file that is complete opens and closes here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Max, QuerySet

from capac.core import clock
from capac.dossier import waiting
from capac.dossier.models import Application, Piece
from capac.dossier.states import APPLICATIONS, PIECES
from capac.records import api as records

MISSING = ("missing", "announced")


def settle(applications: Collection[int], *, because: records.Because) -> None:
    """Move these applications to where their pieces say that they stand."""
    rows = Application.objects.filter(pk__in=applications)
    lacking = set(_lacking(applications).values_list("application_id", flat=True))
    whole = rows.filter(state__in=("collecting", "returned")).exclude(pk__in=lacking)
    _complete(list(whole), because)
    _back(list(rows.filter(state="complete", pk__in=lacking)), because)


def missing_again(piece_ids: Collection[int], *, since: date, because: records.Because) -> None:
    """Pieces that were received and do not count after all; the clock of their reminders starts anew."""
    moved = records.move(PIECES, piece_ids, to="missing", because=because)
    Piece.objects.filter(pk__in=moved).update(since=since, reminded_on=None, reminders=0)


def _lacking(applications: Collection[int]) -> QuerySet[Piece]:
    return Piece.objects.filter(application_id__in=applications, state__in=MISSING)


def _complete(rows: list[Application], because: records.Because) -> None:
    """The last piece is here. A file that ONEM sent back asking for nothing waits for a person (moving.correct)."""
    for row in rows:
        row.complete_on = _last_arrival(row)
        row.save(update_fields=["complete_on"])
    moved = records.move_all(APPLICATIONS, [row.pk for row in rows], to="complete", because=because)
    waiting.complete(rows, because=because)
    waiting.close_at_risk(moved, because=because)


def _last_arrival(row: Application) -> date:
    """The day of the last arrival, never before the application itself; of one that came back, not before that."""
    arrived = row.pieces.filter(state="received").aggregate(last=Max("receipts__received_on"))["last"]
    return max(day for day in (row.received_on, row.returned_on, arrived, _waived(row)) if day)


def _waived(row: Application) -> date | None:
    """An agent who does without a piece completes the file on that day."""
    return clock.today() if row.pieces.filter(state="waived").exists() else None


def _back(rows: list[Application], because: records.Because) -> None:
    for state in ("collecting", "returned"):
        ids = [row.pk for row in rows if (row.returned_on is not None) == (state == "returned")]
        records.move_all(APPLICATIONS, ids, to=state, because=because)
    ids = [row.pk for row in rows]
    Application.objects.filter(pk__in=ids).update(complete_on=None)
    waiting.close_complete(ids, because=because)
