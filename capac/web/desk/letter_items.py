"""A letter to answer: what came and when, whose it is or may be; give it to its client, or note what was answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.documents import api as documents
from capac.flows import api as flows
from capac.web.desk.acting import Answer, Asked, Kind, by_the_one_who_did
from capac.web.desk.candidates import candidates, chosen
from capac.web.desk.noted import note_error
from capac.web.desk.words_of_timeline import document_channels
from capac.work import api as work


def facts(request: HttpRequest, item: work.Item) -> dict[str, Any]:
    """The letter and its scan; of one without a client who was found by the words asked. The register comes first."""
    context: dict[str, Any] = {
        "letter": documents.letter_by_id(item.subject_id),
        "document_channels": document_channels(),
    }
    words = request.POST.get("words", "").strip()
    if item.client_id is None and item.state != "done" and words:
        context["candidates"] = candidates(request, words, why=f"item {item.pk} {item.kind}")
    return context


def brief(item: work.Item) -> str:
    """What it is about."""
    return str(item.arguments.get("about", ""))


def do(asked: Asked) -> Answer:
    """Give the letter to the client chosen, or finish it with a note."""
    if asked.text("act") == "give":
        return _give(asked)
    note = asked.text("note")
    if error := note_error(note):
        return Answer(errors={"note": error})
    if flows.treat_letter(asked.item.pk, asked.staff, note):
        return Answer(told=_("Done. The letter counts as treated from today."))
    return Answer()


def undo(asked: Asked) -> int | None:
    """The letter waits again."""
    return asked.item.pk if flows.wait_again(asked.item.pk, asked.staff) else None


def _give(asked: Asked) -> Answer:
    client = chosen(asked.text("client"))
    if client is None:
        return Answer(errors={"client": _("Choose whose letter it is.")})
    if flows.give_letter(asked.item.pk, client.pk):
        return Answer(told=_("The letter stands in this client's file now. Note what you answer."))
    return Answer(
        errors={
            "client": _("This client's file has this scan already, or the letter has its client. Look there.")
        }
    )


KIND = Kind("desk/items/letter.html", facts, do, undo, by_the_one_who_did, brief)
