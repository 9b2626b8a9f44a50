"""Who is registered as job-seeker, by the versions that the regional services sent; what that does to open files.

A right needs the registration within eight days after the day asked (AR 25.11.1991 art. 58, AM 26.11.1991 art. 38).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from capac.core import clock
from capac.dossier.holding import arrived
from capac.dossier.models import Application, Piece, Registration
from capac.dossier.settling import missing_again, settle
from capac.dossier.states import PIECES
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules

PIECE = "registration"
SERVICES = ("actiris", "vdab", "forem", "adg")
"""Actiris (Brussels), VDAB (Flanders), Forem (Wallonia), ADG (German-speaking Community)."""
OPEN = ("collecting", "complete", "returned")
BATCH = 1000


@dataclass(frozen=True)
class RegistrationView:
    """A registration as it stands now: where, since when, until when and why it ended."""

    service: str
    registered_on: date
    ended_on: date | None
    reason: str
    received_on: date


def registrations_of(client_id: int) -> list[RegistrationView]:
    """The registrations of a client, each in its version that rules, the latest first. One query."""
    rows = sorted(_ruling({client_id}), key=lambda row: (row.registered_on, row.pk), reverse=True)
    return [_view(row) for row in rows]


def registered_for(client_id: int, asked_on: date) -> RegistrationView | None:
    """The registration that counts for an application of a day, or None."""
    found = _counting(_ruling({client_id}), asked_on)
    return _view(found) if found else None


def right_from(registered_on: date, asked_on: date) -> date:
    """The day from which a registration gives the right: the day asked when it came in time, else its own day.

    That a late one counts from its own day is not settled (reference 2.1, M).
    """
    in_time = registered_on <= rules.deadline_on("am-38", asked_on)
    return asked_on if in_time else registered_on


def match(clients: Collection[int]) -> int:
    """Registrations that came before their client had a file find him by his number. Returns how many."""
    return sum(
        Registration.objects.filter(niss=number).update(client_id=client_id, niss="")
        for client_id, number in people.numbers_of(clients).items()
    )


def match_new_clients(*, because: records.Because) -> int:
    """Match whatever waits for a client, and let open files know. Returns how many registrations found theirs."""
    matched = 0
    numbers = sorted(
        Registration.objects.exclude(niss="").values_list("niss", flat=True).distinct().order_by("niss")
    )
    for start in range(0, len(numbers), BATCH):
        clients = set(people.current_numbers(numbers[start : start + BATCH]).values())
        matched += match(clients)
        follow_registrations(clients, because=because)
    return matched


def follow_registrations(clients: Collection[int], *, because: records.Because) -> None:
    """Open files of these clients: registered they have the piece, registered no more they miss it again."""
    rows = Application.objects.filter(client_id__in=clients, state__in=OPEN, pieces__code=PIECE)
    follow_applications(list(rows.distinct()), because=because)


def follow_applications(rows: Collection[Application], *, because: records.Because) -> None:
    """The same for these files."""
    ruling = _ruling({row.client_id for row in rows})
    pieces = Piece.objects.filter(application__in=rows, code=PIECE).select_related("application")
    for piece in pieces.select_for_update(of=("self",)):
        row = piece.application
        one = _counting([r for r in ruling if r.client_id == row.client_id], row.asked_on)
        _follow(piece, one, because)
    settle([row.pk for row in rows], because=because)


def _follow(piece: Piece, one: Registration | None, because: records.Because) -> None:
    if one is not None and piece.state in ("missing", "announced"):
        source = f"{one.service} {one.reference}"
        arrived(piece, PIECE, document_id=None, received_on=one.received_on, source=source)
        records.move_all(PIECES, [piece.pk], to="received", because=because)
    elif one is None and piece.state == "received" and _came_from_a_service(piece):
        missing_again([piece.pk], since=clock.today(), because=because)
        Piece.objects.filter(pk=piece.pk).update(turn="client")


def _came_from_a_service(piece: Piece) -> bool:
    """Its last arrival was a registration, not a certificate that the client brought."""
    last = piece.receipts.order_by("-pk").first()
    return last is not None and last.code == PIECE and last.source.partition(" ")[0] in SERVICES


def _counting(rows: Collection[Registration], asked_on: date) -> Registration | None:
    """Of the ruling ones: the earliest that has not ended before the day asked and has begun."""
    today = clock.today()
    good = [
        row
        for row in rows
        if row.registered_on <= max(today, asked_on) and (row.ended_on is None or row.ended_on >= asked_on)
    ]
    return min(good, key=lambda row: (row.registered_on, row.pk), default=None)


def _ruling(clients: Collection[int]) -> list[Registration]:
    rows: QuerySet[Registration] = Registration.objects.filter(client_id__in=clients)
    return list(rows.order_by("service", "reference", "-version").distinct("service", "reference"))


def _view(row: Registration) -> RegistrationView:
    return RegistrationView(row.service, row.registered_on, row.ended_on, row.reason, row.received_on)
