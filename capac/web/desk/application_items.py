"""Items of applications: a complete file, one near its limit, what the National Register says otherwise or newly."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.dossier import api as dossier
from capac.records import api as records
from capac.web.desk import noted
from capac.web.desk.acting import Answer, Asked, Kind, by_the_one_who_did
from capac.web.desk.noted import note_error
from capac.web.desk.words_of_intake import differences, told_error
from capac.web.words_of_applications import loss_told, missing_told, risk_told, status_told, type_names
from capac.work import api as work


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """How the application stands, with its page."""
    del request
    one = dossier.application_by_id(item.subject_id)
    if one is None:
        return {}
    risk, tone = risk_told(one)
    return {
        "one": one,
        "kind_name": type_names().get(one.type, one.type),
        "status": status_told(one, own=False),
        "missing": [missing_told(each, own=False) for each in one.missing],
        "risk": risk,
        "risk_tone": tone,
        "loss": loss_told(one),
        "differs": _said(item.arguments.get("differences", "")),
    }


def changes(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """What has changed in the register."""
    del request
    return {"changes": _said(item.arguments.get("changes", ""))}


def brief(item: work.Item) -> str:
    """What is asked for, or what differs."""
    told = item.arguments
    kind = type_names().get(told.get("type", ""), told.get("type", ""))
    said = ", ".join(_said(told.get("differences") or told.get("changes", "")))
    return ": ".join(filter(None, (kind, said)))


def settle(asked: Asked) -> Answer:
    """What the client said stands, with the reason; the file goes on and the item closes with it."""
    note = asked.text("note")
    if error := note_error(note, _("Write what proves it: who comes after you reads it.")):
        return Answer(errors={"note": error})
    try:
        because = records.Because(asked.staff.login, note)
        dossier.settle_register(asked.item.subject_id, because=because)
    except dossier.DossierError as fault:
        return Answer(errors={"main": told_error(fault.reason, fault.arguments)})
    return Answer(told=_("What the client said stands. Your reason is kept."))


def _said(codes: str) -> list[str]:
    words = differences()
    return [words.get(code, code) for code in codes.split()]


_FILE = "desk/items/application.html"
FILE = Kind(_FILE, facts, noted.do, noted.undo, by_the_one_who_did, brief)
DIFFERENCE = Kind(_FILE, facts, settle, lambda _asked: None, lambda _item, _staff: False, brief)
CHANGE = Kind("desk/items/register_change.html", changes, noted.do, noted.undo, by_the_one_who_did, brief)
