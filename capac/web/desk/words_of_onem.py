"""Words of what goes to and fro with ONEM: what a file waits for, why it came back, what a letter is."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from capac.exchange import api as exchange


def states() -> dict[str, tuple[str, str]]:
    """How an introduction stands, and the look of its tag."""
    return {
        "written": (_("on its way"), "info"),
        "received": (_("at ONEM"), "info"),
        "refused": (_("message refused"), "bad"),
        "returned": (_("came back (C51)"), "warn"),
        "decided": (_("decided"), "ok"),
    }


def waits() -> dict[str, str]:
    """What an introduction waits for."""
    return {
        "delivery": _("ONEM's mailbox has not taken it yet"),
        "receipt": _("ONEM has not said that it has it"),
        "decision": _("ONEM decides within a month"),
    }


def dues() -> dict[str, str]:
    """What ONEM says of a paper."""
    return {
        "absent": _("not there"),
        "unsigned": _("not signed"),
        "unreadable": _("cannot be read"),
        "contradictory": _("contradicts the rest"),
        "wrong_form": _("on the wrong form"),
    }


def causes() -> dict[str, tuple[str, str]]:
    """Why a file came back: in few words, and what it means."""
    return {
        "waived": (
            _("We went without a paper"),
            _("The rules ask for it, and we introduced the file without it."),
        ),
        "unchecked": (
            _("We did not look closely"),
            _("The paper was here, but not signed, not readable or on the wrong form."),
        ),
        "contradictory": (
            _("The facts contradict each other"),
            _("What the client or the employer says does not fit together."),
        ),
        "sent": (_("ONEM does not find it"), _("The paper left with the file.")),
        "outside": (_("ONEM asks for more"), _("The rules that we know do not ask for this paper.")),
    }


def letters() -> dict[str, tuple[str, str]]:
    """A letter of ONEM to the client: what it is, and what follows for us."""
    return {
        "C29": (
            _("Decision of ONEM (C29)"),
            _(
                "ONEM refuses, excludes or reduces. Read it, see what it means for the months, then close this."
            ),
        ),
        "C31": (
            _("ONEM claims back (C31)"),
            _("ONEM recovers this money itself. Check the retentions that it asks of us, then close this."),
        ),
    }


def unwritten(arguments: Mapping[str, str]) -> str:
    """Why a file cannot leave, and what to do."""
    words = {
        "no_piece": _("No paper of it is here: ONEM would send it back. Look at what we do without."),
        "no_number": _("The client has no valid national number. Correct the client's data."),
        "document_not_checked": _("A document waits for its virus check. It leaves by itself after that."),
    }
    return words.get(
        arguments.get("reason", ""),
        _("Its own schema does not allow the message. Tell the engineers the reference of this task."),
    )


def failed(reason: str) -> str:
    """Why something about ONEM could not be said."""
    words = {
        "cause_unknown": _("Choose why the file came back."),
        "return_unknown": _("This file did not come back."),
        "letter_read": _("Somebody has read it already. Nothing was changed."),
    }
    return words.get(reason, _("This cannot be done now. Nothing was changed."))


def cost_name(cost: exchange.Cost) -> str:
    """The cause of a cost."""
    return causes()[cost.cause][0]


def proposal_acts() -> dict[str, str]:
    """What our data suggest for a C2 that needs a hand."""
    return {"apply": _("Apply it"), "look": _("Look closer"), "reject": _("Reject it")}


def proposal_reasons() -> dict[str, str]:
    """Why it is suggested."""
    return {
        "answers_our_file": _("It answers a file that we introduced for this client."),
        "same_birth": _("The name agrees, and both national numbers hold the same day of birth."),
        "same_name": _("Only the name agrees: compare the day of birth and the address."),
        "one_word_shared": _("One word of the name agrees: a marriage, a slip, or somebody else."),
        "nothing_shared": _("No word of the two names agrees."),
        "nobody": _("Nobody of this name has a file here."),
        "guardian_named": _("From its day the money goes to the guardian: check the account."),
        "read_first": _("Read what ONEM wrote before you apply it."),
        "pays_nothing": _("Applied, its code pays nothing by itself: the months wait for a person."),
    }
