"""Faults of what the bank answers, and of verbs on its answers. Reasons are codes; pages say what to do.

File: empty_file, not_xml, cut, doctype_not_allowed, wrong_root, not_as_described (with `rule`),
message_known_with_other_content, file_unknown, not_a_payment_file; of a statement balance_missing, sum_differs,
several_statements, account_not_ours, statement_known_with_other_content.
Line: file_refused, second_copy_refused, rejected_after_booking (with `code`), payment_unknown, transfer_unknown,
transfer_of_another_file, not_at_the_bank, booked_and_refused, reference_missing, amount_differs, amount_missing,
bad_amount, not_in_euro, day_missing, impossible_date, reversal, entry_without_details, credit_without_reason,
opening_differs, closing_differs, payee_not_asked, payee_answered_otherwise, recall_not_asked,
recall_answered_otherwise.
Channel: file_not_taken (with `answer`). Verb: not_come_back, not_allowed, same_person, not_waiting, not_unknown,
not_an_explanation, not_a_reason, cannot_be_recalled, asked_already, too_late (with `on`).
"""

from __future__ import annotations

from capac.payment import perms
from capac.people import api as people
from capac.records.api import FileFaultError, MessageFaultError

__all__ = ["BankError", "FileFaultError", "MessageFaultError", "check_second"]


class BankError(ValueError):
    """A verb on a bank file or answer that cannot be done: the reason and what is needed to say so."""

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(f"{reason} {arguments or ''}".strip())
        self.reason, self.arguments = reason, arguments


def check_second(staff: people.Staff, first: str) -> None:
    """Whoever confirms what somebody else began is another one who may. Raises BankError: same_person, not_allowed."""
    if staff.login == first:
        raise BankError("same_person", first=first)
    if not perms.is_second(staff, first):
        raise BankError("not_allowed")
