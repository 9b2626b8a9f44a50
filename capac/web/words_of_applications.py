"""Applications in words for both sides: what is asked for, which papers, and one status: reason, whose turn, which day.

The client's page and the agent's say the same sentence; only whose turn it is is said to the client as "you".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from capac.core import clock
from capac.core.period import in_full
from capac.dossier import api as dossier


@dataclass(frozen=True)
class StatusTold:
    """A status in words: the reason, whose turn it is with the look of its tag, and the day with what it means."""

    reason: str
    turn: str
    tone: str
    by: str


@dataclass(frozen=True)
class MissingTold:
    """A missing piece in words: what it is, whose turn, since when, and its own last day."""

    what: str
    turn: str
    tone: str
    since: date
    how: str


def status_told(one: dossier.ApplicationView, *, own: bool) -> StatusTold:
    """How an application stands, for the client himself (own) or for an agent."""
    tone = "warn" if one.turn == "client" else "info"
    done = {"decided": "ok", "withdrawn": "plain"}
    return StatusTold(
        reason=_reason(one, own=own),
        turn=turns(own=own).get(one.turn, ""),
        tone=done.get(one.status, tone),
        by=_by(one),
    )


def missing_told(one: dossier.Missing, *, own: bool) -> MissingTold:
    """What a missing piece waits for."""
    return MissingTold(
        what=form_name(one.code),
        turn=turns(own=own).get(one.turn, one.turn),
        tone="warn" if one.turn == "client" else "info",
        since=one.since,
        how=" ".join(filter(None, (_how(one), _day(_("Until %(day)s."), one.due_on)))),
    )


def risk_told(one: dossier.ApplicationView) -> tuple[str, str]:
    """The risk against the limit, and how it looks; nothing for a file that is with ONEM or over."""
    risk = one.risk
    if risk.level == "over":
        return "", "plain"
    if risk.level == "no_limit":
        return _("no limit that we know of"), "plain"
    left = risk.days_left or 0
    if risk.level == "lost":
        late = ngettext("limit passed %(n)s day ago", "limit passed %(n)s days ago", -left) % {"n": -left}
        return late, "bad"
    if not left:
        return _("last day"), "bad"
    shown = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return shown, "warn" if risk.level == "near" else "ok"


def loss_told(one: dossier.ApplicationView) -> str:
    """What a late file costs, or would cost; nothing while there is time."""
    if one.risk.level == "lost":
        lost = one.risk.lost_days
        return ngettext(
            "The right begins only when the complete file reaches ONEM (AM art. 95): %(n)s day is lost so far.",
            "The right begins only when the complete file reaches ONEM (AM art. 95): %(n)s days are lost so far.",
            lost,
        ) % {"n": lost}
    if one.risk.level == "near":
        return _("After that day the right begins only when the complete file reaches ONEM (AM art. 95).")
    return ""


def turns(*, own: bool) -> dict[str, str]:
    """Whose turn it is."""
    return {
        "client": _("your turn") if own else _("the client's turn"),
        "employer": _("your employer's turn") if own else _("the employer's turn"),
        "onss": _("the ONSS's turn"),
        "region": _("the regional service's turn"),
        "register": _("the National Register's turn"),
        "onem": _("ONEM's turn"),
        "us": _("our turn"),
    }


def type_names() -> dict[str, str]:
    """What is asked for."""
    return {
        "full_unemployment": _("Full unemployment"),
        "temporary_unemployment": _("Temporary unemployment"),
        "part_time": _("Part-time work with rights kept"),
        "youth_holiday": _("Youth holidays"),
        "senior_holiday": _("Senior holidays"),
        "activation": _("Activation allowance"),
        "incapacity": _("Permanent incapacity"),
        "mandate": _("Paid mandate"),
        "change": _("Change of situation"),
        "transfer": _("Transfer from another payment body"),
    }


def service_names() -> dict[str, str]:
    """The regional services, by their own names."""
    return {"actiris": "Actiris", "vdab": "VDAB", "forem": "Forem", "adg": "ADG"}


def form_name(code: str) -> str:
    """What a piece or a form is; one that we have no words for by its code."""
    return form_names().get(code, code)


def form_names() -> dict[str, str]:
    """Every piece: its plain word, and the law's name beside it."""
    return {
        "C1": _("Personal and family situation (C1)"),
        "C1A": _("Another activity, or help to a self-employed person (C1A)"),
        "C1B": _("Income from a pension (C1B)"),
        "C1C": _("Self-employed activity under Tremplin (C1C)"),
        "C1_PARTNER": _("Income of the partner (C1-Partner)"),
        "C4": _("Certificate of the end of work (C4)"),
        "WECH501": _("End of work, declared electronically (WECH501)"),
        "C6": _("Fit for work after sickness (C6)"),
        "C8": _("Change of situation (C8)"),
        "C8_TRANSFER": _("Change of payment body (C8)"),
        "C32_WORKER": _("Application for temporary unemployment (C3.2 worker)"),
        "C32_EMPLOYER": _("Temporary unemployment, employer's part on paper (C3.2 employer)"),
        "WECH502": _("Right to temporary unemployment, from the employer (WECH502)"),
        "C131A_WORKER": _("Start of part-time work (C131A worker)"),
        "C131A_EMPLOYER": _("Start of part-time work, employer's part on paper (C131A employer)"),
        "WECH503": _("Start of part-time work, from the employer (WECH503)"),
        "C103_YOUTH_WORKER": _("Application for youth holidays (C103 worker)"),
        "C103_YOUTH_EMPLOYER": _("Youth holidays, employer's part on paper (C103 employer)"),
        "C103_SENIOR_WORKER": _("Application for senior holidays (C103 worker)"),
        "C103_SENIOR_EMPLOYER": _("Senior holidays, employer's part on paper (C103 employer)"),
        "WECH509": _("Right to youth or senior holidays, from the employer (WECH509)"),
        "C109": _("Personal declaration (C109)"),
        "C109_36": _("Personal declaration (C109/36)"),
        "C46": _("Paid mandate (C46)"),
        "C47": _("Permanent incapacity (C47)"),
        "C54": _("Request for a late file (C54)"),
        "C63": _("Certificate of the conditions (C63)"),
        "C66BIS": _("Certificate of residence (C66bis)"),
        "C99": _("Activity from the age of 60 (C99)"),
        "registration": _("Registration as job-seeker"),
        "registration_certificate": _("Certificate of registration as job-seeker"),
        "register_check": _("Check with the National Register"),
    }


