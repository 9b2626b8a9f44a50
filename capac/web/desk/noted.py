"""Items without a form of their own: their facts are shown, and a note says what was done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.web.desk.acting import Answer, Asked, Kind, by_the_one_who_did
from capac.work import api as work

NOTE_LENGTH = 200


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The arguments with which the item was opened."""
    del request
    return {"arguments": sorted(item.arguments.items())}


def brief(item: work.Item) -> str:
    """Nothing that the name of its kind does not say."""
    del item
    return ""


def do(asked: Asked) -> Answer:
    """Close the item with a note."""
    note = asked.text("note")
    if error := note_error(note):
        return Answer(errors={"note": error})
    if work.done(asked.item.pk, asked.staff, note):
        return Answer(told=_("Done. Your note stands in the log of the item."))
    return Answer()


def undo(asked: Asked) -> int | None:
    """Take it back."""
    return asked.item.pk if work.undo(asked.item.pk, asked.staff) else None


def note_error(note: str, empty: str = "") -> str:
    """What is wrong with a note; nothing when it can be kept. `empty` is what to say where nothing is written."""
    if not note:
        return empty or _("Write in a few words what you did: who comes after you reads it.")
    if len(note) > NOTE_LENGTH:
        return _("The note is longer than %(most)s characters. Shorten it.") % {"most": NOTE_LENGTH}
    return ""


KIND = Kind("desk/items/noted.html", facts, do, undo, by_the_one_who_did, brief)
