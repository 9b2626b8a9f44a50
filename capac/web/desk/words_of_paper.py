"""Words of the paper inventory: how a file stands, why something cannot be done, how paper is destroyed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capac.documents import api as documents


def paper_states() -> dict[str, str]:
    """How a paper file stands."""
    return {
        "inventoried": _("on its shelf"),
        "digitised": _("scanned, to compare"),
        "checked": _("scanned and compared"),
        "proposed": _("proposed for destruction"),
        "approved": _("may be destroyed"),
        "destroyed": _("destroyed"),
    }


def destruction_states() -> dict[str, str]:
    """How a proposal stands."""
    return {
        "proposed": _("waits for a second person"),
        "approved": _("approved, not destroyed yet"),
        "certified": _("destroyed and certified"),
        "dropped": _("given up"),
    }


def destruction_reasons() -> dict[str, str]:
    """Why paper may go."""
    return {
        "digitised": _("scanned and compared: the scan replaces the paper"),
        "expired": _("kept as long as the table asks"),
    }


def methods() -> dict[str, str]:
    """How paper is destroyed."""
    return {"shredded": _("shredded"), "pulped": _("pulped"), "burnt": _("burnt")}


def retention_names() -> dict[str, str]:
    """What is kept for how long."""
    return {
        "dossier": _("file of a client"),
        "correspondence": _("correspondence"),
        "unpaid_request": _("application that was never paid"),
    }


def paper_error(error: documents.PaperError) -> str:
    """Why it cannot be done, and what to do."""
    words = {
        "number_in_label": _(
            "Leave the national number out: name the file otherwise and give it to its client."
        ),
        "unknown_retention": _("Choose one of the kinds given."),
        "no_sheets": _("Count or estimate the sheets: at least one."),
        "in_future": _("This day has not come yet."),
        "already_there": _("This is in the inventory already, at the same place or with the same scan."),
        "unknown": _("This is not in the inventory."),
        "wrong_state": _("This has gone further meanwhile. Look at how it stands."),
        "same_person": _("You did the first step yourself. A second person must do this one."),
        "pages_missing": _("The scans have %(pages)s pages for %(sheets)s sheets. Scan what is missing."),
        "not_due": _("Not everything that you chose may go: %(label)s. Choose again."),
        "nothing_chosen": _("Choose at least one file, and at most 500."),
        "no_reference": _("Write the reference of the agreement of the State Archives."),
        "no_method": _("Choose how it was destroyed."),
        "no_witness": _("Write who saw it."),
        "before_approval": _("It was not approved yet on that day."),
    }
    return words[error.reason] % error.arguments
