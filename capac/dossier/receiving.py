"""A piece arrives, is announced, proves useless, or an agent does without it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from capac.core import clock
from capac.documents import api as documents
from capac.dossier import needs
from capac.dossier.faults import DossierError
from capac.dossier.holding import arrived, held, piece_of
from capac.dossier.models import Application, Piece
from capac.dossier.settling import missing_again, settle
from capac.dossier.states import PIECES
from capac.records import api as records

OPEN = ("collecting", "complete", "returned")


def receive_piece(
    application_id: int,
    code: str,
    *,
    document_id: int | None,
    received_on: date,
    because: records.Because,
) -> None:
    """A piece of an application arrived: itself, or a form that proves the same (its own code is kept).

    The same arrival a second time changes nothing. Raises DossierError: application_unknown, application_closed,
    piece_not_asked, received_in_future, document_of_another.
    """
    if received_on > clock.today():
        raise DossierError("received_in_future", "received_on")
    with transaction.atomic():
        row = held(application_id)
        piece = piece_of(row, code)
        _check_document(row, document_id)
        arrived(piece, code, document_id=document_id, received_on=received_on, source=because.who)
        records.move(PIECES, [piece.pk], to="received", because=because)
        settle([row.pk], because=because)


def announce(application_id: int, code: str, *, because: records.Because) -> None:
    """Who had to act says that it is done: it is the next one's turn (the region's, the ONSS's), as the data says.

    Raises DossierError: application_unknown, application_closed, piece_not_asked, piece_settled.
    """
    with transaction.atomic():
        row = held(application_id, OPEN)
        piece = piece_of(row, code)
        need = next((one for one in _needed(row) if one.code == piece.code), None)
        if need is None or not need.then:
            raise DossierError("turn_unknown", "code", code=code)
        if not records.move(PIECES, [piece.pk], to="announced", because=because):
            raise DossierError("piece_settled", "code", code=code)
        Piece.objects.filter(pk=piece.pk).update(turn=need.then, since=clock.today())


def refuse_piece(application_id: int, code: str, *, because: records.Because) -> None:
    """What arrived cannot be used (illegible, of another, not signed): it is missing again, the reason in the log.

    Raises DossierError: application_unknown, application_closed, piece_not_asked, piece_settled, reason_missing.
    """
    _check_reason(because)
    with transaction.atomic():
        row = held(application_id, OPEN)
        piece = piece_of(row, code)
        if piece.state != "received":
            raise DossierError("piece_settled", "code", code=code)
        missing_again([piece.pk], since=clock.today(), because=because)
        settle([row.pk], because=because)


def waive_piece(application_id: int, code: str, *, because: records.Because) -> None:
    """An agent does without a piece, with a reason: only one whose line is not settled in the reference.

    Raises DossierError: application_unknown, application_closed, piece_not_asked, piece_settled, not_waived,
    reason_missing.
    """
    _check_reason(because)
    with transaction.atomic():
        row = held(application_id, OPEN)
        piece = piece_of(row, code)
        if any(one.code == piece.code and one.is_settled for one in _needed(row)) or piece.asked_by == "onem":
            raise DossierError("not_waived", "code", code=code)
        if not records.move(PIECES, [piece.pk], to="waived", because=because):
            raise DossierError("piece_settled", "code", code=code)
        settle([row.pk], because=because)


def reminded(application_id: int, code: str, *, on: date) -> bool:
    """A reminder for a missing piece went out. False when it is not missing: then nothing should have gone."""
    rows = Piece.objects.filter(application_id=application_id, code=code, state__in=("missing", "announced"))
    with transaction.atomic():
        piece = rows.select_for_update().first()
        if piece is None:
            return False
        if piece.reminded_on != on:
            rows.update(reminded_on=on, reminders=piece.reminders + 1)
    return True


def _needed(row: Application) -> tuple[needs.Need, ...]:
    return needs.needed(row.type, row.situation, row.asked_on)


def _check_document(row: Application, document_id: int | None) -> None:
    """A document of nobody yet may be a piece; one of another client may not."""
    if document_id is None:
        return
    found = documents.by_ids([document_id]).get(document_id)
    if found is None or found.client_id not in (None, row.client_id):
        raise DossierError("document_of_another", "document")


def _check_reason(because: records.Because) -> None:
    if not because.why.strip():
        raise DossierError("reason_missing", "reason")
