"""Whether the bank took our files: one that its channel refused stands on the list of rejects until a person asked.

Nothing is paid again meanwhile, for the bank may have the file all the same (an answer can be lost). When the
reject is closed the same bytes go out once more under the same message id, which the bank books only once.
"""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from capac.payment.file_run import DESTINATION
from capac.payment.models import BankFile
from capac.records import api as records
from capac.work import api as work

KIND, NOT_TAKEN = "PAIN001", "file_not_taken"
ATTEMPTS = 20
ANSWER_LENGTH = 300


def follow_files(*, because: records.Because) -> Counter[str]:
    """Put what was refused on the list; send again what a person has settled. Returns counts."""
    counts: Counter[str] = Counter()
    for message_id in (
        BankFile.objects.filter(state="written").order_by("pk").values_list("message_id", flat=True)
    ):
        attempts = records.answers(DESTINATION, [_name(message_id, n) for n in range(1, ATTEMPTS + 1)])
        name = _name(message_id, len(attempts))
        if attempts and attempts[name].state == "refused":
            with transaction.atomic():
                counts[_follow(message_id, len(attempts), attempts[name], because)] += 1
    return counts


def _follow(message_id: str, attempt: int, answer: records.Answer, because: records.Because) -> str:
    name = _name(message_id, attempt)
    fault = records.Fault(NOT_TAKEN, message_id=name, arguments={"answer": answer.text[:ANSWER_LENGTH]})
    row = records.reject(None, fault, because=because, kind=KIND)
    if row is not None:
        work.open_rejects([row], because=because)
        return "not_taken"
    if records.open_rejects_of(KIND, NOT_TAKEN, [name]) or attempt == ATTEMPTS:
        return "waiting"
    records.put_again(DESTINATION, name, new_name=_name(message_id, attempt + 1))
    return "sent_again"


def _name(message_id: str, attempt: int) -> str:
    """The name of an attempt in the outbox; the first is the message id itself."""
    return message_id if attempt == 1 else f"{message_id}.{attempt}"
