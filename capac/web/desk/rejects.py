"""What was received and could not be used: the list, and one of them as an item to settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.people import perms
from capac.records import api as records
from capac.web.desk.acting import Answer, Asked, Kind, by_the_one_who_did
from capac.web.desk.faults import Fault, file_kinds, told
from capac.web.desk.noted import note_error
from capac.web.permit import permit, staff_who
from capac.work import api as work

PAGE = 50
STATES = ("open", "closed")
UNKNOWN_CARD, UNKNOWN_WORKER = ("EC3", "unknown_client"), ("WECH_FI", "unknown_worker")
"""The faults after which the same thing can be read again."""


@dataclass(frozen=True)
class Row:
    """A reject with its fault in words, and the item that waits for it."""

    reject: records.Reject
    fault: Fault
    item_id: int | None = None


@permit(staff_who(perms.may_work_items))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Rejects page by page, the latest first; by kind of file, open or settled. No person stands on it."""
    state = request.GET.get("state", "")
    state = state if state in STATES else "open"
    kind, before = request.GET.get("kind", ""), _number(request.GET.get("before", ""))
    found = records.rejects(state=state, kind=kind, before=before, limit=PAGE + 1)
    items = work.waiting_for(work.REJECT_SUBJECT, [one.pk for one in found[:PAGE]])
    context = {
        "rows": [row_of(one, items.get(one.pk)) for one in found[:PAGE]],
        "more": found[PAGE - 1].pk if len(found) > PAGE else None,
        "counts": records.reject_counts(state),
        "kinds": file_kinds(),
        "state": state,
        "kind": kind,
        "first_page": before is None,
    }
    return render(request, "desk/rejects.html", context)


def row_of(reject: records.Reject, item_id: int | None = None) -> Row:
    """A reject in the words of the reader's language."""
    return Row(reject, told(reject.reason, reject.arguments), item_id)


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """Where the thing stands, what is wrong and what to do."""
    del request
    reject = records.reject_of(item.subject_id)
    return {
        "row": row_of(reject) if reject else None,
        "kinds_of_files": file_kinds(),
        "may_read_again": reject is not None
        and (reject.kind, reject.reason) in (UNKNOWN_CARD, UNKNOWN_WORKER),
        "is_card": reject is not None and reject.kind == UNKNOWN_CARD[0],
    }


def brief(item: work.Item) -> str:
    """What came, and what is wrong with it."""
    kind, reason = item.arguments.get("kind", ""), item.arguments.get("reason", "")
    return f"{kind} – {told(reason, {}).wrong}"


def do(asked: Asked) -> Answer:
    """Settle it with a note, or read once more what came for a client who was unknown."""
    if asked.text("act") == "again":
        return _again(asked)
    note = asked.text("note")
    if error := note_error(note):
        return Answer(errors={"note": error})
    if work.settle_by_hand(asked.item.pk, asked.staff, note):
        return Answer(told=_("Settled. It has left the list of rejects. You can undo this below."))
    return Answer()


def _again(asked: Asked) -> Answer:
    """The client may have been registered since; then the card or declaration is kept and the item closes."""
    is_card = asked.item.arguments.get("kind") == UNKNOWN_CARD[0]
    because = records.Because(asked.staff.login, "card read again" if is_card else "declaration read again")
    read = payment.read_rejected_card if is_card else exchange.read_rejected_declaration
    try:
        read(asked.item.subject_id, because=because)
    except (payment.CardError, exchange.DeclarationError) as error:
        fault = told(error.reason, error.arguments)
        return Answer(errors={"main": f"{fault.wrong} {fault.remedy}"})
    return Answer(
        told=_("Read again. The card is kept.") if is_card else _("Read again. The declaration is kept.")
    )


def undo(asked: Asked) -> int | None:
    """It stands on the list again."""
    return asked.item.pk if work.reopen_reject(asked.item.pk, asked.staff) else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None


KIND = Kind("desk/items/rejected_message.html", facts, do, undo, by_the_one_who_did, brief)
