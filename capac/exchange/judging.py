"""What people say of what came from ONEM: the cause of a C51, and that a letter was read."""

from __future__ import annotations

from django.db import transaction

from capac.core import clock
from capac.exchange import causes, waiting
from capac.exchange.submission_models import Return
from capac.exchange.submission_states import NOTICES
from capac.records import api as records


class JudgeError(ValueError):
    """What cannot be said: cause_unknown, return_unknown, letter_read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def judge_return(application_id: int, *, cause: str, ours: bool, because: records.Because) -> None:
    """A person says why the file came back and whether it was our doing (6.1.1); it may be said again. Raises JudgeError."""
    if cause not in causes.CAUSES:
        raise JudgeError("cause_unknown")
    rows = Return.objects.select_for_update().filter(submission__application_id=application_id)
    with transaction.atomic():
        row = rows.order_by("-returned_on", "-pk").first()
        if row is None:
            raise JudgeError("return_unknown")
        row.cause, row.ours, row.judged_by, row.judged_at = cause, ours, because.who, clock.now()
        row.save(update_fields=["cause", "ours", "judged_by", "judged_at"])


def letter_read(notice_id: int, *, because: records.Because) -> None:
    """Somebody has read the letter and done what follows from it. Raises JudgeError when it was read before."""
    with transaction.atomic():
        if not records.move(NOTICES, [notice_id], to="read", because=because):
            raise JudgeError("letter_read")
        waiting.was_read(notice_id, because=because)
