"""A letter that is no longer needed does not leave; one that nobody can receive is written again when an address is there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from capac.channels.letters.models import Letter
from capac.channels.letters.sending import SUBJECT, UNDELIVERABLE
from capac.channels.letters.states import LETTERS
from capac.channels.letters.write import write_letter
from capac.records import api as records
from capac.work import api as work


def withdraw(ids: Iterable[int], *, because: records.Because) -> list[int]:
    """Stop letters that have not left. Returns those that were stopped; what has left stays as it is."""
    with transaction.atomic():
        stopped = records.move(LETTERS, ids, to="withdrawn", because=because)
        for pk in stopped:
            work.close_for((SUBJECT, pk), UNDELIVERABLE, outcome=because.why, because=because)
    return stopped


def write_again(letter_id: int, *, because: records.Because) -> Letter | None:
    """The same letter with the address that is known now; the old one is withdrawn. None when it did leave.

    Raises LetterError as write_letter does.
    """
    with transaction.atomic():
        row = Letter.objects.select_for_update().filter(pk=letter_id).defer("body").first()
        if row is None or not withdraw([letter_id], because=because):
            return None
        subject = (row.subject_kind, row.subject_id) if row.subject_id is not None else None
        return write_letter(
            row.kind,
            row.client_id,
            language=row.language,
            data=row.data,
            subject=subject,
            because=because,
            once=f"again:{letter_id}",
        )
