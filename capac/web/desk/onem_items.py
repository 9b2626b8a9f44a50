"""Items of what goes to and fro with ONEM: a file that came back or cannot leave, the copy of a letter to a client."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.exchange import api as exchange
from capac.records import api as records
from capac.web.desk import application_items, noted
from capac.web.desk.acting import Answer, Asked, Kind, by_the_one_who_did
from capac.web.desk.noted import note_error
from capac.web.desk.words_of_onem import failed, letters, unwritten
from capac.work import api as work


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """How the file stands, and what ONEM or its own schema says against it."""
    told = unwritten(item.arguments) if item.kind == "file_unwritten" else item.arguments.get("fault", "")
    return application_items.facts(request, item) | {"fault": told}


def letter(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """What the letter says, and what follows."""
    del request
    notice = exchange.letter_by_id(item.subject_id)
    name, follows = letters().get(item.arguments.get("letter", ""), ("", ""))
    return {"notice": notice, "letter_name": name, "follows": follows}


def brief(item: work.Item) -> str:
    """Which letter."""
    return letters().get(item.arguments.get("letter", ""), ("", ""))[0]


def read(asked: Asked) -> Answer:
    """Somebody has read it and notes what was done."""
    note = asked.text("note")
    if error := note_error(note):
        return Answer(errors={"note": error})
    try:
        exchange.letter_read(asked.item.subject_id, because=records.Because(asked.staff.login, note))
    except exchange.JudgeError as fault:
        return Answer(errors={"main": failed(fault.reason)})
    return Answer(told=_("Read. Your note stands in the log of the item."))


FILE = Kind(
    "desk/items/file_at_onem.html", facts, noted.do, noted.undo, by_the_one_who_did, application_items.brief
)
LETTER = Kind(
    "desk/items/onem_letter.html", letter, read, lambda _asked: None, lambda _item, _staff: False, brief
)
