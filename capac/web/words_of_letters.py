"""Letters in words for pages: their kinds, states, fields, and why one cannot be written."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from capac.channels.letters import api as letters


def letter_kinds() -> dict[str, str]:
    """What a letter is, by kind."""
    return {
        "missing_documents": _("Documents are missing"),
        "returned_file": _("ONEM sent the file back (C51)"),
        "payment_anomaly": _("A payment waits for the client"),
        "promise_slips": _("Our answer will be late"),
        "acknowledgement": _("Acknowledgement of receipt"),
        "decision": _("Decision that grants a right"),
        "recovery_decision": _("Decision to claim money back (C64)"),
        "debt_notice": _("What is still to be paid back"),
        "attestation": _("Attestation of payments"),
        "certificate_cover": _("Letter that goes with a certificate"),
    }


def letter_states() -> dict[str, str]:
    """Where a letter is."""
    return {
        "written": _("written"),
        "in_ebox": _("on its way to the eBox"),
        "to_print": _("to be printed"),
        "printed": _("printed"),
        "sent": _("sent"),
        "delivered": _("opened in the eBox"),
        "failed": _("no address"),
        "withdrawn": _("stopped"),
    }


def channels_of_letters() -> dict[str, str]:
    """How a letter goes."""
    return {"ebox": _("by eBox"), "paper": _("by post"), "": _("not decided yet")}


def why_paper() -> dict[str, str]:
    """Why a letter is printed."""
    return {
        "registered": _("It is sent registered."),
        "not_configured": _("The eBox is not configured here."),
        "no_ebox": _("The client has no eBox."),
        "unused": _("The client has never opened the eBox."),
        "refused": _("The eBox refused it."),
        "": _("Its way is chosen in the next round."),
    }


def field_labels() -> dict[str, str]:
    """The fields of the kinds."""
    return {
        "pieces": _("Documents to ask for"),
        "reply_by": _("To be here by"),
        "returned_on": _("Sent back on"),
        "complete_by": _("To be at ONEM by"),
        "about": _("What it is about"),
        "promised_on": _("Promised for"),
        "new_date": _("New date"),
        "cause": _("Cause"),
        "month": _("Month"),
        "problem": _("What is wrong"),
        "total": _("Total"),
        "rows": _("Amounts by month"),
        "decided_on": _("Decided on"),
        "communication": _("Structured communication"),
        "facts": _("What happened, in short sentences to the client"),
        "provision": _("Article of law"),
        "court": _("Labour tribunal of the client's home"),
        "first": _("From"),
        "last": _("Until"),
        "daily": _("Gross amount a day"),
        "reason": _("Reason"),
        "what": _("What was received"),
        "received_on": _("Received on"),
        "answer_by": _("Answer by"),
        "certificate": _("Certificate"),
    }


def hints() -> dict[str, str]:
    """What helps to fill a field in."""
    return {
        "facts": _("At most 25 words a sentence. This text is printed as you write it."),
        "court": _("The decision names it with its address. Without it the time to appeal does not start."),
        "communication": _("Twelve digits, as +++123/4567/89012+++. Leave empty if there is none."),
        "last": _("Leave empty for a right without a known end."),
    }


def mention_names() -> dict[str, str]:
    """What a decision must mention."""
    return {
        "reference": _("the reference and the service"),
        "explanation": _("where to ask for an explanation"),
        "reasons": _("the reasons"),
        "amounts": _("the gross amount and the period"),
        "undue": _("that the sum is not due"),
        "total": _("the total"),
        "calculation": _("how it was computed"),
        "provisions": _("the article of law"),
        "limitation": _("the time within which we may claim"),
        "waiver": _("how to ask for a waiver"),
        "instalments": _("how to pay in parts"),
        "appeal": _("that one may appeal"),
        "court": _("the court and its address"),
        "period": _("the time to appeal"),
        "manner": _("how to appeal"),
        "judicial_code": _("articles 728 and 1017 of the Judicial Code"),
        "assistance": _("who can help"),
    }


def told(error: letters.LetterError) -> tuple[str, str]:
    """A fault in words, with the field beside which it stands ("main" for none)."""
    given: Mapping[str, str] = error.arguments
    field = given.get("field", "main")
    if error.reason == "mention_missing":
        code = given["mention"]
        return "main", _("A decision must say %(mention)s. Fill that in.") % {
            "mention": mention_names().get(code, code)
        }
    if error.reason == "not_legible":
        return "facts", _illegible(given)
    texts = {
        "field_missing": _("Fill this in."),
        "field_wrong": _("This cannot be used. Correct it."),
        "total_differs": _("The total is not the sum of the months."),
    }
    return field, texts.get(error.reason, error.reason)


def _illegible(given: Mapping[str, str]) -> str:
    texts = {
        "sentence_too_long": _("This sentence is too long. Cut it in two: “%(told)s”"),
        "too_long_on_average": _("The sentences of the letter are too long on average: %(told)s words."),
        "too_passive": _("Too many sentences do not say who acts: write who does what."),
        "score_too_low": _("The letter is hard to read. Use shorter, simpler words."),
    }
    return texts.get(given["fault"], given["fault"]) % {"told": given["told"]}
