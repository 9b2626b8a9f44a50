"""A C2 that needs a hand: what it says in words, why it waits, whose it may be; apply it or reject it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.core import clock, niss
from capac.core.niss import IdentifierError
from capac.core.period import Span
from capac.exchange import api as exchange
from capac.people import api as people
from capac.records import api as records
from capac.web.desk.acting import Answer, Asked, Kind
from capac.web.desk.c2_words import module_lines
from capac.web.desk.looking import look
from capac.web.desk.noted import note_error
from capac.web.desk.words import families, hand_reasons, refusals, short_reasons
from capac.web.desk.words_of_onem import proposal_acts, proposal_reasons
from capac.web.words import schemes
from capac.work import api as work

SUBJECT = "exchange.C2Message"
CANDIDATES = 10
LOOK_BACK = timedelta(days=366)


@dataclass(frozen=True)
class Candidate:
    """Somebody whose authorisation this may be, with why we think so."""

    client: people.Client
    number: str
    why: str


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The message in words, its reasons, and whose it is or may be. The register is written before names."""
    c2 = exchange.message_of(item.subject_id)
    known = hand_reasons()
    codes = item.arguments.get("reasons", "").split()
    context: dict[str, Any] = {
        "c2": c2,
        "number": niss.masked(c2.number),
        "reasons": [known.get(code, code) for code in codes],
        "another_name": "name_mismatch" in codes,
        "schemes": schemes(),
        "families": families(),
        "refusals": refusals(),
        "modules": module_lines(c2.modules),
        "held": _held(item),
    }
    if item.state != "done":
        candidates = _candidates(request, item, c2.name) if item.client_id is None else []
        seen = {one.client.pk for one in candidates} | {item.client_id}
        context |= {"candidates": candidates, "proposal": _proposal(request, item, seen)}
    return context


def _proposal(request: HttpRequest, item: work.Item, seen: set[int | None]) -> dict[str, Any]:
    """What our data suggest, in words; the register is written before the person's name."""
    found = exchange.propose(item.subject_id)
    if found.client_id and found.client_id not in seen:
        look(request, [found.client_id], action="candidates", why=f"item {item.pk} {item.kind}")
    known = proposal_reasons()
    return {
        "act": proposal_acts()[found.act],
        "tone": {"apply": "ok", "look": "warn", "reject": "bad"}[found.act],
        "person": people.clients([found.client_id])[found.client_id] if found.client_id else None,
        "reasons": [known[one] for one in found.reasons],
    }


def brief(item: work.Item) -> str:
    """Why it waits, in few words."""
    names = short_reasons()
    return ", ".join(names.get(code, code) for code in item.arguments.get("reasons", "").split())


def do(asked: Asked) -> Answer:
    """Apply the message to its client or to the one chosen, or reject it with the reason."""
    try:
        return _reject(asked) if asked.text("act") == "reject" else _apply(asked)
    except exchange.ByHandError as error:
        return Answer(errors={"main": _failed(error.reason)})


def undo(asked: Asked) -> int | None:
    """A rejection can be taken back; what was applied is corrected by ONEM's next decision."""
    if not can_undo(asked.item, asked.staff):
        return None
    because = records.Because(asked.staff.login, "undone")
    try:
        waiting = exchange.wait_again(asked.item.subject_id, because=because)
    except exchange.ByHandError:
        return None
    work.take(waiting, asked.staff)
    return waiting


def can_undo(item: work.Item, staff: people.Staff) -> bool:
    """Rejected, and this person did it."""
    if item.state != "done" or item.taken_by_id != staff.pk:
        return False
    last = records.history(SUBJECT, item.subject_id)[-1:]
    return bool(last) and last[0].to_state == "rejected" and last[0].who == staff.login


def _apply(asked: Asked) -> Answer:
    client_id = asked.item.client_id or _chosen(asked.text("client"))
    if client_id is None:
        return Answer(errors={"client": _("Choose whose authorisation this is, or reject the message.")})
    if not asked.text("compared"):
        return Answer(errors={"compared": _("Compare the person and the days first, then tick the box.")})
    because = records.Because(asked.staff.login, "applied by hand")
    exchange.apply_by_hand(asked.item.subject_id, client_id, because=because)
    return Answer(told=_("Applied. The authorisation holds from now on, and the month is computed again."))


def _reject(asked: Asked) -> Answer:
    reason = asked.text("reason")
    if error := note_error(reason, _("Write why it cannot be used: the reason stays with the message.")):
        return Answer(errors={"reason": error})
    because = records.Because(asked.staff.login, reason)
    exchange.reject_by_hand(asked.item.subject_id, reason=reason, because=because)
    return Answer(told=_("Rejected. Nothing of this message is applied. You can undo this below."))


def _failed(reason: str) -> str:
    words = {
        "settled": _("Somebody has settled this message meanwhile. Nothing was changed."),
        "sequence_known": _(
            "This client has this sequence of the decision already, with other content. Nothing was applied. "
            "Choose another client, or reject the message and ask ONEM."
        ),
    }
    return words.get(reason, _("This message does not wait for a person any more. Nothing was changed."))


def _chosen(text: str) -> int | None:
    """The client whose opaque key was chosen."""
    try:
        return people.by_key(uuid.UUID(text)).pk
    except (ValueError, people.UnknownClientError):
        return None


def _held(item: work.Item) -> tuple[exchange.Segment, ...]:
    """What is authorised for the client today and from a year back, to compare with."""
    if item.client_id is None:
        return ()
    span = Span(clock.today() - LOOK_BACK)
    return exchange.authorised([item.client_id], span, known=clock.now()).get(item.client_id, ())


def _candidates(request: HttpRequest, item: work.Item, name: str) -> list[Candidate]:
    """Clients found by the words or the number that the expert asked, else by the name in the message."""
    asked = request.POST.get("words", "").strip()
    ids, why = _found(asked) if asked else (people.find(name, limit=CANDIDATES), _("same name"))
    look(request, ids, action="candidates", why=f"item {item.pk} {item.kind}")
    numbers = people.numbers_of(ids)
    rows = people.clients(ids)
    return [
        Candidate(rows[pk], niss.masked(numbers[pk]) if pk in numbers else "", why)
        for pk in ids
        if pk in rows
    ]


def _found(asked: str) -> tuple[list[int], str]:
    try:
        return [people.by_niss(asked).pk], _("this number")
    except people.UnknownClientError:
        return [], _("this number")
    except IdentifierError:
        return people.find(asked, limit=CANDIDATES), _("as you searched")


KIND = Kind("desk/items/c2_by_hand.html", facts, do, undo, can_undo, brief)
