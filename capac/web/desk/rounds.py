"""The rounds of ONEM's verification: introduction months as rows, steps as columns; one month; what would be rejected."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from capac.core import money
from capac.core.period import Month, PeriodError
from capac.people import api as people
from capac.people import perms
from capac.verification import api as verification
from capac.verification import perms as verification_perms
from capac.web.desk import words_of_verification as words
from capac.web.desk.looking import because, look, staff_here
from capac.web.desk.noted import note_error
from capac.web.desk.verified import causes
from capac.web.permit import permit, staff_who
from capac.web.words import schemes

MOST, PAGE = 24, 50
LONGEST_NUMBER = 6
COLUMNS = ("c10", "bank_file", "papers", "first", "first_answer", "second", "second_answer", "third")
PHASES = (1, 2, 3)


@permit(staff_who(verification_perms.may_see_rounds))
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """All months. No person stands on it."""
    rows = verification.months(MOST)
    context = {
        "columns": [(name, words.steps()[name]) for name in COLUMNS],
        "rows": [(row, [_cell(row, name) for name in COLUMNS]) for row in rows],
        "at_stake": sum(row.at_stake_cents for row in rows),
        "late": sum(step.state == "late" for row in rows for step in row.steps.values()),
        "forecasts": verification.forecasts(MOST),
        **_words(),
    }
    return render(request, "desk/rounds.html", context)


@permit(staff_who(verification_perms.may_see_rounds))
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """One introduction month: its clocks, what ONEM said, what is ours to give back, its files."""
    return _month(request, _asked(month))


@permit(staff_who(verification_perms.may_note_refund))
@require_POST
def refund(request: HttpRequest, month: str) -> HttpResponse:
    """Note money that is back on the benefits account."""
    asked, filled = _asked(month), request.POST
    try:
        verification.note_refund(
            Month.of(asked), filled.get("kind", ""), _cents(filled.get("amount", "")),
            paid_on=_day(filled.get("paid_on", "")), reference=filled.get("reference", "").strip(),
            because=because(request, "noted at the desk"),
        )  # fmt: skip
    except verification.RefundError as error:
        return _month(request, asked, error=words.refund_error(error), filled=filled, status=422)
    messages.success(request, _("Noted. The clock stops when all is given back."))
    return redirect("desk:round", month)


@permit(staff_who(verification_perms.may_note_refund))
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Have a file that ONEM refused written again, with the reason."""
    name, why, asked = (
        request.POST.get("name", ""),
        request.POST.get("why", "").strip(),
        request.POST.get("month", ""),
    )
    if error := note_error(why, _("Write what was corrected: the reason stays in the log of the file.")):
        messages.error(request, error)
        return redirect("desk:round", f"{_asked(asked):%Y-%m}")
    try:
        if name.startswith("C10-"):
            verification.write_again(Month.of(_asked(asked)), because=because(request, why))
        else:
            verification.dispatch_again(name, because=because(request, why))
    except verification.VerificationError:
        messages.warning(request, _("This file was not refused, or is written again already."))
    else:
        messages.success(request, _("Written again. It leaves with the next exchange."))
    return redirect("desk:round", f"{_asked(asked):%Y-%m}")


@permit(staff_who(perms.may_see_clients), shows_person=True)
@require_safe
def foreseen(request: HttpRequest) -> HttpResponse:
    """What ONEM would reject now, the largest first."""
    text = request.GET.get("skip", "")
    skip = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
    ids = set(verification.clients_foreseen(skip=skip, limit=PAGE))
    look(request, ids, action="foreseen", why="expenses that ONEM would reject")
    found = verification.predictions(skip=skip, limit=PAGE + 1)
    persons = people.clients(ids)
    context = {
        "rows": [(one, persons.get(one.client_id)) for one in found[:PAGE]],
        "reasons": words.reasons(),
        "more": skip + PAGE if len(found) > PAGE else None,
        "first_page": not skip,
        "forecasts": verification.forecasts(MOST),
    }
    return render(request, "desk/foreseen.html", context)


def _cell(row: verification.MonthView, name: str) -> tuple[verification.StepView | None, Any]:
    """A step, and beside our answers what they decide while they are not given."""
    step = row.steps.get(name)
    waits = step is not None and step.turn == "us" and step.phase and step.state != "done"
    return step, row.open.get(step.phase) if step is not None and waits else None


def _month(
    request: HttpRequest, asked: date, *, error: str = "", filled: Any = None, status: int = 200
) -> HttpResponse:
    try:
        detail = verification.month_of(asked)
    except LookupError as fault:
        raise Http404(str(asked)) from fault
    owed = {kind: cents - detail.given_back.get(kind, 0) for kind, cents in detail.liable.items()}
    context = {
        "detail": detail,
        "view": detail.view,
        "phases": [
            (phase, detail.view.phases.get(phase, {}), detail.view.open.get(phase)) for phase in PHASES
        ],
        "causes_said": [(*key, stake) for key, stake in detail.causes.items()],
        "owed": {kind: cents for kind, cents in owed.items() if cents > 0},
        "permille": _permille(detail),
        "may_refund": verification_perms.may_note_refund(staff_here(request)),
        "error": error,
        "filled": filled or {},
        "causes": causes(),
        "outcomes": words.outcomes(),
        "schemes": schemes(),
        **_words(),
    }
    return render(request, "desk/round.html", context, status=status)


def _permille(detail: verification.MonthDetail) -> dict[str, str]:
    """Shares that were let be, in millionths, and those above which the tolerance ends."""
    number, cents, let, let_cents = detail.told
    return {
        "cases": str(let * 1_000_000 // number) if number else "0",
        "expenses": str(let_cents * 1_000_000 // cents) if cents else "0",
        "cases_most": str(detail.tolerance.cases_per_million),
        "expenses_most": str(detail.tolerance.expenses_per_million),
    }


def _words() -> dict[str, dict[str, str]]:
    return {"steps": words.steps(), "step_states": words.step_states(), "file_states": words.file_states()}


def _asked(text: str) -> date:
    try:
        return Month.parse(text).first
    except PeriodError as error:
        raise Http404(text) from error


def _cents(text: str) -> int:
    try:
        return money.parse(text.strip())
    except money.MoneyError:
        return 0


def _day(text: str) -> date:
    """The day written; one far ahead where none can be read, so that the form says so."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.max
