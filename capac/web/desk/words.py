"""Words of the desk: kinds of items, what they ask, states, families, modules of a C2."""

from __future__ import annotations

from django.utils.translation import gettext as _


def kind_names() -> dict[str, str]:
    """What an item is, as the list of queues says it."""
    return {
        "c2_by_hand": _("C2 that needs a hand"),
        "rejected_message": _("Rejected message"),
        "returned_payment": _("Returned payment"),
        "payment_held": _("Month held, our turn"),
        "complement_proposed": _("Complement proposed by ONEM"),
        "own_fault_loss": _("Loss through our own fault"),
        "loss_to_answer": _("Loss to answer"),
        "would_be_rejected": _("Would be rejected by ONEM"),
        "verification_late": _("Step of verification that is late"),
        "payee_unmatched": _("Name that does not fit the account"),
        "recall_asked": _("Recall to approve"),
        "recall_answered": _("Recall declined by the bank"),
        "unknown_entry": _("Unknown booking"),
        "bank_silent": _("Bank that does not answer"),
        "inbound_letter": _("Letter to answer"),
        "letter_without_address": _("Letter without address"),
        "infected_document": _("Document with a virus"),
        "access_to_review": _("File opened without a task"),
        "file_returned": _("File sent back by ONEM"),
        "file_refused": _("File that ONEM cannot read"),
        "file_unwritten": _("File that cannot leave"),
        "onem_letter": _("Letter of ONEM to a client"),
        "application_complete": _("Complete application"),
        "application_at_risk": _("Application near its limit"),
        "register_difference": _("Register says otherwise"),
        "register_change": _("Change in the register"),
    }


def kind_questions() -> dict[str, str]:
    """What an item asks, in one sentence."""
    return {
        "c2_by_hand": _(
            "ONEM sent an authorisation that we could not apply by itself. Look, then apply or reject it."
        ),
        "rejected_message": _(
            "Something that we received could not be used. See what is wrong, act, then settle it."
        ),
        "returned_payment": _(
            "The bank sent a payment back. Give the right account, or confirm the one that we have."
        ),
        "payment_held": _("This month is not paid, and it is our turn. Mend the fact, or accept the reason."),
        "complement_proposed": _("ONEM says that we paid too little. Check the month, then settle it."),
        "own_fault_loss": _(
            "ONEM rejects an expense through our fault alone. We bear it. Note what went wrong."
        ),
        "loss_to_answer": _("ONEM takes an expense out. Contest it with papers, or accept it."),
        "would_be_rejected": _(
            "ONEM would reject this expense. Mend it before the C10 leaves, five days before its day."
        ),
        "verification_late": _(
            "A day of verification has passed. See what is missing, then note what you did."
        ),
        "payee_unmatched": _(
            "The bank says that this account does not bear the name under which we pay. Ask the client."
        ),
        "recall_asked": _("Somebody asks a payment back. A second person approves it on its page."),
        "recall_answered": _("The bank does not give the money back. Decide what follows and note it."),
        "unknown_entry": _("The bank booked something that is no payment of ours. Say what it is."),
        "bank_silent": _(
            "The bank should have said something of this file by now. Call it and note the answer."
        ),
        "access_to_review": _(
            "A colleague opened this file without a task and without a reason of the list. Ask why, then note it."
        ),
        "application_complete": _("The last paper is here. The file goes to ONEM before its last day."),
        "application_at_risk": _(
            "The last day for ONEM comes near, or is past, and something is missing. Get it, or announce the file."
        ),
        "register_difference": _(
            "The National Register says something else than the client. Find out which holds."
        ),
        "register_change": _("The National Register tells a change that the client did not. Ask the client."),
        "letter_without_address": _(
            "A letter cannot leave: no address is known. Ask for one, then write the letter again."
        ),
        "file_returned": _(
            "ONEM sent the file back (C51). Gather what is missing; say on its page why it came back."
        ),
        "file_refused": _("ONEM cannot use our message. Put it right on the page of the application."),
        "file_unwritten": _("This complete file cannot leave for ONEM. See why, and mend it."),
        "onem_letter": _("ONEM wrote to this client. Read the copy, and do what follows from it."),
        "inbound_letter": _("Somebody wrote to us. Read it, do what it asks, then note what you answered."),
        "infected_document": _(
            "A document holds a virus; nobody can open it. Ask the client to send it again, then note it."
        ),
    }


