"""Files of barème rows: received, proposed by one person, approved by another or rejected; and the rows in force.

What is odd in a file is reckoned each time that somebody looks: beside the law and the rows of now.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from capac.core import clock
from capac.exchange import perms
from capac.exchange.bareme_models import BaremeFile, BaremeRow
from capac.exchange.states import BAREMES
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules

_ROW = ("file_id", "code", "family", "phase", "share", "daily_cents", "half_cents")
LONGEST_NAME = 120


class BaremeError(RuntimeError):
    """What cannot be done with a file: not_allowed, same_person, not_waiting, wrong, note_missing, known."""

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(reason)
        self.reason, self.arguments = reason, arguments


@dataclass(frozen=True)
class BaremeView:
    """A file as it is shown, with its log and what is to see before it is approved."""

    id: int
    name: str
    valid_from: date
    source: str
    received_at: datetime
    state: str
    proposed_by: str
    approved_by: str
    report: rules.BaremeReport
    history: list[records.Change]


def receive_bareme(content: bytes, *, name: str, who: str) -> tuple[int | None, list[rules.RowFault]]:
    """Keep a file. Returns its id, or everything that is wrong with it. Raises BaremeError known: it is there already."""
    table, faults = rules.read_table(content)
    if table is None:
        return None, faults
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            file = BaremeFile.objects.create(
                name=name[:LONGEST_NAME],
                sha256=digest,
                body=content,
                valid_from=table.valid_from,
                source=table.source,
                received_at=clock.now(),
            )
            records.copy_in(BaremeRow, _ROW, [_values(file.pk, row) for row in table.rows])
            records.born(BAREMES, [file.pk], state="received", because=records.Because(who, "a file of rows"))
    except IntegrityError as error:
        raise BaremeError("known") from error
    return file.pk, []


def propose_bareme(file_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """One person has looked and proposes the file. Raises BaremeError, BaremeFile.DoesNotExist."""
    with transaction.atomic():
        file = BaremeFile.objects.select_for_update().get(pk=file_id)
        if not perms.may_propose_baremes(staff):
            raise BaremeError("not_allowed")
        if file.state != "received":
            raise BaremeError("not_waiting")
        if _report(file).wrong:
            raise BaremeError("wrong")
        file.proposed_by = staff.login
        file.save(update_fields=["proposed_by"])
        records.move_all(BAREMES, [file_id], to="proposed", because=because)


def approve_bareme(file_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """A second person approves: from now on the rows are the law of their days. Raises BaremeError, DoesNotExist.

    What is odd must have been looked at: `because.why` says what was made of it.
    """
    with transaction.atomic():
        file = BaremeFile.objects.select_for_update().get(pk=file_id)
        _may_approve(file, staff)
        report = _report(file)
        if report.wrong:
            raise BaremeError("wrong")
        if report.anomalies and not because.why:
            raise BaremeError("note_missing")
        file.approved_by, file.known_at = staff.login, clock.now()
        file.save(update_fields=["approved_by", "known_at"])
        records.move_all(BAREMES, [file_id], to="approved", because=because)


def reject_bareme(file_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """The file pays nobody; the same one may be received again. Raises BaremeError, DoesNotExist."""
    with transaction.atomic():
        file = BaremeFile.objects.select_for_update().get(pk=file_id)
        if not perms.may_reject_baremes(staff):
            raise BaremeError("not_allowed")
        if file.state not in ("received", "proposed"):
            raise BaremeError("not_waiting")
        if not because.why:
            raise BaremeError("note_missing")
        records.move_all(BAREMES, [file_id], to="rejected", because=because)


def baremes(limit: int) -> list[BaremeFile]:
    """The last files, newest first, without their bytes."""
    return list(BaremeFile.objects.defer("body").order_by("-pk")[:limit])


def bareme_view(file_id: int) -> BaremeView:
    """One file with everything to see. Raises BaremeFile.DoesNotExist."""
    file = BaremeFile.objects.defer("body").get(pk=file_id)
    return BaremeView(
        file.pk, file.name, file.valid_from, file.source, file.received_at, file.state, file.proposed_by,
        file.approved_by, _report(file), records.history(BAREMES.kind, file.pk),
    )  # fmt: skip


def bareme(known: datetime) -> rules.Bareme:
    """The rows that are approved as known at a moment. Of one date, a later file replaces the families and phases
    that it holds."""
    files = BaremeFile.objects.filter(state="approved", known_at__lte=known).defer("body")
    by_date: dict[date, list[BaremeFile]] = {}
    for file in files.order_by("known_at", "pk"):
        by_date.setdefault(file.valid_from, []).append(file)
    return rules.Bareme(tuple(_merged(day, found) for day, found in sorted(by_date.items())))


def _merged(day: date, files: Sequence[BaremeFile]) -> rules.BaremeTable:
    groups: dict[tuple[str, str, str], list[rules.BaremeRow]] = {}
    for file in files:
        fresh: dict[tuple[str, str, str], list[rules.BaremeRow]] = {}
        for row in _rows(file):
            fresh.setdefault((row.family, row.phase, row.share), []).append(row)
        groups |= fresh
    rows = tuple(row for found in groups.values() for row in found)
    return rules.BaremeTable(day, "; ".join(dict.fromkeys(file.source for file in files)), rows)


def _rows(file: BaremeFile) -> list[rules.BaremeRow]:
    columns = BaremeRow.objects.filter(file=file).order_by("pk")
    return [rules.BaremeRow(*values) for values in columns.values_list(*_ROW[1:])]


def _values(file_id: int, row: rules.BaremeRow) -> tuple[object, ...]:
    """Values in the order of _ROW."""
    return file_id, row.code, row.family, row.phase, row.share, row.daily_cents, row.half_cents


def _report(file: BaremeFile) -> rules.BaremeReport:
    """The file beside the law and the rows that are in force without it."""
    before = bareme(file.known_at or clock.now())
    if file.state == "approved":
        before = rules.Bareme(tuple(table for table in before.tables if table.valid_from < file.valid_from))
    return rules.bareme_report(rules.BaremeTable(file.valid_from, file.source, tuple(_rows(file))), before)


def _may_approve(file: BaremeFile, staff: people.Staff) -> None:
    if staff.login == file.proposed_by:
        raise BaremeError("same_person", proposed_by=file.proposed_by)
    if not perms.may_approve_baremes(staff):
        raise BaremeError("not_allowed")
    if file.state != "proposed":
        raise BaremeError("not_waiting")
