"""The items of this room: a file that is complete, one whose limit comes near, what the register says otherwise.

A file's promise is the last day that the law gives it, named by its rule; no norm of the contract promises its
introduction. A file without a limit that we know has the promise of its kind of work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from capac.core import clock
from capac.core.clock import BRUSSELS
from capac.dossier.models import Application
from capac.records import api as records
from capac.work import api as work

SUBJECT = "dossier.Application"
COMPLETE = "application_complete"
AT_RISK = "application_at_risk"
DIFFERENCE = "register_difference"
CHANGE_SUBJECT = "dossier.RegisterFact"
CHANGE = "register_change"
UNEMPLOYED = "full_unemployment"
"""Whoever claims it has no income from the first day claimed: such a file goes before others of its day."""


def limit_of(row: Application) -> date | None:
    """The last day on which the file may reach ONEM: of the file sent back, of the one announced, else of the law."""
    return row.return_by or row.introduce_by


def complete(rows: Iterable[Application], *, because: records.Because) -> None:
    """A file is complete and waits to be submitted."""
    work.open_items([_item(COMPLETE, row, row.complete_on or clock.today()) for row in rows], because=because)


def at_risk(rows: Iterable[Application], *, because: records.Because) -> int:
    """Files whose limit comes near, or is past, with something missing. Returns how many are new."""
    return work.open_items([_item(AT_RISK, row, clock.today()) for row in rows], because=because)


def difference(row: Application, differences: Collection[str], *, because: records.Because) -> None:
    """The National Register says otherwise than the client."""
    told = {"differences": " ".join(sorted(differences))}
    work.open_items([_item(DIFFERENCE, row, clock.today(), **told)], because=because)


def changed(
    fact_id: int, client_id: int, *, changes: Collection[str], deemed_on: date, because: records.Because
) -> None:
    """The National Register tells a change that a client did not: he has to be asked about it."""
    told = {"changes": " ".join(sorted(changes))}
    item = work.NewItem(
        CHANGE, (CHANGE_SUBJECT, fact_id), clock.now(), "ar-148-register", client_id, told, deemed_on
    )
    work.open_items([item], because=because)


def close_complete(applications: Collection[int], *, because: records.Because) -> None:
    """The file is submitted, or was not complete after all."""
    _close(applications, COMPLETE, because)


def close_at_risk(applications: Collection[int], *, because: records.Because) -> None:
    """Nothing is missing any more, or the file is over."""
    _close(applications, AT_RISK, because)


def close_difference(application_id: int, *, because: records.Because) -> None:
    """What the register says has been dealt with."""
    _close([application_id], DIFFERENCE, because)


def _close(applications: Collection[int], kind: str, because: records.Because) -> None:
    if applications:
        work.close_all(kind, SUBJECT, applications, outcome=because.why[:200], because=because)


def _item(kind: str, row: Application, since: date, **arguments: str) -> work.NewItem:
    told = {"type": row.type, **arguments}
    return work.NewItem(
        kind,
        (SUBJECT, row.pk),
        datetime.combine(since, time(0, 0), BRUSSELS),
        norm="am-93-2" if row.return_by else row.rule,
        client_id=row.client_id,
        arguments=told,
        due_on=limit_of(row),
        without_income_since=row.asked_on if row.type == UNEMPLOYED else None,
    )
