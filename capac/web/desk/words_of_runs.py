"""Words of payment runs: states, causes of a change, what the bank said of a file, why a run cannot be moved."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _


def run_states() -> dict[str, str]:
    """Where a run stands."""
    return {
        "preparing": _("being prepared"),
        "prepared": _("waits for release"),
        "empty": _("nothing to pay"),
        "released": _("released"),
        "filed": _("sent to the bank"),
        "dropped": _("dropped"),
    }


def change_causes() -> dict[str, str]:
    """Why a payment is not what it was the month before."""
    return {
        "first": _("first payment"),
        "correction": _("correction of a month that was paid"),
        "paid_again": _("paid again: it came back"),
        "late": _("a month of earlier, late"),
        "resumed": _("paid again after an interruption"),
        "daily_amount": _("another daily amount"),
        "allowances": _("another number of allowances"),
        "same": _("no change"),
    }


def case_kinds() -> dict[str, str]:
    """The lists of payments behind the figures of a run."""
    return {
        "all": _("All payments"),
        "more": _("More than the month before"),
        "less": _("Less than the month before"),
        **change_causes(),
        "same": _("The same as the month before"),
    }


def file_states() -> dict[str, str]:
    """What the bank said of a file."""
    return {
        "written": _("the bank has not answered yet"),
        "accepted": _("accepted by the bank"),
        "rejected": _("refused by the bank"),
    }


def delivery_states() -> dict[str, str]:
    """Whether a file has left."""
    return {
        "waiting": _("waits to be sent"),
        "sent": _("sent"),
        "refused": _("the bank's mailbox refused it"),
    }


def run_error(reason: str, arguments: Mapping[str, str]) -> str:
    """Why a run cannot be moved, and what to do."""
    words = {
        "same_person": _("You prepared this run yourself. Somebody else must release it."),
        "not_allowed": _("Your role does not include this. Ask a releaser."),
        "not_prepared": _("This run does not wait for release any more. Nothing was changed."),
        "moved_meanwhile": _(
            "Facts came meanwhile and the run has other totals now. Nothing was sent. Look at its table again."
        ),
        "not_preparing": _("This run is not being prepared any more. Nothing was changed."),
        "not_released": _("This run is not released. Nothing was sent."),
        "debtor_not_set": _(
            "The account from which we pay is not set on this server. The run is released and nothing was sent. "
            "The operations guide says which settings it needs."
        ),
    }
    told = words.get(
        reason, _("This cannot be done now: %(reason)s. Nothing was changed.") % {"reason": reason}
    )
    return told if not arguments or "%(" not in told else told % dict(arguments)


def file_error(detail: str) -> str:
    """Why the files of a released run could not be written."""
    return _(
        "The run is released, and its file could not be written (%(detail)s). Nothing was sent. It is tried again "
        "with each exchange; show this to the people who keep this software."
    ) % {"detail": detail}