def hand_reasons() -> dict[str, str]:
    """Why a C2 needs a person, each with what to check."""
    return {
        "unknown_person": _(
            "We have no file with this national number. Choose whose authorisation it is, or reject it."
        ),
        "name_mismatch": _(
            "The name in the message is not the name in our file. Check that it is the same person."
        ),
        "prefix_not_computable": _(
            "No scheme of ours computes this code. Applied, it pays nothing by itself."
        ),
        "guardian": _("ONEM names a guardian. From that day the money goes to the guardian's account."),
        "free_text": _("ONEM wrote a text of its own. Read it before you apply."),
    }


def short_reasons() -> dict[str, str]:
    """The same in two or three words, for the list."""
    return {
        "unknown_person": _("nobody known"),
        "name_mismatch": _("another name"),
        "prefix_not_computable": _("code without scheme"),
        "guardian": _("guardian"),
        "free_text": _("text of ONEM"),
    }


def families() -> dict[str, str]:
    """The family category of a C2."""
    return {
        "A": _("Head of a family"),
        "N": _("Living alone"),
        "B": _("Living with others"),
        "P": _("Living with others, privileged"),
    }


def refusals() -> dict[str, str]:
    """Why ONEM refuses; a word that we do not know is shown as ONEM wrote it."""
    return {
        "not_admissible": _("not admissible: too few days of work"),
        "not_available": _("not available for the labour market"),
        "late": _("asked too late"),
        "exclusion": _("excluded by a sanction"),
    }


def channels() -> dict[str, str]:
    """How a control card came."""
    return {"ec3": _("electronic"), "paper": _("on paper")}


def item_states() -> dict[str, str]:
    """What happened to an item, for its log."""
    return {"open": _("waits"), "taken": _("taken"), "snoozed": _("sleeps"), "done": _("done")}


def roles() -> dict[str, str]:
    """What somebody is at the desk."""
    return {
        "agent": _("agent"),
        "c2_expert": _("C2 expert"),
        "payment_officer": _("payment officer"),
        "releaser": _("releaser of payments"),
        "finance_officer": _("finance officer"),
        "steering": _("steering"),
        "manager": _("manager"),
        "commissioner": _("government commissioner"),
        "auditor": _("auditor"),
    }


def endings() -> dict[str, str]:
    """Why an item ended, where an act of the desk wrote it in the log."""
    return {
        "applied by hand": _("applied"),
        "card read again": _("the card is kept"),
        "account changed at the desk": _("a new account"),
        "account confirmed at the desk": _("the account confirmed"),
        "death noted at the desk": _("the death noted"),
    }


def look_actions() -> dict[str, str]:
    """What a look at a person was for."""
    return {
        "queue": _("the queue"),
        "item": _("an item"),
        "candidates": _("whose a C2 is"),
        "search": _("a search"),
        "file": _("the file"),
        "month": _("a month explained"),
        "card": _("a paper card"),
        "papers": _("papers"),
        "terms": _("decisions about payment"),
        "statement": _("the statement of a payment"),
        "tax": _("a year for the tax"),
        "certificate": _("a certificate of payments"),
        "document": _("a document"),
        "our_letters": _("the letters to a client"),
        "letter": _("a letter to a client"),
        "address": _("the address of a client"),
        "letters": _("letters that wait"),
        "paper": _("the paper inventory"),
        "run": _("a payment run"),
        "proof": _("the proof of a payment"),
        "books": _("the books"),
        "unclaimed": _("unclaimed money"),
        "payment": _("a payment"),
        "returns": _("returns and refusals"),
        "foreseen": _("what ONEM would reject"),
        "register": _("the access register"),
        "application": _("an application"),
        "applications": _("applications at risk"),
    }
