"""What cannot be done with an application or was wrong in a file. Reasons are codes; pages put them into words.

Application: type_unknown, question_unknown, question_unanswered, answer_unknown, received_in_future, asked_out_of_range,
too_early (with `day`), already_open, application_unknown, application_closed, piece_not_asked (with `code`),
form_unknown, piece_settled, not_waived, document_of_another, turn_unknown, reason_missing, announced_late, announced_before.
File: see records.elements; not_a_registration, service_of_another, not_a_register_fact.
Message: not_as_described, impossible_date, date_out_of_range, ends_before_start, bad_national_number,
version_known_with_other_content, message_known_with_other_content, unknown_person, question_not_asked,
answer_of_another.
"""

from __future__ import annotations


class DossierError(ValueError):
    """What was asked cannot be done: the reason, the field, and what is needed to say so."""

    def __init__(self, reason: str, field: str, **arguments: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.reason, self.field, self.arguments = reason, field, arguments