def _reason(one: dossier.ApplicationView, *, own: bool) -> str:
    reasons = {
        "missing_client": _of_the_client(sum(1 for each in one.missing if each.turn == "client"), own=own),
        "missing_employer": _("The employer has to deliver what is missing."),
        "missing_onss": _("The employer has declared. The declaration is on its way through the ONSS."),
        "missing_region": _(
            "The registration as job-seeker is made. The regional service has not sent it yet."
        ),
        "missing_register": _("The National Register is asked. Its answer has not come yet."),
        "missing_us": _(
            "The National Register says something else than the application. An agent checks it."
        ),
        "complete": _("The file is complete. We send it to ONEM."),
        "at_onem": _("The file is with ONEM, which decides."),
        "returned": _("ONEM sent the file back and asks for more."),
        "returned_to_correct": _("ONEM sent the file back. We put it right."),
        "decided": _("ONEM has decided."),
        "withdrawn": _("The application was withdrawn."),
    }
    return reasons[one.status]


def _of_the_client(count: int, *, own: bool) -> str:
    """How much we need from the client."""
    yours = ngettext("We still need one thing from you.", "We still need %(n)s things from you.", count)
    theirs = ngettext(
        "The client still has one thing to bring.", "The client still has %(n)s things to bring.", count
    )
    return (yours if own else theirs) % {"n": count}


def _by(one: dossier.ApplicationView) -> str:
    sentences = {
        "at_onem": _("ONEM decides by %(day)s."),
        "complete": _("It is with ONEM by %(day)s at the latest."),
        "missing_us": _("It is with ONEM by %(day)s at the latest."),
        "returned_to_correct": _("It is back with ONEM by %(day)s at the latest."),
    }
    if one.status != "at_onem" and one.expected_on and one.expected_on < clock.today():
        return _day(_("The last day was %(day)s."), one.expected_on)
    return _day(sentences.get(one.status, _("Needed by %(day)s at the latest.")), one.expected_on)


def _how(one: dossier.Missing) -> str:
    """What happens with a missing piece, or has to."""
    if one.is_announced:
        return _("It is announced and has not arrived yet.")
    hows = {
        ("registration", "client"): _("Register with Actiris, VDAB, Forem or ADG. They tell us."),
        ("register_check", "register"): _("We asked by ourselves. Nothing needs to be done."),
        ("register_check", "us"): _("An agent compares what the register says."),
        ("C4", "employer"): _("The employer hands it over on the last working day at the latest."),
    }
    return hows.get((one.code, one.turn), "")


def _day(sentence: str, day: date | None) -> str:
    return sentence % {"day": in_full(day, (get_language() or "fr")[:2])} if day else ""
