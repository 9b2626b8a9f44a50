"""Reminders for what a client has to give, by letter (contract 8.1.3): written when they are due, once each, and
stopped when the piece arrives by any channel, also between the writing and the leaving.

A round can die at any line: each reminder is one transaction, known by what it is about and its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from capac.channels.letters import api as letters
from capac.core import clock
from capac.dossier import api as dossier
from capac.flows.reminding import APPLICATION, CARDS, PREFIX, Key, Reminder, causes, of_holds, of_pieces
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records

COUNTERS = ("months", "files", "written", "known", "unwritable", "withdrawn")
PAGE = 500
Holds = Mapping[Key, Sequence[payment.HoldView]]


def remind(*, who: str) -> dict[str, int]:
    """One round. Returns its counters: causes due of months and of files, letters written, known, refused, stopped."""
    with records.running("remind", COUNTERS, who=who) as progress:
        because = records.Because(who, "a reminder", progress.run.pk)
        now = clock.now()
        holds = _still_missing(payment.open_holds(None), now)
        pieces = list(_missing_pieces())
        _stop(holds, pieces, progress, because=because)
        for name, due in (("months", of_holds(holds, now.date())), ("files", of_pieces(pieces, now.date()))):
            progress.count(name, len(due))
            _write(due, progress, because=because)
        return progress.counters


def _still_missing(holds: Holds, now: datetime) -> Holds:
    """Holds whose turn is the client's and of which nothing has come since: what came is seen before the next run."""
    waiting = {key: [one for one in views if one.turn == "client"] for key, views in holds.items()}
    clients = {client_id for (client_id, _, _), views in waiting.items() if views}
    months = {month for (_, _, month), views in waiting.items() if views}
    cards = payment.cards(clients, months, known=now) if clients else {}
    accounts = people.accounts_on(clients, on=now.date(), known=now)
    found: dict[Key, Sequence[payment.HoldView]] = {}
    for key, views in waiting.items():
        card, account = cards.get((key[0], key[2])), accounts.get(key[0])
        came = {True: card.known_at if card else None, False: account.known_at if account else None}
        left = [one for one in views if not _came_since(one, came[one.reason in CARDS])]
        if left:
            found[key] = left
    return found


def _came_since(hold: payment.HoldView, came: datetime | None) -> bool:
    return came is not None and came > hold.since


def _missing_pieces() -> Iterator[dossier.MissingPiece]:
    after = 0
    while rows := dossier.missing_pieces(after, PAGE):
        after = rows[-1].id
        yield from rows


def _stop(
    holds: Holds,
    pieces: Iterable[dossier.MissingPiece],
    progress: records.Progress,
    *,
    because: records.Because,
) -> None:
    """Reminders that have not left and whose cause is gone do not leave."""
    standing = causes(holds, pieces)
    after = 0
    came = records.Because(because.who, "it has arrived", because.run_id)
    while rows := letters.not_left(PREFIX, after=after, limit=PAGE):
        after = rows[-1].id
        gone = [row.id for row in rows if row.once.rpartition(":")[0] not in standing]
        progress.count("withdrawn", len(letters.withdraw(gone, because=came)))


def _write(due: Sequence[Reminder], progress: records.Progress, *, because: records.Because) -> None:
    """Each in its own transaction. Who has died gets no letter; one that cannot be written is counted and told."""
    for start in range(0, len(due), PAGE):
        rows = due[start : start + PAGE]
        known = letters.known_once([row.once for row in rows])
        persons = people.clients({row.client_id for row in rows})
        for row in rows:
            person = persons[row.client_id]
            if row.once in known or person.deceased_on is not None:
                progress.count("known")
            else:
                progress.count(_written(row, person.language, because))


def _written(row: Reminder, language: str, because: records.Because) -> str:
    try:
        with transaction.atomic():
            letters.write_letter(
                row.kind,
                row.client_id,
                language=language,
                data=row.data,
                subject=row.subject,
                because=because,
                once=row.once,
            )
            _told_dossier(row)
    except letters.LetterError:
        return "unwritable"
    return "written"


def _told_dossier(row: Reminder) -> None:
    """The file says when its client was reminded."""
    if row.subject[0] == APPLICATION:
        for code in row.data["pieces"]:
            dossier.reminded(row.subject[1], code, on=clock.today())
