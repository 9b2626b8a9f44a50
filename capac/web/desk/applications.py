"""One application on one page: the status first, then its papers, its limit, its situation, what happened."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.core import clock
from capac.core.period import in_full
from capac.dossier import api as dossier
from capac.dossier import perms as dossier_perms
from capac.exchange import api as exchange
from capac.people import api as people
from capac.rules import api as rules
from capac.web.desk import application_at_onem
from capac.web.desk.application_acts import ACTS, fields_of
from capac.web.desk.file import head
from capac.web.desk.intake import application_of
from capac.web.desk.looking import look, staff_here
from capac.web.desk.reasons import client_of, for_a_reason, reason_of
from capac.web.desk.words_of_intake import (
    answer,
    application_states,
    differences,
    ended_reasons,
    notes,
    piece_states,
    questions,
    told_error,
    whys,
)
from capac.web.fields import Field, Sheet, blank, read
from capac.web.permit import permit, staff_who
from capac.web.words_of_applications import (
    form_name,
    loss_told,
    missing_told,
    risk_told,
    service_names,
    status_told,
    type_names,
)

NOT_SENT = ("collecting", "complete", "returned")


@permit(staff_who(dossier_perms.may_see_applications), shows_person=True)
@require_safe
@for_a_reason
def one(request: HttpRequest, key: uuid.UUID, application: uuid.UUID) -> HttpResponse:
    """The status first, then the papers with their days, the limit with its risk, the situation, what happened."""
    client = client_of(key)
    look(request, [client.pk], action="application", why=reason_of(request))
    return _shown(request, client, application_of(client, application))


@permit(staff_who(dossier_perms.may_take_in), shows_person=True)
@require_POST
@for_a_reason
def act(request: HttpRequest, key: uuid.UUID, application: uuid.UUID) -> HttpResponse:
    """Something happens to it: a paper arrives, is announced, cannot be used; it is withdrawn; and so on."""
    client = client_of(key)
    look(request, [client.pk], action="application", why=reason_of(request))
    found = application_of(client, application)
    name = request.POST.get("act", "")
    sheet = read(_asked(name, found), request.POST)
    errors = sheet.summary
    if name in ACTS and not errors:
        try:
            messages.success(request, ACTS[name](request, found, sheet))
            return redirect("desk:application", client.key, found.key)
        except dossier.DossierError as error:
            errors = {"main": told_error(error.reason, error.arguments)}
        except (exchange.JudgeError, exchange.C9Error) as error:
            errors = {"main": application_at_onem.told_failure(error)}
    return _shown(request, client, found, sheets={name: sheet}, errors=errors, status=422)


def _shown(
    request: HttpRequest,
    client: people.Client,
    found: dossier.ApplicationView,
    *,
    sheets: dict[str, Sheet] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    takes_in = dossier_perms.may_take_in(staff_here(request))
    may_act = takes_in and found.state in NOT_SENT
    names = ("receive", "other", "announced", "withdraw", "settle_register") if may_act else ()
    forms = {name: _form(name, found, (sheets or {}).get(name)) for name in names}
    context: dict[str, Any] = {
        **head(client),
        "one": found,
        "kind_name": type_names()[found.type],
        "states": application_states(),
        "told": status_told(found, own=False),
        "papers": [_paper(piece, found) for piece in found.pieces if piece.state != "dropped"],
        **_limit(found),
        "situation": _situation(found),
        "corrections": _corrections(found),
        "registration": _registration(client, found),
        "log": _log(found),
        "may_act": may_act,
        "may_announce": found.rule and not found.announced_on and found.state in ("collecting", "complete"),
        "forms": forms,
        "register": _register(found),
        "errors": errors or {},
        **application_at_onem.shown(found, may_act=takes_in, sheets=sheets or {}),
    }
    return render(request, "desk/application.html", context, status=status)


def _asked(name: str, found: dossier.ApplicationView) -> list[Field]:
    """What an act asks: of the papers, or of what lies at ONEM."""
    return fields_of(name, found) or application_at_onem.fields_of(name, exchange.submissions_of(found.id))


def _paper(piece: dossier.PieceView, found: dossier.ApplicationView) -> dict[str, Any]:
    """A row of the table of papers."""
    missing = next((each for each in found.missing if each.code == piece.code), None)
    looks = {"received": "ok", "waived": "plain", "announced": "info"}
    return {
        "piece": piece,
        "name": form_name(piece.code),
        "state": piece_states()[piece.state],
        "look": looks.get(piece.state, "warn"),
        "told": missing_told(missing, own=False) if missing else None,
        "arrivals": [
            (form_name(each.code) if each.code != piece.code else "", each) for each in piece.receipts
        ],
        "note": notes().get(piece.code, "") if piece.need and piece.need.note else "",
        "unsettled": piece.need is not None and not piece.need.is_settled,
    }


def _register(found: dossier.ApplicationView) -> list[tuple[str, str]]:
    """In what the register differs, with what it says; nothing where it is not our turn to look."""
    if not any(each.code == "register_check" and each.turn == "us" for each in found.missing):
        return []
    said = dossier.register_says(found.id)
    words = differences()
    values = {
        "nationality": said.nationality if said else "",
        "residence": said.residence if said else "",
        "household": str(said.household) if said else "",
        "deceased": in_full(said.deceased_on, (get_language() or "fr")[:2])
        if said and said.deceased_on
        else "",
    }
    return [(words.get(name, name), values.get(name, "")) for name in (said.differs if said else ())]


def _registration(client: people.Client, found: dossier.ApplicationView) -> dict[str, Any] | None:
    """The registration that counts, with the day from which it gives the right; None where none is asked for."""
    if not any(piece.code == "registration" for piece in found.pieces):
        return None
    one = dossier.registered_for(client.pk, found.asked_on)
    if one is None:
        return {"one": None}
    start = dossier.right_from(one.registered_on, found.asked_on)
    return {
        "one": one,
        "service": service_names()[one.service],
        "late_from": start if start != found.asked_on else None,
        "reason": ended_reasons().get(one.reason, one.reason),
    }


def _limit(found: dossier.ApplicationView) -> dict[str, Any]:
    """The limit of introduction: its risk, what it costs, its article."""
    risk, tone = risk_told(found)
    limit = rules.deadline_entry(found.rule) if found.rule else None
    return {"risk": risk, "risk_tone": tone, "loss": loss_told(found), "limit": limit}


def _situation(found: dossier.ApplicationView) -> list[tuple[str, str]]:
    """The answers of the intake, in the order in which they are asked."""
    words = questions()
    return [
        (words[one.name][0], answer(one.name, found.situation[one.name]))
        for one in dossier.questions(found.type)
        if one.name in found.situation
    ]


def _corrections(found: dossier.ApplicationView) -> list[dict[str, Any]]:
    """What the situation said before, the latest correction first."""
    words = questions()
    return [
        {
            "one": one,
            "changed": [
                (words[name][0], answer(name, was), answer(name, became)) for name, was, became in one.changed
            ],
        }
        for one in reversed(dossier.corrections(found.id))
    ]


def _log(found: dossier.ApplicationView) -> list[dict[str, Any]]:
    """What happened, the latest first."""
    pieces, states = piece_states(), application_states()
    return [
        {
            "change": change,
            "why": whys().get(change.why, change.why),
            "what": form_name(code) if code else _("The application"),
            "state": (pieces if code else states).get(change.to_state, change.to_state),
        }
        for code, change in reversed(dossier.history(found.id))
    ]


def _form(name: str, found: dossier.ApplicationView, sheet: Sheet | None) -> list[Field]:
    filled = blank(fields_of(name, found), {"received_on": str(clock.today())})
    return list((sheet or filled).fields.values())
