"""Payment runs: the list, one run with its audit table and files, the payments behind each figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from capac.payment import api as payment
from capac.payment import perms as payment_perms
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.web.desk.looking import look, staff_here
from capac.web.desk.previewed import summary
from capac.web.desk.words_of_holds import hold_reasons
from capac.web.desk.words_of_money import payment_states, turns
from capac.web.desk.words_of_runs import (
    case_kinds,
    change_causes,
    delivery_states,
    file_states,
    run_error,
    run_states,
)
from capac.web.permit import permit, staff_who
from capac.web.words import schemes

MOST = 30
PAGE = 50
BANK = "bank"
LONGEST_ID = 18


@dataclass(frozen=True)
class Case:
    """A payment of a run with its person."""

    case: payment.RunCase
    person: people.Client | None


@permit(staff_who(payment_perms.may_see_runs))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The last runs. No person stands on it."""
    context = {
        "runs": payment.runs(MOST),
        "states": run_states(),
        "may_prepare": perms.may_prepare_payments(staff_here(request)),
    }
    return render(request, "desk/runs.html", context)


@permit(staff_who(payment_perms.may_see_runs), shows_person=True)
@require_safe
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run: totals, audit table, largest changes, files and what the bank said, who did what."""
    view = run_of(run_id)
    return render(request, "desk/run.html", run_context(request, view))


@permit(staff_who(payment_perms.may_see_runs), shows_person=True)
@require_safe
def cases(request: HttpRequest, run_id: int, kind: str) -> HttpResponse:
    """The payments behind a figure, page by page."""
    view, after = run_of(run_id), _number(request.GET.get("after", ""))
    try:
        found = payment.run_cases(run_id, kind, after=after, limit=PAGE + 1)
    except KeyError as error:
        raise Http404(kind) from error
    ids = {case.client_id for case in found[:PAGE]}
    look(request, ids, action="run", why=f"run {run_id}, payments: {kind}")
    persons = people.clients(ids)
    context = {
        "run": view,
        "kind": kind,
        "kinds": case_kinds(),
        "rows": [Case(case, persons.get(case.client_id)) for case in found[:PAGE]],
        "more": found[PAGE - 1].payment_id if len(found) > PAGE else None,
        "first_page": not after,
        "causes": change_causes(),
        "payment_states": payment_states(),
    }
    return render(request, "desk/cases.html", context)


def run_of(run_id: int) -> payment.RunView:
    """The run of an address. Raises Http404."""
    try:
        return payment.run_view(run_id)
    except ObjectDoesNotExist as error:
        raise Http404(str(run_id)) from error


def run_context(request: HttpRequest, view: payment.RunView) -> dict[str, Any]:
    """What the page of a run shows. The register is written before the names of its largest changes are read."""
    staff = staff_here(request)
    largest = view.audit.get("largest", [])
    ids = {row["client_id"] for row in largest}
    look(request, ids, action="run", why=f"run {view.id}, largest changes")
    persons = people.clients(ids)
    return {
        "run": view,
        "audit": view.audit,
        "causes": change_causes(),
        "kinds": case_kinds(),
        "months": [(date.fromisoformat(row["month"]), row) for row in view.audit.get("months", [])],
        "holds": view.audit.get("holds", []),
        "largest": [
            {**row, "person": persons.get(row["client_id"]), "month": date.fromisoformat(row["month"])}
            for row in largest
        ],
        "states": run_states(),
        "schemes": schemes(),
        "hold_reasons": hold_reasons(),
        "turns": turns(),
        "file_states": file_states(),
        "deliveries": _deliveries(view.files),
        "delivery_states": delivery_states(),
        "history": view.history,
        **(summary(view) if "payments" in view.audit else {}),
        **_rights(staff, view),
    }


def _rights(staff: people.Staff, view: payment.RunView) -> dict[str, Any]:
    """What this person may do with the run, and in words why not."""
    waits = view.state == "prepared"
    may_release = payment_perms.may_release(staff, view.prepared_by)
    why_not = ""
    if waits and not may_release:
        why_not = run_error("same_person" if staff.login == view.prepared_by else "not_allowed", {})
    return {
        "may_release": waits and may_release,
        "why_not": why_not,
        "may_drop": waits and payment_perms.may_drop(staff),
    }


def _deliveries(files: Iterable[payment.FileView]) -> dict[str, str]:
    """Whether each file has left, by its message id."""
    names = [file.message_id for file in files]
    return {name: answer.state for name, answer in records.answers(BANK, names).items()} if names else {}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else 0
