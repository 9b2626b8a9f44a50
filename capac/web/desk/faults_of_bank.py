"""Faults of what the bank answers (pain.002, camt.054), and of verbs on its answers."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, tuple[str, str]]:
    """By code: what is wrong, what to do."""
    return {**_of_a_file(), **_of_a_line(), **_of_a_verb()}


def _of_a_file() -> dict[str, tuple[str, str]]:
    return {
        "file_unknown": (
            _("The bank answers a file that we did not send."),
            _("Ask the bank which file it means."),
        ),
        "not_a_payment_file": (
            _("The answer is not about a payment file."),
            _("Ask the bank what it is about."),
        ),
        "second_copy_refused": (
            _("The bank refused a second copy of a file that it has already."),
            _("The first copy counts. There is nothing to pay again."),
        ),
        "file_refused": (
            _("The bank refused a whole payment file."),
            _("Its payments are owed again and come with the next run. Ask the bank what was wrong first."),
        ),
        "file_not_taken": (
            _("The bank's channel did not take a payment file."),
            _("Ask the bank why. When you settle this, the file is sent again; the bank pays it only once."),
        ),
        "balance_missing": (
            _("The statement does not say what stood on the account."),
            _("Ask the bank for the statement again."),
        ),
        "sum_differs": (
            _("The bookings of the statement do not make its closing balance."),
            _("Nothing of it was used. Ask the bank for the right one."),
        ),
        "several_statements": (
            _("One file holds several statements."),
            _("Ask the bank for one statement in each file."),
        ),
        "account_not_ours": (
            _("The statement is of another account than the one from which we pay."),
            _("Send it back to the bank."),
        ),
        "statement_known_with_other_content": (
            _("The bank sent this statement before, with other figures."),
            _("The first one counts. Ask the bank which one is right."),
        ),
        "opening_differs": (
            _("The day opens on another balance than the day before closed on."),
            _("A statement is missing, or wrong. Ask the bank."),
        ),
        "closing_differs": (
            _("The day closes on another balance than the day after opened on."),
            _("A statement is missing, or wrong. Ask the bank."),
        ),
        "rejected_after_booking": (
            _("The bank refuses a file of which it has booked payments."),
            _("Nothing is paid again. Call the bank before anything else."),
        ),
    }


def _of_a_line() -> dict[str, tuple[str, str]]:
    ask = _("Nothing changes for this payment. Ask the bank, then settle this.")
    return {
        "transfer_unknown": (_("No payment of ours has this reference."), ask),
        "transfer_of_another_file": (_("The payment belongs to another file than the one answered."), ask),
        "not_at_the_bank": (_("This payment has not gone to the bank."), ask),
        "booked_and_refused": (_("The bank both booked and refused this payment."), ask),
        "reference_missing": (_("The line has no reference, so we cannot know which payment it is."), ask),
        "amount_differs": (_("The amount is not the amount of our payment."), ask),
        "amount_missing": (_("The line has no amount."), ask),
        "bad_amount": (_("The amount cannot be read."), ask),
        "day_missing": (_("The line has no day."), ask),
        "reversal": (_("The bank reversed a booking of its own."), ask),
        "not_in_euro": (_("The amount is not in euro."), ask),
        "entry_without_details": (_("The bank booked a sum without saying for which payments."), ask),
        "credit_without_reason": (_("Money came back, and the bank does not say why."), ask),
        "payee_not_asked": (
            _("The bank answers on a name that we did not ask."),
            _("Nothing changes. Ask the bank which request it means."),
        ),
        "payee_answered_otherwise": (
            _("The bank answered on this name before, and otherwise."),
            _("The first answer counts. Ask the bank which one is right."),
        ),
        "recall_not_asked": (
            _("The bank answers a recall that we did not ask."),
            _("Nothing changes. Ask the bank which payment it means."),
        ),
        "recall_answered_otherwise": (
            _("The bank answered this recall before, and otherwise."),
            _("The first answer counts. Ask the bank which one is right."),
        ),
        "payment_unknown": (_("The bank speaks of an order that does not stand in our file."), ask),
    }


def _of_a_verb() -> dict[str, tuple[str, str]]:
    return {
        "not_come_back": (
            _("This payment has not come back."),
            _("Somebody has dealt with it meanwhile. There is nothing to do."),
        ),
        "not_held": (
            _("This payment is not held any more."),
            _("Somebody has dealt with it meanwhile. There is nothing to do."),
        ),
    }
