"""Whether ONEM took our files: what the outbox knows of them becomes their state."""

from __future__ import annotations

from django.db import transaction

from capac.records import api as records
from capac.verification.models import Dispatch, ExpenditureFile
from capac.verification.states import C10S, DISPATCHES
from capac.verification.write_c10 import DESTINATION, KIND
from capac.work import api as work

FOLLOWED: tuple[tuple[type[ExpenditureFile | Dispatch], records.Moves], ...] = (
    (ExpenditureFile, C10S),
    (Dispatch, DISPATCHES),
)


def follow_files(*, who: str) -> dict[str, int]:
    """Move files to sent or refused. A refusal stands on the list of rejects, with a work item. Returns counts."""
    counts = {"sent": 0, "refused": 0}
    for model, moves in FOLLOWED:
        rows = {row.name: row for row in model.objects.filter(state="written")}
        for name, answer in records.answers(DESTINATION, rows).items():
            if answer.state in counts:
                because = records.Because(who, answer.text[:300] or "sent")
                with transaction.atomic():
                    counts[answer.state] += _follow(moves, rows[name], answer, because)
    return counts


def _follow(
    moves: records.Moves,
    file: ExpenditureFile | Dispatch,
    answer: records.Answer,
    because: records.Because,
) -> int:
    moved = records.move(moves, [file.pk], to=answer.state, because=because)
    if moved and answer.state == "refused":
        fault = records.Fault("c10_refused", message_id=file.name, arguments={"answer": answer.text[:300]})
        row = records.reject(None, fault, because=because, kind=KIND)
        work.open_rejects([row] if row else [], because=because)
    return len(moved)
