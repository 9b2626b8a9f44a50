"""The items of what goes to and fro with ONEM: a file that came back, one that cannot leave, one refused, a letter to read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from capac.core import clock
from capac.core.clock import BRUSSELS
from capac.dossier import api as dossier
from capac.exchange.c9 import C9Error
from capac.exchange.submission_models import Notice, Submission
from capac.records import api as records
from capac.work import api as work

FILE = "dossier.Application"
LETTER = "exchange.Notice"
RETURNED, UNWRITTEN, REFUSED, NOTICE = "file_returned", "file_unwritten", "file_refused", "onem_letter"


def came_back(submission: Submission, *, on: date, return_by: date | None, because: records.Because) -> None:
    """ONEM sent the file back: it has to be there again within its month (AM art. 93 § 2)."""
    told = {"reference": submission.reference}
    item = _item(RETURNED, (submission.application_id, submission.client_id), on, told)
    work.open_items([replace(item, norm="am-93-2", due_on=return_by)], because=because)


def refused(submission: Submission, *, on: date, fault: str, because: records.Because) -> None:
    """ONEM cannot use the message: mend it, then the file leaves again."""
    told = {"reference": submission.reference, "fault": fault}
    item = _item(REFUSED, (submission.application_id, submission.client_id), on, told)
    work.open_items([item], because=because)


def unwritten(row: dossier.Application, error: C9Error, *, because: records.Because) -> None:
    """A complete file that cannot be told to ONEM; it is tried again at every round."""
    told = {"reason": error.reason, **error.arguments}
    item = _item(UNWRITTEN, (row.pk, row.client_id), clock.today(), told)
    work.open_items([item], because=because)


def left(application_id: int, *, because: records.Because) -> None:
    """The file is on its way (again): what waited for that is done."""
    for kind in (RETURNED, UNWRITTEN, REFUSED):
        work.close_for((FILE, application_id), kind, outcome=because.why[:200], because=because)


def letter(notice: Notice, *, because: records.Because) -> None:
    """A copy of a letter of ONEM to the client has to be read."""
    since = datetime.combine(notice.decided_on, time(0, 0), BRUSSELS)
    told = {"letter": notice.kind}
    item = work.NewItem(NOTICE, (LETTER, notice.pk), since, client_id=notice.client_id, arguments=told)
    work.open_items([item], because=because)


def was_read(notice_id: int, *, because: records.Because) -> None:
    """Somebody has read it and done what follows."""
    work.close_for((LETTER, notice_id), NOTICE, outcome=because.why[:200], because=because)


def _item(kind: str, of: tuple[int, int], on: date, arguments: dict[str, str]) -> work.NewItem:
    """An item of a file: `of` are the application and its client."""
    since = datetime.combine(on, time(0, 0), BRUSSELS)
    return work.NewItem(kind, (FILE, of[0]), since, client_id=of[1], arguments=arguments)
