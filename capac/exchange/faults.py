"""Faults of what ONEM sent: of a whole file, or of one message. Reasons are codes; pages put them into words.

File: empty_file, not_xml, cut, doctype_not_allowed, wrong_root, wrong_header, count_mismatch, not_a_c2.
Message: not_as_described (with `rule`), impossible_date, date_out_of_range, ends_before_start,
bodies_out_of_order, overlapping_bodies, unknown_code, bad_national_number, bad_account, amount_out_of_range,
hours_out_of_range, hours_missing, amount_with_refusal, refusal_without_reason, reason_without_refusal,
notified_before_issued, message_known_with_other_content, sequence_known_with_other_content.
"""

from __future__ import annotations

from capac.records.api import Fault


class FileFaultError(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, reason: str, line: int | None = None, field: str = "", **arguments: str) -> None:
        super().__init__(reason)
        self.fault = Fault(reason, line, field, arguments=arguments)


class MessageFaultError(Exception):
    """One message cannot be used; the others can. The national number never stands in the arguments."""

    def __init__(self, reason: str, line: int | None, field: str, **arguments: str) -> None:
        super().__init__(reason)
        self.reason, self.line, self.field, self.arguments = reason, line, field, arguments

    def of(self, message_id: str) -> Fault:
        """The fault with the message that it is of."""
        return Fault(self.reason, self.line, self.field, message_id, self.arguments)
