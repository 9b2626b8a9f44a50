"""What can happen to an application at the desk: what each act asks, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.period import in_full
from capac.documents import api as documents
from capac.dossier import api as dossier
from capac.records import api as records
from capac.web.desk import application_at_onem
from capac.web.desk.looking import because, staff_here
from capac.web.fields import Field, Sheet
from capac.web.words_of_applications import form_name

MOST_DOCUMENTS = 50
Act = Callable[[HttpRequest, dossier.ApplicationView, Sheet], str]
"""Does it and returns what to tell. Raises DossierError."""


def fields_of(name: str, found: dossier.ApplicationView) -> list[Field]:
    """What an act asks. Names are those of the form."""
    why = Field(f"why_{name}", _("Why"), "line", needed=True)
    if name == "receive":
        return [
            Field("form", _("Which paper?"), "select", options=_forms(found), needed=True),
            Field(
                "received_on",
                _("Received on"),
                "date",
                _("The day of the stamp or of the upload."),
                needed=True,
            ),
            Field("document", _("Scan or upload"), "select", options=_documents(found)),
        ]
    if name == "other":
        return [
            Field("what", _("What happened?"), "radio", options=_others(), needed=True),
            Field("piece", _("Which paper?"), "select", options=_pieces(found), needed=True),
            why,
        ]
    if name == "announced":
        hint = _("Before the last day, with who it is and the day asked: a month more (AM art. 92 § 5).")
        return [Field("announced_on", _("Announced to ONEM on"), "date", hint, needed=True)]
    return [why] if name in ("withdraw", "settle_register") else []


def _forms(found: dossier.ApplicationView) -> tuple[tuple[str, str], ...]:
    """What may arrive: the missing pieces first, each with the forms that prove the same, then those that are here."""
    pieces = [piece for piece in found.pieces if piece.state != "dropped" and piece.code != "register_check"]
    pieces.sort(key=lambda piece: piece.state not in ("missing", "announced"))
    codes = [code for piece in pieces for code in (piece.code, *dossier.proofs().get(piece.code, ()))]
    return tuple((code, form_name(code)) for code in dict.fromkeys(codes))


def _pieces(found: dossier.ApplicationView) -> tuple[tuple[str, str], ...]:
    return tuple((piece.code, form_name(piece.code)) for piece in found.pieces if piece.state != "dropped")


def _others() -> tuple[tuple[str, str], ...]:
    return (
        ("announce", _("It is on its way, says who had to act")),
        ("refuse", _("What arrived cannot be used")),
        ("waive", _("We do without it")),
    )


def _documents(found: dossier.ApplicationView) -> tuple[tuple[str, str], ...]:
    lang = (get_language() or "fr")[:2]
    kept = documents.documents_of(found.client_id, limit=MOST_DOCUMENTS)
    rows = [(str(each.pk), f"{each.name}, {in_full(each.received_on, lang)}") for each in kept]
    return (("", _("none: it is on paper")), *rows)


def _receive(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    code, document = sheet.values["form"], sheet.values.get("document", "")
    dossier.receive_piece(
        found.id,
        code,
        document_id=int(document) if document else None,
        received_on=date.fromisoformat(sheet.values["received_on"]),
        because=because(request, "received at the desk"),
    )
    return _("%(form)s is here.") % {"form": form_name(code)}


def _other(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    verbs = {"announce": dossier.announce, "refuse": dossier.refuse_piece, "waive": dossier.waive_piece}
    told = records.Because(staff_here(request).login, sheet.values["why_other"])
    verbs[sheet.values["what"]](found.id, sheet.values["piece"], because=told)
    return _("Written down.")


def _withdraw(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    dossier.withdraw(found.id, because=because(request, sheet.values["why_withdraw"]))
    return _("The application is withdrawn.")


def _settle_register(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    dossier.settle_register(found.id, because=because(request, sheet.values["why_settle_register"]))
    return _("What the client said stands. Your reason is kept.")


def _announced(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    on = date.fromisoformat(sheet.values["announced_on"])
    dossier.announced(found.id, on=on, because=because(request, "announced to ONEM"))
    return _("Written down: the file has a month more.")


def _correct(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    del sheet
    dossier.correct(found.id, because=because(request, "put right at the desk"))
    return _("The file is complete again.")


ACTS: dict[str, Act] = {
    "receive": _receive,
    "other": _other,
    "withdraw": _withdraw,
    "settle_register": _settle_register,
    "announced": _announced,
    "correct": _correct,
    "judge": application_at_onem.judge,
    "derogate": application_at_onem.derogate,
}
