"""Applications as pages and the rooms above read them: whole views in few queries."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from capac.core import clock
from capac.dossier import needs
from capac.dossier.models import LAST_DAY, Application, FormerSituation, Piece, Receipt
from capac.dossier.status import Missing, Risk, Status, risk_of, status_of
from capac.dossier.waiting import limit_of
from capac.records import api as records

TO_INTRODUCE = ("collecting", "complete", "returned")


@dataclass(frozen=True)
class ReceiptView:
    """One arrival: as which form, when, its document, and where it came from."""

    code: str
    received_on: date
    document_id: int | None
    source: str


@dataclass(frozen=True)
class PieceView:
    """A piece of an application with its arrivals, the last one last. `need` is its line of the data, if it has one."""

    id: int
    code: str
    state: str
    turn: str
    since: date
    due_on: date | None
    asked_by: str
    reminded_on: date | None
    reminders: int
    receipts: tuple[ReceiptView, ...]
    need: needs.Need | None


@dataclass(frozen=True)
class ApplicationView:
    """An application with its pieces, what is missing, its limit with its risk, and its status.

    `introduce_by` is the last day that holds now: of the file sent back, of the one announced, or of the law.
    """

    id: int
    key: uuid.UUID
    client_id: int
    type: str
    state: str
    situation: dict[str, str]
    asked_on: date
    received_on: date
    opened_at: datetime
    rule: str
    introduce_by: date | None
    complete_on: date | None
    submitted_on: date | None
    returned_on: date | None
    decided_on: date | None
    announced_on: date | None
    risk: Risk
    missing: tuple[Missing, ...]
    pieces: tuple[PieceView, ...]
    told: Status

    @property
    def status(self) -> str:
        """The reason of the status, as a code."""
        return self.told.reason

    @property
    def turn(self) -> str:
        """Whose turn it is."""
        return self.told.turn

    @property
    def expected_on(self) -> date | None:
        """The day by which whose turn it is should have acted."""
        return self.told.expected_on


@dataclass(frozen=True)
class MissingPiece:
    """A piece that is missing somewhere, for who reminds: page by page by its id.

    `returned_on` is the day on which ONEM sent the file back (C51), where it did.
    """

    id: int
    application_id: int
    application_type: str
    client_id: int
    code: str
    turn: str
    since: date
    due_on: date | None
    introduce_by: date | None
    returned_on: date | None
    reminded_on: date | None
    reminders: int


def applications_of(client_id: int) -> list[ApplicationView]:
    """Every application of a client, the latest first. Three queries."""
    return views(Application.objects.filter(client_id=client_id).order_by("-opened_at", "-pk"))


def application(key: uuid.UUID) -> ApplicationView | None:
    """One application by its opaque key, or None."""
    return next(iter(views(Application.objects.filter(key=key))), None)


def application_by_id(application_id: int) -> ApplicationView | None:
    """One application by its id, or None: for who knows it by an item."""
    return next(iter(views(Application.objects.filter(pk=application_id))), None)


def by_ids(ids: Collection[int]) -> list[ApplicationView]:
    """Applications by their ids, for who knows them by what they became. Three queries."""
    return views(Application.objects.filter(pk__in=ids))


def at_risk(
    *, after: tuple[date, int] | None = None, limit: int, today: date | None = None
) -> list[ApplicationView]:
    """Files not at ONEM whose limit is near or past, the most urgent first.

    `after` is (introduce_by, id) of the last one of the page before.
    """
    rows = near(today or clock.today()).order_by("last_day", "pk")
    if after is not None:
        rows = rows.filter(Q(last_day__gt=after[0]) | Q(last_day=after[0], pk__gt=after[1]))
    return views(rows[:limit], today=today)


def near(today: date) -> QuerySet[Any]:
    """Files not at ONEM whose last day is near or past, with it as `last_day`."""
    horizon = date.fromordinal(today.toordinal() + needs.near_days())
    rows = Application.objects.filter(state__in=TO_INTRODUCE)
    return rows.annotate(last_day=LAST_DAY).filter(last_day__lte=horizon)


def missing_pieces(after: int, limit: int) -> list[MissingPiece]:
    """Pieces that are missing in files that are not over, by id after one. One query."""
    rows = Piece.objects.filter(
        state__in=("missing", "announced"), application__state__in=("collecting", "returned"), pk__gt=after
    )
    return [_missing_piece(row) for row in rows.select_related("application").order_by("pk")[:limit]]


@dataclass(frozen=True)
class Correction:
    """The situation was corrected: when, by whom, why, and each answer that changed (question, before, after)."""

    at: datetime
    who: str
    why: str
    changed: tuple[tuple[str, str, str], ...]


def corrections(application_id: int) -> list[Correction]:
    """Every correction of the situation of an application, oldest first. Two queries."""
    former = list(FormerSituation.objects.filter(application_id=application_id).order_by("pk"))
    now = Application.objects.values_list("situation", flat=True).filter(pk=application_id)
    after = [*(row.situation for row in former[1:]), *now]
    return [
        Correction(
            row.until,
            row.who,
            row.why,
            tuple(
                (name, row.situation.get(name, ""), told[name])
                for name in told
                if told[name] != row.situation.get(name)
            ),
        )
        for row, told in zip(former, after, strict=False)
    ]


def history(application_id: int) -> list[tuple[str, records.Change]]:
    """What happened to an application and its pieces, in order: the piece's code ("" for the file), the change."""
    codes = dict(Piece.objects.filter(application_id=application_id).values_list("pk", "code"))
    logged = records.together({"dossier.Application": [application_id], "dossier.Piece": list(codes)})
    return [(codes[pk] if kind == "dossier.Piece" else "", change) for kind, pk, change in logged]


