"""The part of an application's page that lies at ONEM: each attempt and its answer, why it came back, a C54 for a late one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from capac.core import clock
from capac.dossier import api as dossier
from capac.exchange import api as exchange
from capac.records import api as records
from capac.web.desk.looking import staff_here
from capac.web.desk.words_of_onem import causes, dues, failed, states, unwritten, waits
from capac.web.fields import Field, Sheet, blank
from capac.web.words_of_applications import form_name

OURS, NOT_OURS = "ours", "not_ours"


def fields_of(name: str, attempts: list[exchange.SubmissionView]) -> list[Field]:
    """What an act about ONEM asks; of the cause, the one that our data suggest is chosen."""
    if name == "derogate":
        hint = _("What made it impossible to be in time, and for how long. ONEM reads this.")
        return [Field("derogation", _("Why is it late?"), "text", hint, needed=True)]
    if name != "judge":
        return []
    back = _back(attempts)
    chosen = (back.cause or back.proposed) if back else ""
    ours = back.proposed_ours if back and back.ours is None else bool(back and back.ours)
    options = tuple((code, name) for code, (name, _meaning) in causes().items())
    whose = ((OURS, _("through our own doing")), (NOT_OURS, _("not through our doing")))
    return [
        Field("cause", _("Cause"), "select", options=options, needed=True, value=chosen),
        Field(
            "whose",
            _("Was it our doing?"),
            "radio",
            options=whose,
            needed=True,
            value=OURS if ours else NOT_OURS,
        ),
    ]


def shown(found: dossier.ApplicationView, *, may_act: bool, sheets: dict[str, Sheet]) -> dict[str, Any]:
    """What the page shows of ONEM."""
    attempts = exchange.submissions_of(found.id)
    late = may_act and found.state == "complete" and found.introduce_by and found.introduce_by < clock.today()
    return {
        "attempts": [_attempt(one) for one in attempts],
        "judge": _fields("judge", attempts, sheets) if may_act and _back(attempts) else [],
        "late": _fields("derogate", attempts, sheets) if late else [],
    }


def judge(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    """Say why the file came back. Raises exchange.JudgeError."""
    because = records.Because(staff_here(request).login, "cause of a C51")
    exchange.judge_return(
        found.id, cause=sheet.values["cause"], ours=sheet.values["whose"] == OURS, because=because
    )
    return _("Written down. It counts in the figure of article 6.1.1.")


def derogate(request: HttpRequest, found: dossier.ApplicationView, sheet: Sheet) -> str:
    """Introduce a late file with its C54. Raises dossier.DossierError, exchange.C9Error."""
    because = records.Because(staff_here(request).login, "introduced with a C54")
    exchange.introduce(found.id, derogation=sheet.values["derogation"], because=because)
    return _("It leaves with its C54 at the next exchange.")


def told_failure(error: exchange.JudgeError | exchange.C9Error) -> str:
    """What to say of an act that could not be done."""
    if isinstance(error, exchange.C9Error):
        return unwritten({"reason": error.reason, **error.arguments})
    return failed(error.reason)


def _fields(name: str, attempts: list[exchange.SubmissionView], sheets: dict[str, Sheet]) -> list[Field]:
    fields = fields_of(name, attempts)
    sheet = sheets.get(name) or blank(fields, {one.name: one.value for one in fields})
    return list(sheet.fields.values())


def _attempt(one: exchange.SubmissionView) -> dict[str, Any]:
    state, tone = states()[one.state]
    back, words = one.came_back, dues()
    return {
        "one": one,
        "state": state,
        "tone": tone,
        "waits": waits().get(one.waits, ""),
        "lacks": [(form_name(form), words.get(due, due)) for form, due in back.missing] if back else [],
        "cause": causes()[back.cause][0] if back and back.cause else "",
    }


def _back(attempts: list[exchange.SubmissionView]) -> exchange.CameBack | None:
    return next((one.came_back for one in attempts if one.came_back), None)
