"""Faults of what ONEM sent: of a whole file, or of one message. Reasons are codes; pages put them into words.

File: empty_file, not_xml, cut, doctype_not_allowed, wrong_root, wrong_header, count_mismatch, not_a_c2.
Message: not_as_described (with `rule`), impossible_date, date_out_of_range, ends_before_start,
bodies_out_of_order, overlapping_bodies, unknown_code, bad_national_number, bad_account, amount_out_of_range,
hours_out_of_range, hours_missing, amount_with_refusal, refusal_without_reason, reason_without_refusal,
notified_before_issued, message_known_with_other_content, sequence_known_with_other_content.
Batch of ONSS: wrong_batch_name, data_missing, signature_missing, bad_signature, signature_of_another_file,
unknown_sender, batch_name_used, not_a_declaration.
Declaration (with `anomaly`, ONSS's code): ticket_missing, original_missing, original_of_another,
ticket_known_with_other_content, unknown_worker, employer_missing, created_in_future, month_not_whole,
declared_month_to_come, closed_month, declared_day_outside_month, declared_day_twice, declared_hours_out_of_range,
too_many_days_in_a_row, code_without_risk, wage_unclear, hours_without_wage, declaration_not_waiting.
"""

from __future__ import annotations

from capac.records.api import FileFaultError, MessageFaultError

__all__ = ["FileFaultError", "MessageFaultError"]
