"""Faults of what people decide about a month. Reasons are codes; pages say them.

Any: not_allowed, same_person, not_waiting, why_missing, too_long. Provisional: code_unknown, no_right,
scheme_not_provisional, no_legal_amount (with `message`), not_introduced, hours_missing, ends_before_it_begins,
begins_too_late, one_already. Contest: no_days, day_outside_month, scheme_without_days, in_future, not_computed,
already_paid, changes_nothing, contested_already. Early: month_not_open, day_outside_month, decided_in_future,
reference_missing, known_already.
"""

from __future__ import annotations


class TermError(ValueError):
    """A decision that cannot be taken: the reason and what is needed to say so."""

    def __init__(self, reason: str, **arguments: str) -> None:
        super().__init__(f"{reason} {arguments or ''}".strip())
        self.reason, self.arguments = reason, arguments
