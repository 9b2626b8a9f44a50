"""Words of barème files: states, and why one cannot be moved."""

from __future__ import annotations

from django.utils.translation import gettext as _


def bareme_states() -> dict[str, str]:
    """Where a file stands."""
    return {
        "received": _("received"),
        "proposed": _("waits for approval"),
        "approved": _("approved"),
        "rejected": _("rejected"),
    }


def bareme_error(reason: str) -> str:
    """Why a file cannot be moved, and what to do."""
    return {
        "same_person": _("You proposed this file yourself. Somebody else must approve it."),
        "not_allowed": _("Your role does not include this. Ask somebody who releases payments."),
        "not_waiting": _("This file does not wait for this any more. Nothing was changed."),
        "wrong": _("Something in this file is wrong. Reject it, and ask ONEM for a right one."),
        "note_missing": _("Write what you made of what is odd: the note stays in the log of the file."),
    }[reason]
