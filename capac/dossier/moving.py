"""What becomes of a file at ONEM, told by exchange; and the end that a client gives it himself.

`ready_to_submit` holds what it returns until the caller's transaction ends, so two senders never take one file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction

from capac.core import clock
from capac.dossier import needs, waiting
from capac.dossier.faults import DossierError
from capac.dossier.holding import held, piece_of
from capac.dossier.models import LAST_DAY, Application, Piece
from capac.dossier.settling import missing_again, settle
from capac.dossier.states import APPLICATIONS, PIECES
from capac.records import api as records
from capac.rules import api as rules


def ready_to_submit(limit: int) -> list[Application]:
    """Complete files, the nearest limit first, held for the caller's transaction; another sender skips them.

    Call it inside the transaction that writes what is sent and calls `submitted`.
    """
    rows = Application.objects.filter(state="complete").select_for_update(skip_locked=True)
    return list(rows.order_by(LAST_DAY, "pk")[:limit])


def submitted(ids: Collection[int], *, because: records.Because) -> None:
    """These files are on their way to ONEM. Raises records.MoveError unless each was complete."""
    with transaction.atomic():
        records.move_all(APPLICATIONS, ids, to="submitted", because=because)
        Application.objects.filter(pk__in=ids).update(submitted_on=clock.today())
        waiting.close_complete(ids, because=because)
        waiting.close_at_risk(ids, because=because)


def returned(
    application_id: int,
    *,
    missing: Mapping[str, str],
    returned_on: date,
    because: records.Because,
) -> None:
    """ONEM sent the file back (C51): the pieces that it asks for are missing, and its month runs (AM art. 93 § 2).

    missing: form to who must act ("" for who always does); empty where the fault is our own, which a person
    corrects. The limit never ends before that of introduction. Raises DossierError.
    """
    for code in missing:
        if code not in needs.forms():
            raise DossierError("form_unknown", "missing", code=code[:30])
    with transaction.atomic():
        row = held(application_id, ("submitted",))
        records.move_all(APPLICATIONS, [row.pk], to="returned", because=because)
        row.returned_on, row.complete_on = returned_on, None
        row.return_by = max(
            day for day in (rules.deadline_on("am-93-2", returned_on), row.introduce_by) if day
        )
        row.save(update_fields=["returned_on", "complete_on", "return_by"])
        for code, turn in missing.items():
            _ask_again(row, code, turn or needs.turn_of(code), since=returned_on, because=because)


def correct(application_id: int, *, because: records.Because) -> None:
    """A file that was sent back for our own fault is put right and complete again. Raises DossierError."""
    with transaction.atomic():
        row = held(application_id, ("returned",))
        if row.pieces.filter(state__in=("missing", "announced")).exists():
            raise DossierError("piece_settled", "application")
        settle([row.pk], because=because)


def decided(application_id: int, *, decided_on: date, because: records.Because) -> None:
    """ONEM decided. Raises records.MoveError for a file that is not at ONEM."""
    with transaction.atomic():
        records.move_all(APPLICATIONS, [application_id], to="decided", because=because)
        Application.objects.filter(pk=application_id).update(decided_on=decided_on)
        for close in (waiting.close_complete, waiting.close_at_risk):
            close([application_id], because=because)


def withdraw(application_id: int, *, because: records.Because) -> None:
    """The client wants it no more, with the reason. Raises DossierError once the file is at ONEM."""
    if not because.why.strip():
        raise DossierError("reason_missing", "reason")
    with transaction.atomic():
        row = held(application_id, ("collecting", "complete", "returned"))
        records.move_all(APPLICATIONS, [row.pk], to="withdrawn", because=because)
        for close in (waiting.close_complete, waiting.close_at_risk):
            close([row.pk], because=because)
        waiting.close_difference(row.pk, because=because)


def announced(application_id: int, *, on: date, because: records.Because) -> None:
    """The file was announced to ONEM within its limit (identity and date): a month more (AM art. 92 § 5), once.

    Raises DossierError: received_in_future, announced_late after the limit, piece_settled where it was announced before.
    """
    with transaction.atomic():
        row = held(application_id, ("collecting", "complete"))
        if on > clock.today():
            raise DossierError("received_in_future", "on")
        if row.introduce_by is None or on > row.introduce_by:
            raise DossierError("announced_late", "on")
        if row.announced_on is not None:
            raise DossierError("announced_before", "on", day=str(row.announced_on))
        row.announced_on, row.announced_by = on, because.who
        row.introduce_by = rules.deadline_on("am-92-5", row.introduce_by)
        row.save(update_fields=["announced_on", "announced_by", "introduce_by"])
        waiting.close_at_risk([row.pk], because=because)


def _piece_of(row: Application, form: str) -> str:
    """The piece of the file that a form is or proves; the form itself where the file has none."""
    try:
        return piece_of(row, form).code
    except DossierError:
        return form


def _ask_again(row: Application, code: str, turn: str, *, since: date, because: records.Because) -> None:
    """A piece that ONEM asks for: there and received, as this form or as another that proves the same, or never asked for."""
    piece, fresh = Piece.objects.get_or_create(
        application=row,
        code=_piece_of(row, code),
        defaults={"turn": turn, "since": since, "asked_by": "onem"},
    )
    if fresh:
        records.born(PIECES, [piece.pk], state="missing", because=because)
        return
    missing_again([piece.pk], since=since, because=because)
    Piece.objects.filter(pk=piece.pk).update(turn=turn, asked_by="onem", due_on=None)
