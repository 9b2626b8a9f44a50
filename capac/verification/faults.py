"""Faults of what ONEM answers. Reasons are codes; pages put them into words and say what to do.

File: empty_file, not_xml, cut, doctype_not_allowed, wrong_root, wrong_header, count_mismatch, not_an_outcome.
Outcome: not_as_described (with `rule`), impossible_date, date_out_of_range, notified_in_future, line_unknown,
line_of_another_month, phase_not_of_the_file, phase_known_with_other_content, already_definitive,
cause_missing, cause_does_not_fit, amount_above_gross, amount_zero, amount_with_acceptance,
amount_above_tolerance.
Expenditure file: c10_refused (by ONEM, with its `answer`), c10_unwritten (with `payment` and `missing`).
"""

from __future__ import annotations

from capac.records.api import FileFaultError, MessageFaultError

__all__ = ["FileFaultError", "MessageFaultError"]
