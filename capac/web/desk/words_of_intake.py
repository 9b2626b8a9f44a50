"""Words of the intake: the questions with their answers, states of a piece, what cannot be done and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.period import in_full


def questions() -> dict[str, tuple[str, str]]:
    """What is asked, and what helps to answer."""
    return {
        "ground": (_("What came before?"), ""),
        "secondary_activity": (_("Is there another activity, or help to a self-employed person?"), ""),
        "pension": (_("Is a retirement or survivor's pension received?"), ""),
        "mandate": (_("Is there a paid mandate?"), _("In a payment body, or in a body for the arts.")),
        "incapacity": (_("Is a permanent incapacity of a third or more to be recognised?"), ""),
        "after_sickness": (_("More than four weeks of sickness just before?"), ""),
        "nationality": (_("Nationality"), _("Compared with the National Register.")),
        "residence": (_("Where does the client live?"), _("Compared with the National Register.")),
        "household": (_("With whom?"), _("Compared with the National Register.")),
        "occasion": (_("What is the occasion?"), ""),
        "long_force_majeure": (_("Has force majeure lasted for more than three months?"), ""),
        "scheme": (_("Which measure?"), ""),
        "changed": (_("What has changed?"), ""),
    }


def answers() -> dict[tuple[str, str], str]:
    """The answers, by question and code; yes and no are the same everywhere."""
    return {
        ("ground", "work"): _("a job that ended"),
        ("ground", "studies"): _("studies (insertion allowance)"),
        ("secondary_activity", "ordinary"): _("yes"),
        ("secondary_activity", "tremplin"): _("yes, self-employed under Tremplin"),
        ("nationality", "belgian"): _("Belgian"),
        ("nationality", "other"): _("another"),
        ("residence", "belgium"): _("Belgium"),
        ("residence", "abroad"): _("another country"),
        ("household", "alone"): _("alone"),
        ("household", "with_others"): _("with others"),
        ("occasion", "first"): _("the first application"),
        ("occasion", "hours_changed"): _("other weekly hours (Q/S)"),
        ("occasion", "yearly"): _("the yearly application of 1 October"),
        ("occasion", "strike"): _("a strike or lock-out"),
        ("scheme", "activa_brussels"): "Activa.Brussels",
        ("scheme", "impulsion"): _("Impulsion (Wallonia)"),
        ("scheme", "sine"): "SINE",
        ("changed", "household"): _("the household or the address"),
        ("changed", "activity"): _("another activity"),
        ("changed", "tremplin"): _("self-employed under Tremplin"),
        ("changed", "pension"): _("a pension"),
        ("changed", "mandate"): _("a paid mandate"),
    }


def answer(question: str, code: str) -> str:
    """One answer in words."""
    usual = {"yes": _("yes"), "no": _("no")}
    return answers().get((question, code), usual.get(code, code))


def asked_labels() -> dict[str, tuple[str, str]]:
    """What the date of an application is, and what helps."""
    return {
        "first_day": (_("First day claimed"), ""),
        "month": (_("A day of the month claimed"), ""),
        "event": (_("Day of the event"), ""),
        "job": (_("First day of the job"), ""),
        "holiday": (_("First day of the holidays"), ""),
    }


def notes() -> dict[str, str]:
    """What is not settled about a piece, where its line of the data has a note."""
    return {
        "C109": _("Which of the two forms is asked for is not settled. Both are taken."),
        "WECH502": _("Whether the employer declares again on this occasion is not settled."),
    }


def piece_states() -> dict[str, str]:
    """States of a piece."""
    return {
        "missing": _("missing"),
        "announced": _("announced"),
        "received": _("here"),
        "waived": _("done without"),
        "dropped": _("not needed"),
    }


def application_states() -> dict[str, str]:
    """States of an application."""
    return {
        "collecting": _("pieces missing"),
        "complete": _("complete"),
        "submitted": _("at ONEM"),
        "returned": _("sent back by ONEM"),
        "decided": _("decided"),
        "withdrawn": _("withdrawn"),
    }


def differences() -> dict[str, str]:
    """In what the register differs, or what has changed in it."""
    return {
        "nationality": _("nationality"),
        "residence": _("country of residence"),
        "household": _("people at the address"),
        "deceased": _("a death"),
        "deceased_on": _("a death"),
        "not_found": _("the register does not know this person"),
    }


def ended_reasons() -> dict[str, str]:
    """Why a registration ended."""
    return {
        "work": _("found work"),
        "moved": _("went to another service"),
        "own_request": _("asked for it"),
        "struck_off": _("was struck off"),
    }


def whys() -> dict[str, str]:
    """Why something happened, where a program or an act of the desk wrote it in the log."""
    return {
        "taken in at the desk": _("taken in at the desk"),
        "received at the desk": _("received at the desk"),
        "the situation corrected at the desk": _("the situation corrected"),
        "put right at the desk": _("put right at the desk"),
        "announced to ONEM": _("announced to ONEM"),
        "read from a file of registrations": _("from a file of registrations"),
        "read from a file of the register": _("from a file of the National Register"),
        "known from outside": _("found by our round"),
        "read from a file of answers": _("an answer of ONEM"),
        "read from a C2 file": _("an answer of ONEM"),
        "complete, introduced at ONEM": _("introduced at ONEM"),
    }


def told_error(reason: str, arguments: Mapping[str, str]) -> str:
    """What cannot be done with an application, and what to do."""
    words = {
        "question_unanswered": _("Choose an answer."),
        "received_in_future": _("This day has not come yet."),
        "asked_out_of_range": _("This day lies too far from today to be right."),
        "too_early": _("It can be asked from %(day)s on."),
        "already_open": _("The client has an application of this kind for this day already."),
        "application_closed": _("This application is over, or with ONEM. Nothing was changed."),
        "piece_not_asked": _("This situation does not ask for it. Correct the situation first."),
        "piece_settled": _("This paper does not stand there any more. Nothing was changed."),
        "turn_unknown": _("Nobody comes after whose turn it is. Wait for the paper itself."),
        "not_waived": _("The law asks for this paper: nobody can do without it."),
        "document_of_another": _("This document belongs to another file."),
        "reason_missing": _("Write in a few words why: who comes after you reads it."),
        "announced_late": _("The limit is over, or none is known: announcing gives no more time."),
        "announced_before": _("The file was announced before, on %(day)s."),
    }
    told = dict(arguments)
    if "day" in told:
        told["day"] = in_full(date.fromisoformat(told["day"]), (get_language() or "fr")[:2])
    return words.get(reason, reason) % told
