"""What our own data suggest for a C2 that waits for an expert, with the reasons. The expert decides; nothing is applied by it.

answers_our_file   the C2 names a file that we introduced for this client
same_birth         the numbers differ, the names agree and both numbers hold the same day of birth
same_name          only the name agrees
one_word_shared    of the two names one word agrees: a marriage, a slip or somebody else
nothing_shared     no word of the two names agrees
guardian_named, read_first, pays_nothing    what is special about it, once it is clear whose it is
nobody             nobody of that name is known here
"""

from __future__ import annotations

from dataclasses import dataclass

from capac.core import niss
from capac.exchange import c2 as messages
from capac.exchange.matching import names_agree, words_of
from capac.exchange.models import C2Message
from capac.exchange.submission_models import Submission
from capac.people import api as people

APPLY, LOOK, REJECT = "apply", "look", "reject"
_SPECIAL = {"guardian": "guardian_named", "free_text": "read_first", "prefix_not_computable": "pays_nothing"}
MOST = 10


@dataclass(frozen=True)
class Proposal:
    """What is suggested: apply it to a client, look closer, or reject it; and why."""

    act: str
    client_id: int | None
    reasons: tuple[str, ...]


def propose(c2_id: int) -> Proposal:
    """The suggestion for a message that waits. Raises C2Message.DoesNotExist.

    It reads numbers of clients: the caller writes the access register for whom it names before showing it.
    """
    row = C2Message.objects.get(pk=c2_id)
    c2 = messages.parse(bytes(row.body))
    act, client_id, why = _whose(row, c2)
    special = tuple(_SPECIAL[one] for one in row.hand_reasons if one in _SPECIAL)
    return Proposal(act, client_id, (why, *special) if why else special)


def _whose(row: C2Message, c2: messages.C2) -> tuple[str, int | None, str]:
    ours = Submission.objects.filter(reference=c2.answers).values_list("client_id", flat=True).first()
    if row.client_id is None:
        return (APPLY, ours, "answers_our_file") if ours else _by_name(c2)
    if "name_mismatch" not in row.hand_reasons:
        return APPLY, row.client_id, ""
    if ours == row.client_id:
        return APPLY, row.client_id, "answers_our_file"
    client = people.clients([row.client_id])[row.client_id]
    shared = words_of(c2.name) & words_of(f"{client.given_name} {client.family_name}")
    return (LOOK, row.client_id, "one_word_shared") if shared else (REJECT, None, "nothing_shared")


def _by_name(c2: messages.C2) -> tuple[str, int | None, str]:
    found = people.clients(people.find(c2.name, limit=MOST))
    same = [
        pk
        for pk, one in found.items()
        if names_agree(c2.name, words_of(f"{one.given_name} {one.family_name}"))
    ]
    born, numbers = niss.birth_date(c2.number), people.numbers_of(same)
    twins = [pk for pk in same if born and pk in numbers and niss.birth_date(numbers[pk]) == born]
    if len(twins) == 1:
        return APPLY, twins[0], "same_birth"
    if len(same) == 1:
        return LOOK, same[0], "same_name"
    return (LOOK, None, "same_name") if same else (REJECT, None, "nobody")
