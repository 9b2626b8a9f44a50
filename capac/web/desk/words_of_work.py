"""Words of the work itself: why a file is opened, what sets a promise, skills, what cannot be done with an item."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capac.core.period import in_full
from capac.rules import api as rules
from capac.work import api as work


def motives() -> dict[str, str]:
    """Why somebody opens a file, as the member of staff chooses it."""
    return {
        "counter": _("The client stands at the counter"),
        "phone": _("The client is on the telephone"),
        "video": _("The client is in a video call"),
        "mail": _("The client wrote to us"),
        "payment_run": _("I check a payment run"),
        "audit": _("I audit"),
    }


def skills() -> dict[str, str]:
    """Groups of kinds of work."""
    return {
        "c2": _("Authorisations"),
        "payments": _("Payments"),
        "verification": _("Verification by ONEM"),
        "bank": _("The bank"),
        "messages": _("Messages"),
        "files": _("Applications"),
        "letters": _("Letters"),
        "access": _("Access to files"),
    }


def source_of(item: work.Item) -> str:
    """What sets the promise of an item: the contract, the law, or the contract read by analogy."""
    if item.norm[:1].isalpha():
        return _law(item.norm)
    kind = work.kind_of(item.kind)
    if kind.is_analogy and item.norm == kind.promise:
        return _("norm %(norm)s read by analogy, no number is printed for this") % {"norm": item.norm}
    return _("norm %(norm)s of the contract") % {"norm": item.norm}


def _law(limit: str) -> str:
    """The article of a limit of the law; a day that belongs to the matter itself has none of its own."""
    try:
        return str(rules.deadline_entry(limit)["source"])
    except KeyError:
        return _("a day that the matter itself sets")


def refused(error: work.TakingError) -> str:
    """What cannot be done with an item, and what to do."""
    words = {
        "absent": _("%(name)s is not there today. Choose somebody else."),
        "past": _("Choose a day that lies ahead."),
        "beyond": _("The promise does not move: the item sleeps until %(last)s at most."),
    }
    told = dict(error.arguments)
    if "last" in told:
        told["last"] = in_full(date.fromisoformat(told["last"]), (get_language() or "fr")[:2])
    return words[error.reason] % told
