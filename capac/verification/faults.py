"""Faults of what ONEM answers. Reasons are codes; pages put them into words and say what to do.

File: empty_file, not_xml, cut, doctype_not_allowed, wrong_root, wrong_header, not_an_outcome, count_mismatch.
Outcome: not_as_described (with `rule`), line_unknown, line_of_another_month, phase_not_of_the_file,
phase_known_with_other_content, phase_overtaken, cause_missing, cause_does_not_fit, amount_above_gross,
amount_with_acceptance, line_twice.
"""

from __future__ import annotations

from capac.records.api import Fault


class FileFaultError(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, reason: str, line: int | None = None, field: str = "", **arguments: str) -> None:
        super().__init__(reason)
        self.fault = Fault(reason, line, field, arguments=arguments)


class OutcomeFaultError(Exception):
    """One outcome cannot be used; the others can."""

    def __init__(self, reason: str, line: int | None, field: str, **arguments: str) -> None:
        super().__init__(reason)
        self.reason, self.line, self.field, self.arguments = reason, line, field, arguments

    def of(self, line_id: str) -> Fault:
        """The fault with the expense line that it is of."""
        return Fault(self.reason, self.line, self.field, line_id, self.arguments)
