"""What a client is reminded of, as data: which letter, about what, for which round. Pure: facts in, reminders out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from capac.core.clock import BRUSSELS
from capac.core.period import Month
from capac.dossier import api as dossier
from capac.payment import api as payment

PREFIX = "remind:"
HOLD, APPLICATION = "payment.Hold", "dossier.Application"
ANOMALY, DOCUMENTS, RETURNED = "payment_anomaly", "missing_documents", "returned_file"
CARDS = ("card_missing", "card_too_early", "paid_holidays_unknown")
"""Reasons that a card which came since may have settled; the others, an account."""
Key = tuple[int, str, date]


@dataclass(frozen=True)
class Reminder:
    """One letter to write. `once` is the same for the same cause and round, whoever asks for it and when."""

    kind: str
    client_id: int
    subject: tuple[str, int]
    once: str
    data: Mapping[str, Any]


@cache
def norms() -> Mapping[str, Any]:
    """When, for what, and how long (reminders.yaml)."""
    text = Path(__file__).with_name("reminders.yaml").read_bytes()
    found: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def round_on(kind: str, since: date, today: date) -> int:
    """Which reminder is due for something that is missing since a day; 0 for none yet."""
    waited = (today - since).days
    return sum(waited >= days for days in norms()[kind]["after_days"])


def of_holds(holds: Mapping[Key, Sequence[payment.HoldView]], today: date) -> list[Reminder]:
    """The reminders of months that wait for their client: the highest round that is due, one letter a cause."""
    found: dict[str, Reminder] = {}
    for (client_id, _scheme, month), views in sorted(holds.items(), key=lambda one: (one[0][0], one[0][2])):
        for hold in views:
            if (told := _of_hold(client_id, month, hold, today)) is not None:
                found.setdefault(told.once.rpartition(":")[0], told)
    return list(found.values())


def of_pieces(pieces: Iterable[dossier.MissingPiece], today: date) -> list[Reminder]:
    """The reminders of applications: one letter a file for all that its client still has to give."""
    files: dict[int, list[dossier.MissingPiece]] = {}
    for piece in pieces:
        if piece.turn == "client":
            files.setdefault(piece.application_id, []).append(piece)
    return [told for rows in files.values() if (told := _of_file(rows, today)) is not None]


def causes(
    holds: Mapping[Key, Sequence[payment.HoldView]], pieces: Iterable[dossier.MissingPiece]
) -> set[str]:
    """What is still missing, as the beginnings of `once`: a reminder of anything else need not leave."""
    known = norms()["problems"]
    of_months = {
        _cause_of_month(client_id, month, one.reason)
        for (client_id, _, month), views in holds.items()
        for one in views
        if one.reason in known
    }
    return of_months | {_cause_of_file(one) for one in pieces if one.turn == "client"}


def _cause_of_month(client_id: int, month: date, reason: str) -> str:
    by_month = norms()["problems"][reason]["by"] == "month"
    return f"{PREFIX}{client_id}:{reason}:{Month.of(month) if by_month else 'all'}"


def _cause_of_file(piece: dossier.MissingPiece) -> str:
    return f"{PREFIX}application:{piece.application_id}:{piece.returned_on or ''}"


def _of_hold(client_id: int, month: date, hold: payment.HoldView, today: date) -> Reminder | None:
    problem = norms()["problems"].get(hold.reason)
    number = round_on(ANOMALY, hold.since.astimezone(BRUSSELS).date(), today)
    if problem is None or hold.turn != "client" or not number:
        return None
    data = {
        "month": str(Month.of(month)),
        "problem": hold.reason,
        "pieces": problem["pieces"],
        "reply_by": _reply_by(ANOMALY, today, None),
    }
    once = f"{_cause_of_month(client_id, month, hold.reason)}:{number}"
    return Reminder(ANOMALY, client_id, (HOLD, hold.id), once, data)


def _of_file(rows: Sequence[dossier.MissingPiece], today: date) -> Reminder | None:
    """All that is missing in a file, in one letter; of one that ONEM sent back, the letter says so and until when."""
    first = rows[0]
    kind = RETURNED if first.returned_on and first.introduce_by else DOCUMENTS
    number = round_on(kind, min(row.since for row in rows), today)
    if not number:
        return None
    data = {
        "pieces": sorted({row.code for row in rows}),
        "reply_by": _reply_by(kind, today, first.introduce_by),
    }
    if kind == RETURNED:
        data |= {"returned_on": str(first.returned_on), "complete_by": str(first.introduce_by)}
    once = f"{_cause_of_file(first)}:{number}"
    return Reminder(kind, first.client_id, (APPLICATION, first.application_id), once, data)


def _reply_by(kind: str, today: date, limit: date | None) -> str:
    """So many days from now, and not after the file's own limit while that is still to come."""
    wished = today + timedelta(days=norms()[kind]["reply_days"])
    return str(min(wished, limit) if limit is not None and limit > today else wished)