def views(rows: Iterable[Application], *, today: date | None = None) -> list[ApplicationView]:
    """Applications with their pieces and arrivals. Three queries, however many."""
    found = list(rows)
    pieces = _by_application(found)
    return [_view(row, pieces.get(row.pk, []), today or clock.today()) for row in found]


def _by_application(rows: Sequence[Application]) -> dict[int, list[tuple[Piece, list[Receipt]]]]:
    pieces = list(Piece.objects.filter(application__in=rows).order_by("pk")) if rows else []
    receipts: dict[int, list[Receipt]] = {piece.pk: [] for piece in pieces}
    if pieces:
        for one in Receipt.objects.filter(piece__in=pieces).order_by("pk"):
            receipts[one.piece_id].append(one)
    found: dict[int, list[tuple[Piece, list[Receipt]]]] = {}
    for piece in pieces:
        found.setdefault(piece.application_id, []).append((piece, receipts[piece.pk]))
    return found


def _view(row: Application, pieces: list[tuple[Piece, list[Receipt]]], today: date) -> ApplicationView:
    lines = {one.code: one for one in needs.needed(row.type, row.situation, row.asked_on)}
    told = tuple(_piece(piece, arrivals, lines.get(piece.code)) for piece, arrivals in pieces)
    missing = tuple(
        Missing(one.code, one.turn, one.since, one.reminded_on, one.due_on, one.state == "announced")
        for one in told
        if one.state in ("missing", "announced")
    )
    return ApplicationView(
        id=row.pk,
        key=row.key,
        client_id=row.client_id,
        type=row.type,
        state=row.state,
        situation=row.situation,
        asked_on=row.asked_on,
        received_on=row.received_on,
        opened_at=row.opened_at,
        rule=row.rule,
        introduce_by=limit_of(row),
        complete_on=row.complete_on,
        submitted_on=row.submitted_on,
        returned_on=row.returned_on,
        decided_on=row.decided_on,
        announced_on=row.announced_on,
        risk=risk_of(row, today),
        missing=missing,
        pieces=told,
        told=status_of(row, missing, today),
    )


def _piece(piece: Piece, receipts: list[Receipt], need: needs.Need | None) -> PieceView:
    return PieceView(
        id=piece.pk,
        code=piece.code,
        state=piece.state,
        turn=piece.turn,
        since=piece.since,
        due_on=piece.due_on,
        asked_by=piece.asked_by,
        reminded_on=piece.reminded_on,
        reminders=piece.reminders,
        receipts=tuple(
            ReceiptView(one.code, one.received_on, one.document_id, one.source) for one in receipts
        ),
        need=need,
    )


def _missing_piece(row: Piece) -> MissingPiece:
    return MissingPiece(
        id=row.pk,
        application_id=row.application_id,
        application_type=row.application.type,
        client_id=row.application.client_id,
        code=row.code,
        turn=row.turn,
        since=row.since,
        due_on=row.due_on,
        introduce_by=limit_of(row.application),
        returned_on=row.application.returned_on,
        reminded_on=row.reminded_on,
        reminders=row.reminders,
    )
