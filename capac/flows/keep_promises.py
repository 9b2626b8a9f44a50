"""Promises to clients: what sleeps wakes, and a client is told before a date slips, with the new date (contract 7.1.1).

A promise that falls due by the next working day and is not kept is renewed, its telling kept and its letter written in
one transaction: a worker that dies leaves the promise as it was, to be found again. Of one slip nobody is told twice:
once renewed it is not found, and the letter is known by its telling. Who has died gets no letter.
"""

from __future__ import annotations

from django.db import transaction

from capac.channels.letters import api as letters
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work

COUNTERS = ("woken", "renewed", "told", "died", "unwritable")
PAGE = 20
"""Few at a time: whoever reaches for one of these items waits while their letters are written."""
LETTER, CAUSE = "promise_slips", "check"
SUBJECT = "work.Item"


def keep_promises(*, who: str) -> dict[str, int]:
    """One round. Returns its counters."""
    with records.running("keep_promises", COUNTERS, who=who) as progress:
        because = records.Because(who, "the promise slips", progress.run.pk)
        progress.count("woken", work.wake(because=records.Because(who, "its day has come", progress.run.pk)))
        while renewed := _renew(progress, because):
            progress.count("renewed", renewed)
        return progress.counters


def _renew(progress: records.Progress, because: records.Because) -> int:
    """A page of slips, told in the transaction that renews them. Returns how many."""
    with transaction.atomic():
        slips = work.renew_slipping(limit=PAGE)
        persons = people.clients({slip.client_id for slip in slips})
        ends = [_tell(slip, persons[slip.client_id], because) for slip in slips]
    for end in ends:
        progress.count(end)
    return len(slips)


def _tell(slip: work.Slip, person: people.Client, because: records.Because) -> str:
    """Write the letter; how it went. A letter that cannot be written leaves the telling, which the client's page shows."""
    if person.deceased_on is not None:
        return "died"
    try:
        with transaction.atomic():
            letters.write_letter(
                LETTER,
                slip.client_id,
                language=person.language,
                data=_data(slip),
                subject=(SUBJECT, slip.item_id),
                because=because,
                once=f"promise:{slip.telling_id}",
            )
    except letters.LetterError:
        return "unwritable"
    return "told"


def _data(slip: work.Slip) -> dict[str, str]:
    return {
        "about": work.kind_of(slip.kind).told,
        "promised_on": slip.slipped_on.isoformat(),
        "new_date": slip.promised_on.isoformat(),
        "cause": CAUSE,
    }
