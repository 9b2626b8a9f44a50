"""Open an application: what it needs is asked for at once, and what is known already counts as received."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from capac.core import clock, workdays
from capac.dossier import needs
from capac.dossier.faults import DossierError
from capac.dossier.holding import held
from capac.dossier.models import LIVING, Application, FormerSituation, Piece
from capac.dossier.outside import check_outside
from capac.dossier.registrations import match
from capac.dossier.settling import settle
from capac.dossier.states import APPLICATIONS, PIECES
from capac.records import api as records
from capac.rules import api as rules

EARLIEST = timedelta(days=4 * 366)
"""How far back a day may be asked for: beyond the longest limit of the law (three years and a month) a slip is certain."""
LATEST = timedelta(days=366)


def open_application(
    client_id: int,
    type: str,
    *,
    situation: Mapping[str, Any],
    asked_on: date,
    received_on: date,
    because: records.Because,
) -> int:
    """Open an application of a client and ask for its pieces; returns its id.

    asked_on: the first day claimed, a day of the month claimed, or the day of the event, as the type says;
    received_on: the day on which the client asked. Raises DossierError: see faults.py; already_open (with `key`)
    where the client has one of this type for this day.
    """
    told = needs.answered(type, situation)
    _check_days(type, asked_on, received_on)
    row = Application(
        client_id=client_id,
        type=type,
        situation=told,
        asked_on=asked_on,
        received_on=received_on,
        opened_at=clock.now(),
        edition=needs.edition(),
    )
    row.rule, row.introduce_by = _limit(row)
    with transaction.atomic():
        _insert(row)
        records.born(APPLICATIONS, [row.pk], state="collecting", because=because)
        ask(row, needs.needed(type, told, asked_on), since=received_on, because=because)
        match({client_id})
        check_outside([row], because=because)
    return row.pk


def change_situation(application_id: int, situation: Mapping[str, Any], *, because: records.Because) -> None:
    """Correct the answers of an application that is not submitted: what they ask for is asked, the rest dropped.

    The limit of introduction follows; what was answered before is kept. Raises DossierError.
    """
    with transaction.atomic():
        row = held(application_id, ("collecting", "complete", "returned"))
        told = needs.answered(row.type, situation)
        if told != row.situation:
            FormerSituation.objects.create(
                application=row, situation=row.situation, until=clock.now(), who=because.who, why=because.why
            )
        row.situation, row.edition = told, needs.edition()
        row.rule, row.introduce_by = _limit(row)
        row.save(update_fields=["situation", "edition", "rule", "introduce_by"])
        wanted = needs.needed(row.type, told, row.asked_on)
        _drop(row, {one.code for one in wanted}, because)
        ask(row, wanted, since=clock.today(), because=because)
        check_outside([row], because=because)
        settle([row.pk], because=because)


def ask(row: Application, wanted: Iterable[needs.Need], *, since: date, because: records.Because) -> None:
    """Ask for pieces that are not asked for yet; one that was dropped is missing again."""
    there = {piece.code: piece for piece in row.pieces.all()}
    fresh = Piece.objects.bulk_create([_piece(row, one, since) for one in wanted if one.code not in there])
    records.born(PIECES, [piece.pk for piece in fresh], state="missing", because=because)
    again = [one for one in wanted if one.code in there and there[one.code].state == "dropped"]
    for one in again:
        Piece.objects.filter(pk=there[one.code].pk).update(turn=one.turn, since=since)
    records.move_all(PIECES, [there[one.code].pk for one in again], to="missing", because=because)


def _limit(row: Application) -> tuple[str, date | None]:
    """The rule and the last day of introduction; a file that was announced in time has a month more."""
    found = needs.limit(row.type, row.situation, row.asked_on)
    if found is None:
        return "", None
    return found.rule, rules.deadline_on("am-92-5", found.day) if row.announced_on else found.day


def _insert(row: Application) -> None:
    """Write the row; two at once of the same type and day are one and a fault."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        there = Application.objects.filter(
            client_id=row.client_id, type=row.type, asked_on=row.asked_on, state__in=LIVING
        ).first()
        if there is None:
            raise
        raise DossierError("already_open", "asked_on", key=str(there.key)) from error


def _piece(row: Application, one: needs.Need, since: date) -> Piece:
    due = rules.deadline_on(one.limit, row.asked_on) if one.limit else None
    return Piece(application=row, code=one.code, turn=one.turn, since=since, due_on=due)


def _drop(row: Application, wanted: set[str], because: records.Because) -> None:
    """What the situation asks for no more. What ONEM asked for stays."""
    gone = row.pieces.filter(asked_by="rule").exclude(code__in=wanted).exclude(state="dropped")
    records.move_all(PIECES, gone.values_list("pk", flat=True), to="dropped", because=because)


def _check_days(kind: str, asked_on: date, received_on: date) -> None:
    today = clock.today()
    if received_on > today:
        raise DossierError("received_in_future", "received_on")
    if received_on < today - EARLIEST or received_on < workdays.FIRST:
        raise DossierError("asked_out_of_range", "received_on")
    if not today - EARLIEST <= asked_on <= today + LATEST:
        raise DossierError("asked_out_of_range", "asked_on")
    opens = needs.opens_on(kind, asked_on)
    if opens is not None and received_on < opens:
        raise DossierError("too_early", "asked_on", day=str(opens))
